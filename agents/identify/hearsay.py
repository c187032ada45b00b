"""Names that are said and are not the speaker's: quoted, or of somebody who is away. Pure."""

import re
from collections.abc import Iterator, Sequence

from agents.identify.phrases import CAPITAL, Said

# "Elle a dit : je suis Ana Roy". With "je l'ai dit" before it one says it of oneself.
_QUOTED = re.compile(
    r"(?<!\bje )\b(?:il|elle|on|ils|elles|vous|tu|qui|he|she|they|you|who|if)\b[^.!?;]{0,40}?"
    r"\b(?:dit|disait|disent|dire|répond|répondu|demande|demandé|croit|croyez|croient|pense|pensez"
    r"|said|says|say|tells|told|asks|asked|thinks?|believes?)"
    r"(?:\s+(?:I|moi))?\W*(?:que|qu['’]|that)?\W*$",
    re.IGNORECASE,
)
# "He told me this morning, I'm Ana Roy", "it reads, colleagues, I am Ana Roy".
_REPORTED = re.compile(
    r"\b(?:il|elle|on|ils|elles|he|she|it|they)\b[^.!?;]{0,30}?"
    r"\b(?:dit|disait|disent|écrit|écrivait|répond|répondu|répète|fait"
    r"|said|says|told|tells|reads|writes|wrote|goes)\b(?! (?:que|qu['’]|that)\b)"
    r"[^.!?;]{0,40}[,:]\W*$",
    re.IGNORECASE,
)
# What stands between these marks another has said or written.
_MARKED = re.compile(r"«[^»]*+»|“[^”]*+”|\"[^\"]*+\"")
# "Let me read the letter. My name is Ana Roy": what is read out.
_READ = re.compile(
    r"\b(?:je (?:vous |te )?(?:le |la |les |l['’])?(?:lis|cite)|(?:vous |te |en |de )lire"
    r"|(?:I|let me|me|I['’]ll|we) (?:just )?(?:read|quote)"
    r"|read (?:out|aloud|you|it|the|this|that|something)|(?:it|she|he|letter|mail|message) says"
    r"|(?:il|elle|on) (?:nous |m['’]|vous )?(?:a )?écrit|(?:he|she|they) (?:wrote|writes)"
    r"|(?:it['’]s|is|was|c['’]est) sign(?:é|ed)|dear (?:all|sir|madam))\b",
    re.IGNORECASE,
)
# "Ma femme me dit, Anselme, arrête", "Rupert said Clive, my dear fellow": whom a third calls so is
# who tells of it.
_DEAR = r"(?:mon |ma |my )?(?i:cher|chère|dear|poor|pauvre) "
_TOLD_ME = re.compile(
    r"\b(?:(?i:il|elle|on|ils|elles|he|she|they|it|who|qui)|ma \w+|mon \w+|my \w+|[A-ZÀ-Þ][\w-]+) "
    r"(?:(?:(?:me |m['’])(?:dit|disait|fait|faisait|répond|répondait|écrit|écrivait|crie"
    r"|demande|a (?:dit|fait|répondu|écrit))(?: toujours| souvent)?"
    rf"|(?:said|says|told|tells|wrote|writes)(?: to)? me)[,:] (?:{_DEAR})?"
    rf"|(?:a écrit|wrote|writes|said|used to say),? {_DEAR}"
    # "He said Ana, the engineer, was ill" is about her.
    r"|(?:said|says|used to say|goes),? "
    rf"(?={CAPITAL}, (?:my (?:dear|friend)|mon (?:cher|ami)|mate)\b))"
    rf"(?P<name>{CAPITAL}),(?!\s(?:qu[e'’]|d[e'’]|that\b))"
)
_AWAY = re.compile(
    r"^\W*(?:(?:non|no|désolée?|sorry|euh|ah|oui|hélas|alors)\W+)*"
    r"(?P<who>\w[\w'’-]*(?:\s\w[\w'’-]*)?)\s"
    r"(?:(?:est|is|was) (?:\w+ )?(?:absente?|malade|excusée?|en congés?|en déplacement|en vacances"
    r"|away|absent|ill|sick|off|on leave|on holiday)\b"
    r"|n['’](?:est|était|a) pas (?:là|présente?|avec nous|disponible"
    r"|pu (?:venir|être là|se libérer))"
    r"|ne (?:peut|pouvait|pourra) (?:\w+ )?pas (?:venir|être (?:là|présente?|avec nous)|participer"
    r"|nous rejoindre)"
    r"|s['’](?:excuse|est excusée?)\b"
    r"|(?:isn['’]t|is not|wasn['’]t) (?:here|with us|available|present|in)\b"
    r"|(?:can['’]t|cannot|can not|couldn['’]t|could not) (?:be here|be with us|make it|come|attend"
    r"|join))",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:je (?:la|le|les) (?:remplace|représente)|[àa] s[ao] place|in (?:his|her) place"
    r"|(?:standing|filling) in for)\b",
    re.IGNORECASE,
)


def quotes(before: str) -> bool:
    """Whether what comes after these words of a sentence is what another said, or might."""
    return bool(_QUOTED.search(before) or _REPORTED.search(before))


def read_out(before: str) -> bool:
    """Whether what comes after these words of a turn may be read from a letter."""
    return bool(_READ.search(before))


def told_me(text: str) -> Iterator[Said]:
    """By what name somebody tells that a third has called him."""
    for match in _TOLD_ME.finditer(text):
        yield Said(match["name"], match[0].rstrip(","))


def own_words(text: str) -> str:
    """The text without what stands between quotation marks."""
    return _MARKED.sub("…", text)


def is_away(sentences: Sequence[str], called: str) -> bool:
    """Whether an answer's first sentences say that the person of these names is not there."""
    theirs = {"il", "elle", "he", "she", *called.casefold().split()}
    for sentence in sentences[:2]:
        match = _AWAY.search(sentence)
        if match and theirs.issuperset(match["who"].casefold().split()):
            return True
        if _INSTEAD.search(sentence):
            return True
    return False
