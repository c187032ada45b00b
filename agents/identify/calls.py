"""The phrases of French and English in which somebody is called, and asked to speak: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.identify.names import COMMON
from agents.identify.phrases import (
    ADDRESS,
    PUT_OFF,
    THANKED,
    THANKS,
    Said,
    opened,
    owned,
    sentences,
)

_ASKING = (
    r"(?:(?:what|how|can|could|do|would|will you|are you|que|comment|votre|est-ce)\b(?!['’])"
    r"|pou[vr]|qu['’]|the floor\b|over to\b|c['’]est à\b|je (?:te|vous) (?:laisse|écoute)\b)"
)
_OPENER = (
    r"(?:[Aa]lors|[Bb]on|[Bb]ien|[Ee]t|[Oo]ui|[Nn]on|[Dd]onc|[Mm]ais|[Vv]oilà|[Pp]arfait"
    r"|[Tt]rès bien|[Dd]['’]accord|[Oo]k|[Oo]kay|[Ss]o|[Aa]nd|[Ww]ell|[Nn]ow|[Yy]es"
    r"|[Rr]ight|[Gg]reat|[Aa]ll right)"
)
_CALLS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[.!?…]\s+)(?:{_OPENER},\s+)?{ADDRESS}\s*(?:[,?!.]|(?= {_ASKING}))",
        rf",\s*{ADDRESS}\s*[,?.!]",
        rf"(?:-vous|-tu|\byou(?: think| say| see it| agree)?)\s+{ADDRESS}\s*\?",
        r"\b(?:[Àà] vous|[Àà] toi|[Ee]t (?:vous|toi)|[Aa]nd you"
        r"|[Ll]a parole est à|[Ll]a (?:parole|main) à|[Aa]u tour de|[Oo]n écoute"
        r"|[ÉéEe]coutons|allons (?:maintenant )?écouter|[Pp]lease welcome|[Oo]ver to|hear from"
        r"|[Gg]o ahead"
        rf"|[Aa]llez-y|[Yy]our turn|the floor to|[Nn]ext (?:speaker |up )?is),?\s+{ADDRESS}",
    )
)
_NEXT = (
    r"(?:(?:you(?:['’]re| are) (?:next|up)|tu es l[ea] suivante?|vous êtes l[ea] suivante?"
    r"|c['’]est (?:ton|votre) tour)\b)"
)
_INVITED = re.compile(
    r"\?|(?:^|[,;:] |c['’]est )[àÀ] (?:vous|toi)\b"
    r"|\b(?:la parole|la main à|laisse la main|au tour de|(?:on|je) (?:vous |t['’])écoute"
    r"|on écoute|écoutons|allons (?:maintenant )?écouter|allez-y|vas-y|\w+ez[- ]nous|un mot"
    r"|over to|hear from|go ahead|your turn|tell us|the floor|next (?:speaker |up )?is)"
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
_WISHES = (
    r"(?:(?:tu|vous) (?:as|avais|avez|aviez) (?:une |un |des |quelques )?"
    r"(?:questions?|remarques?|points?|levé la main|demandé la parole|mot|quelque chose)"
    r"|you (?:have|had) (?:an? |any |some |one |your )?(?:few )?"
    r"(?:questions?|hand|comments?|remarks?|word|something to))"
)
# "Yanis, tu commences", "John, you can begin": a question whose mark was not heard.
_TO_BEGIN = re.compile(
    r"\s*,?\s+(?:(?:je crois que|il me semble que|je sais que"
    r"|I (?:believe|think|gather|understand)(?: that)?|perhaps|maybe) )?"
    rf"(?:{_LEFT_TO}|{_WISHES}"
    r"|(?:tu|vous)\s+(?:nous|peux|pouvez|pourrais|pourriez|veux|voulez|commences|commencez"
    r"|présentes|présentez|prends|prenez|voulais|vouliez|souhaitais|souhaitiez)"
    r"|you\s+(?:can|could|may|start|begin|go|(?:want|wish)(?:ed)? to|would like to)"
    r"|you['’]d like to)\b"
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
    r"\s*,\s+(?:vous (?:présidez|dirigez|travaillez|représentez|êtes (?!bien|très|trop|si\b|sûre?\b"
    r"|en\b|pas\b|d['’]accord|gentil|aimable|libre)[\w'’-]+"
    r"|avez (?:suivi|préparé|étudié|regardé|travaillé|écrit|publié|rencontré))"
    r"|you (?:chair|run|lead|work|represent|have (?:followed|prepared|studied|looked|worked|written"
    r"|been working)))\b"
)
# "Margaret, your recommendation.", "Madame Roy, vos conclusions."
_YOURS = re.compile(r",?\s+(?:your|votre|vos|ton|ta|tes)\s+[^\W\d_][\w-]+[.…]?\s*$")
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
_TOPIC = re.compile(r"(?:,? (?:the |our |l[ae] |les |l['’])?[^\W\d_][\w-]+)?[.…]?\s*$")
# "Samir. So, tell us.", "Marie Delcourt. The floor is yours."
_FLOOR = re.compile(
    r"\b(?:tell us|\w+ez[- ]nous|(?:vous avez|tu as|prenez|prends) la parole"
    r"|(?:la parole est|c['’]est) à (?:vous|toi)|on (?:vous |t['’])écoute|allez-y|vas-y"
    rf"|floor is yours|over to you|go ahead|{_NEXT}|{_WISHES}|{_LEFT_TO})",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:vous|votre|vos|tu|ton|ta|tes|your?|yours)\b[^.!]*\?", re.IGNORECASE)
_ANYBODY = re.compile(r"quelqu['’]un|d['’]autres|someone|somebody|anyone|anybody", re.IGNORECASE)
_THIRD_PERSON = re.compile(
    r",?\s+(?:elle|il(?! (?:reste|faut|manque|y a)\b)|lui|qui|dont|she|he|who|whose)\b"
    r"|,[^,.?!]*,\s+(?:a|est|has|is|was|était)\b|,\s+(?:a|est|était)\s"
    # Who may hear it later is not here: "Ana, si tu nous écoutes".
    r"|,?\s+(?:si (?:tu|vous)(?: nous| m['’])? ?(?:écout|enten)"
    r"|if you(?:['’]re| are)? (?:hear|listen))"
)
# "Mr Patel, no, I support it." The end of the question is taken for the beginning of the answer.
_OWN_ANSWER = re.compile(
    r"\s*(?:no|yes|non|oui|présente?|present)\b(?! (?:ou|or)\b)[^?.!]*(?:[.!]|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class Call(Said):
    """A name called in the last sentences; `invited` when the words ask for an answer."""

    invited: bool = False


def called(text: str) -> Iterator[Call]:
    """Names called in the last three sentences, in the order of the text; not who is thanked there,
    or put off."""
    closing = " ".join(sentences(text)[-3:])
    for answers in (PUT_OFF, THANKS, THANKED):
        closing = answers.sub(". ", closing)
    asking = sentences(closing)
    for place, sentence in enumerate(asking):
        found = {m.start("name"): m for pattern in _CALLS for m in pattern.finditer(sentence)}
        heard = [
            m
            for _, m in sorted(found.items())
            if not owned(m) and not _THIRD_PERSON.match(sentence, m.end("name"))
        ]
        if place == 0 and heard and _answers(heard[0], text):
            heard = heard[1:]
        # "How do you see it, Marie?" calls nobody named How.
        heard = [m for m in heard if m["name"].casefold() not in COMMON] or heard
        invited = len(heard) == 1 and _invited(heard[0], sentence, asking[place + 1 :])
        for match in heard:
            yield Call(match["name"], sentence, title=match["title"] or "", invited=invited)


def _answers(match: re.Match[str], text: str) -> bool:
    """Whether the text begins with the name of whoever answers after it."""
    rest = text.removeprefix(match[0])
    asks = _INVITED.search(rest) or _FLOOR.search(rest)
    return rest != text and not asks and bool(_OWN_ANSWER.match(rest))


def _invited(match: re.Match[str], sentence: str, following: Sequence[str]) -> bool:
    """Whether the words ask whoever is called to speak: with his name alone, in its sentence,
    or with a question to "you", or the floor, after it."""
    alone = sentence.strip(" .?!…") == match[0].strip(" ,.?!…")
    if (alone and not opened(match)) or _INVITED.search(sentence):
        return True
    before, end = sentence[: match.start("title" if match["title"] else "name")], match.end("name")
    # "Ana Roy, your adviser" may be who speaks; one's own title and surname are hardly said so.
    short = bool(match["title"]) or " " not in match["name"]
    if _TO_BEGIN.match(sentence, end) or _BELIEVED.match(sentence, end):
        return True
    formal = bool(match["title"]) or " " in match["name"]
    if formal and not following and _TOLD_OF.match(sentence, end):
        return True
    if short and _YOURS.match(sentence, end):
        return True
    if _MOVED_ON.match(before) and _TOPIC.match(sentence, end):
        return True
    if _SHOWN.search(before):
        return False
    later = " ".join(following)
    return bool(_YOU.search(later) or _FLOOR.search(later)) and not _ANYBODY.search(later)
