"""The phrases of French and English that give the floor to somebody who is not called: pure.

By an office, "je passe la parole à notre pharmacienne", or with the name in the sentence before,
"Ana Roy a repris le tableau. Dis-leur ce que ça donne."
"""

import re
from collections.abc import Iterator, Sequence

from agents.identify import offices
from agents.identify.names import Heard, Known, only
from agents.identify.phrases import Said, sentences

# What an office is of is said in other words than the document's as often as not.
_OFFICE = (
    r"(?P<office>(?:l['’]|(?:l[ae]|notre|our|the) )[^\W\d_][\w'’-]+"
    r"(?: (?!(?:d[eu]s?|[àa]u?x?|of|for|at|in|qui|who|va|will|is|to)\b)[\w'’-]+){0,2})"
)
_TO_OFFICE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:(?:[Jj]e|[Oo]n) (?:passe|donne|laisse) la parole à|[Ll]a parole (?:est )?à"
        r"|[Oo]n (?:va )?écoute[r]?|[Éé]coutons|allons (?:maintenant )?écouter|[Oo]ver to"
        rf"|[Hh]ear from|[Bb]ring in|the floor (?:is |goes )?to) {_OFFICE}",
        rf"(?:^|[.!?…,] |[Ee]t |[Aa]nd ){_OFFICE}[^,.!?…]{{0,40}}? "
        r"(?:va (?:maintenant )?(?:(?:nous|vous) )?(?:le |la |les )?"
        r"(?:présenter|expliquer|dire|raconter|parler|résumer|exposer|commencer)"
        r"|will (?:now )?(?:tell us|present|explain|begin|start|take us|walk us|report))\b",
    )
)
# "Dis-leur ce que ça donne", "go on, tell them".
_ASKED = re.compile(
    r"\b(?:(?:dis|dites|raconte|racontez|explique|expliquez)[- ](?:nous|leur)|tell (?:us|them)"
    r"|je (?:t['’]|vous )en prie|vas-y|allez-y|go (?:on|ahead))\b",
    re.IGNORECASE,
)
LAST = 3


def by_office(text: str, people: Sequence[Known]) -> Iterator[tuple[Heard, str]]:
    """Who alone has the office that is given the floor in the last sentences, and the sentence."""
    for sentence in sentences(text)[-LAST:]:
        for match in (m for pattern in _TO_OFFICE for m in pattern.finditer(sentence)):
            held = offices.holder(Said(match["office"], sentence), people)
            if held is not None:
                yield held, sentence


def by_mention(text: str, people: Sequence[Known]) -> Iterator[tuple[Heard, str]]:
    """The only one whose full name is in the sentence before a last one that has "you" tell."""
    before, last = ["", *sentences(text)][-2:]
    if "?" in last or not _ASKED.search(last) or any(p.name in last for p in people):
        return
    named = [p for p in people if " " in p.name and re.search(rf"\b{re.escape(p.name)}\b", before)]
    person = only(named)
    if person is not None:
        yield Heard.of(person), f"{before} {last}"
