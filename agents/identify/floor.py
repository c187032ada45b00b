"""The phrases of French and English by which whoever is called is asked to speak: pure."""

import re
from collections.abc import Sequence

from agents.identify.phrases import opened

_NEXT = (
    r"(?:(?:you(?:['’]re| are) (?:next|up)|tu es l[ea] suivante?|vous êtes l[ea] suivante?"
    r"|c['’]est (?:ton|votre) tour)\b)"
)
_INVITED = re.compile(
    r"\?|(?:^|[,;:] |c['’]est )[àÀ] (?:vous|toi)\b"
    r"|\b(?:la parole|la main à|laisse la main"
    r"|(?:vous avez|tu as|you have|you['’]ve got) (?:\w+ ){1,2}minutes?|carry on|poursuivez"
    r"|au tour de|(?:on|je) (?:vous |t['’])écoute"
    r"|on écoute|écoutons|allons (?:maintenant )?écouter|allez-y|vas-y|\w+ez[- ]nous|un mot"
    r"|one for|question (?:for|to|pour|à)"
    r"|over to|hear from|go ahead|^go on|your turn|tell us|the floor|next (?:speaker |up )?is"
    # "The second speaker for the motion is Dr Roy."
    r"|(?:first|second|third|next|last|final|premi(?:er|ère)|deuxième|second|secondes?|troisième"
    r"|derni(?:er|ère)) (?:speaker|witness|guest|panell?ist|oratrice|orateur|témoin|intervenante?"
    r"|invitée?)\b[^.,?!]{0,40}\b(?:is|est))"
    rf"|\b{_NEXT}"
    # "Ana, please send me the notes" asks for no word.
    r"|\bplease(?:[.,!?]|$| (?:welcome|begin|start|continue|go|come|present|introduce|say))",
    re.IGNORECASE,
)
# "Yanis, je te laisse présenter le projet": what is left to him is to speak.
_LEFT_TO = (
    r"(?:je (?:te|vous) laisse (?:nous )?(?:(?:vous |le |la |les |l['’])?(?:présente|commence"
    r"|continue|poursuiv|répond|expli|réagi|conclu|résume|expose|détaille|introdui|raconte|parle"
    r"|compl[èé]t|ouvri)\w*|dire|la (?:parole|main)))"
)
# "You have some questions", "vous aviez levé la main": who wants to speak.
_ABOUT = r"(?=\s*(?:[.,;!?…]|$)|\s+(?:sur|à propos|au sujet|concernant|about|on|for|regarding)\b)"
_WISHES = (
    r"(?:(?:tu|vous) (?:as|avais|avez|aviez) (?:levé la main|demandé la parole"
    rf"|(?:une |un |des |quelques )?(?:questions?|remarques?|points?|mot|quelque chose){_ABOUT})"
    r"|you (?:have|had) (?:an? |any |some |one |your )?(?:few )?"
    rf"(?:hand|something to|(?:questions?|comments?|remarks?|word){_ABOUT}))"
)
# "Léa peut nous raconter": said of her, or what was understood of "tu peux nous raconter".
_CAN_TELL = (
    r"(?:(?:tu|y) )?peu[tx] nous (?:le |la |l['’]|les |en )?"
    r"(?:raconte|dire|parle|présente|expliqu|résume|rappele|montre)r?"
)
# "Yanis, tu commences", "John, you can begin": a question whose mark was not heard.
_TO_BEGIN = re.compile(
    r"\s*,?\s+(?:(?:je crois que|il me semble que|je sais que"
    r"|I (?:believe|think|gather|understand)(?: that)?|perhaps|maybe) )?"
    rf"(?:{_LEFT_TO}|{_WISHES}|{_CAN_TELL}|[àÀ] (?:toi|vous)"
    r"|(?:tu|vous)\s+(?:nous(?! a[sv])|peux|pouvez|pourrais|pourriez|veux|voulez"
    r"|commences|commencez"
    r"|présentes|présentez|prends|prenez|voulais|vouliez|souhaitais|souhaitiez)"
    r"|you\s+(?:can|could|may (?:begin|start|go|speak|proceed|continue|answer|have)|start|begin|go"
    r"|(?:want|wish)(?:ed)? to|would like to)"
    r"|you['’]d like to)\b"
    # "Ana, you were shaking your head.", "Madame Roy, je vous vois bondir.", "Ana Roy to reply."
    r"|\s*,?\s+(?:you(?:['’]re| are| were) (?:shaking|nodding|frowning|smiling|waving|itching)"
    r"|(?:I (?:can )?see you|je (?:vous|te) vois)|(?:vous|tu) (?:hoche|secoue|lève|souri)\w+"
    r"|(?:vous faites|tu fais) (?:non|oui|la moue))\b"
    r"|\s+to (?:reply|respond|open|begin|start|answer)\b"
)
# "Madame Roy, vous êtes concernée je crois.": a question whose mark was not heard either.
_BELIEVED = re.compile(
    r"\s*,?\s+(?:tu|vous|you)\b[^.?!]*,? "
    r"(?:je crois|je pense|il me semble|n['’]est-ce pas|I believe|I think|isn['’]t it|don['’]t you"
    r"|aren['’]t you|haven['’]t you)\s*[.…]?$"
)
# "Monsieur Roy, vous avez suivi le dossier.", "Ana Roy, you work with insurers.": what he has to
# tell of. "Vous avez raison" is a remark.
_TOLD_OF = re.compile(
    r"\s*,\s+(?:vous (?:présidez|dirigez|représentez"
    r"|travaillez (?:avec|pour|chez|sur|dans|en|au?|à)\b|êtes (?!bien|très|trop|si\b|sûre?\b"
    r"|en\b|pas\b|d['’]accord|gentil|aimable|libre)[\w'’-]+"
    r"|avez (?:eu(?! (?:raison|tort|l['’]air))|vu(?! (?:juste|clair))|lu|reçu|pu|contacté|appelé"
    r"|vérifié|mesuré|suivi|préparé|étudié|regardé|travaillé|écrit|publié|rencontré)\b)"
    r"|you (?:chair|run|lead|work (?:with|for|at|on|in)|represent"
    r"|have (?:followed|prepared|studied|looked|worked|written|been working)))\b"
)
# "Premier point. Ana, t'as reçu les devis.", "John, you did the stock count on Saturday.": what he
# alone can tell. Where a turn begins so, it may be a remark on what he has just told.
_HANDLED = re.compile(
    r"\s*,\s+(?:(?:tu as|t['’]as|vous avez) (?:pu )?"
    r"(?:reçu|relu|préparé|contacté|appelé|rencontré|vérifié|testé)"
    r" (?:l['’]|(?:les?|la|ton|ta|tes|vos|votre)\b)"
    r"|you (?:did|received|prepared|checked|tested|visited)"
    r" (?:your|the (?!right|best|same|job|work))\b)[^?!,]*$"
)
# "Margaret, your recommendation.", "Madame Roy, vos conclusions."
# "Mrs Roy, the same question.", "Miss Roy, three minutes.", "Ana, this is you."
_YOURS = re.compile(
    r",?\s+(?:(?:your|votre|vos|ton|ta|tes)\s+[^\W\d_][\w-]+"
    r"|(?:this is|that['’]s|it['’]s|c['’]est) (?:you|(?:pour )?(?:vous|toi))"
    r"|(?:the )?same question|(?:la )?même question"
    r"|(?:\d+|two|three|five|ten|deux|trois|cinq|dix) minutes)[^.?!]{0,20}[.…]?\s*$"
)
# "On my left, Ana Roy, from the bank." A question after it is for somebody else, or all.
_SHOWN = re.compile(
    r"\b(?:on (?:my|his|her|your) (?:left|right)|(?:next to|beside) (?:me|him|her)"
    r"|à (?:ma|sa|votre) (?:gauche|droite)|à (?:mes|ses|vos) côtés|à côté d['’](?:elle|lui))\b",
    re.IGNORECASE,
)
# "Now then, Ms Roy, operations."
_MOVED_ON = re.compile(
    r"^(?:[Aa]nd |[Ee]t )?(?:[Nn]ow(?: then)?|[Nn]ext|[Mm]aintenant|[ÀA] présent|[Ee]nsuite),? $"
)
# "Le rapporteur, c'est vous, Ana.", "Sur la santé, Ana."
_HIS = re.compile(
    r"(?:\b(?:c['’]est|that['’]s|it['’]s) (?:vous|toi|you)"
    r"|^(?:(?:[Ee]t|[Aa]nd|[Aa]lors|[Ss]o|[Nn]ow|[Bb]on|[Mm]aintenant),? )?"
    r"(?:(?:[Ss]ur|[Cc]ôté|[Dd]u côté d[eu]s?|[Cc]oncernant|[Aa]s for|[Aa]bout|[Oo]n (?:the|that)"
    r"|[Pp]our l[ae](?! (?:moment|fois|suite))|[Qq]uant (?:à la|à l['’]|aux?))\b[^,.?!]{2,50}))"
    r"(?: now| maintenant)?, $"
)
_TOPIC = re.compile(
    r"(?:,? (?!(?:listen|wait|stop|enough|écoute[sz]?|attend(?:s|ez)|arrête[sz]?|voyons)\b)"
    r"(?:the |our |l[ae] |les |l['’])?[^\W\d_][\w-]+)?[.…]?\s*$"
)
# "Samir. So, tell us.", "Marie Delcourt. The floor is yours."
_FLOOR = re.compile(
    r"\b(?:tell us|\w+ez[- ]nous|(?:vous avez|tu as|prenez|prends) la parole"
    r"|(?:la parole est|c['’]est) à (?:vous|toi)|on (?:vous |t['’])écoute|allez-y|vas-y"
    rf"|floor is yours|over to you|go ahead|{_NEXT}|{_WISHES}|{_LEFT_TO})",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:vous|votre|vos|tu|ton|ta|tes|your?|yours)\b[^.!]*\?", re.IGNORECASE)
_ANYBODY = re.compile(
    r"quelqu['’]un|d['’]autres|tout le monde|someone|somebody|anyone|anybody|everyone|everybody"
    r"|\b(?:qui|who)\b",
    re.IGNORECASE,
)
_OF_HIM = re.compile(r",\s+(?:you|vous|tu|t['’]as)\b")

# What gives the floor, and is no mere question: whoever answers may thank for it.
_LEFT = re.compile(
    r"\b(?:la parole|la main à|(?:on|je) (?:vous |t['’])écoute|allez-y|vas-y|over to|go ahead"
    r"|your turn|the floor|[àÀ] (?:vous|toi)(?=\s*[.,!]|$)|c['’]est à (?:vous|toi))",
    re.IGNORECASE,
)


def given(
    match: re.Match[str], sentence: str, before: Sequence[str], following: Sequence[str]
) -> bool:
    """Whether the words ask whoever is called to speak: with his name alone, in its sentence,
    or with a question to "you", or the floor, after it. `before` and `following` are the turn's
    other sentences, as far as they are near."""
    alone = sentence.strip(" .?!…") == match[0].strip(" ,.?!…")
    # "Ana Roy. Operations here in Lyon." is her own.
    own = not before and following and not sentence.endswith("?")
    if (alone and not own and not opened(match)) or asked(match, sentence):
        return True
    amid = before and not following and not opened(match)
    if amid and _HANDLED.match(sentence, match.end("name")):
        return True
    if _by_manner(match, sentence, last=not following):
        return True
    if _SHOWN.search(_before(match, sentence)):
        return False
    later = " ".join(following)
    asks = "?" in later and spoken_to(match, sentence) and not sentence.endswith("!")
    return bool(asks or _YOU.search(later) or _FLOOR.search(later)) and not _ANYBODY.search(later)


def spoken_to(match: re.Match[str], sentence: str) -> bool:
    """Whether "you" comes after the name: "Ana, you have been through the figures."."""
    return bool(_OF_HIM.match(sentence, match.end("name")))


def asked(match: re.Match[str], sentence: str) -> bool:
    """Whether the sentence in which somebody is called asks him to speak."""
    return bool(_INVITED.search(sentence)) or any(
        asks.match(sentence, match.end("name")) for asks in (_TO_BEGIN, _BELIEVED)
    )


def _by_manner(match: re.Match[str], sentence: str, *, last: bool) -> bool:
    """Whether he is called as one calls who is to speak: formally and for what he has to tell of at
    the `last`, for what is his, or where one moves on.

    "Ana Roy, your adviser" may be who speaks; one's own title and surname are hardly said so.
    """
    titled, full = bool(match["title"]), " " in match["name"]
    end = match.end("name")
    if last and (titled or full) and _TOLD_OF.match(sentence, end):
        return True
    if (titled or not full) and _YOURS.match(sentence, end):
        return True
    if last and _HIS.search(_before(match, sentence)) and not sentence[end:].strip(" .!…"):
        return True
    return bool(_MOVED_ON.match(_before(match, sentence)) and _TOPIC.match(sentence, end))


def _before(match: re.Match[str], sentence: str) -> str:
    """What stands before the name; "Now Ana" is not all of it."""
    start = match.start("title" if match["title"] else "name")
    first = match["name"].split()[0]
    return sentence[: start + len(first) + 1 if opened(match) and not match["title"] else start]


def left(text: str) -> bool:
    """Whether the words leave the floor to another."""
    return bool(_LEFT.search(text))


def offered(text: str) -> bool:
    """Whether the words give the floor, whoever has it."""
    return bool(_INVITED.search(text) or _FLOOR.search(text))
