"""What people say of themselves that documents say too: what they do, and where. Pure."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import JaroWinkler

from agents.identify.names import Known
from agents.identify.phrases import NAME, opened, sentences, to_you
from agents.identify.sound import alike, plain

_DOES = re.compile(
    r"\b(?:[Jj]e suis|[Jj]e fais|[Jj]e m['’]occupe (?:de|du|des)|[Ii] am|[Ii]['’]m"
    rf"|[Ii] (?:do|handle|run|look after))\s+(?:{NAME},?\s+)?"
    r"(?:l['’]|(?:le|la|les|une?|the|an?)\s+)?(?P<what>[^\W\d_][\w-]{3,})"
)
_SAME_SOUND = 0.95
# Who runs something, by his role: "IT security lead", "directrice technique".
_HEAD = re.compile(
    r"\b(?:lead|leader|head|manager|director|chief|responsable|direct(?:eur|rice)|cheff?e?"
    r"|coordinat(?:eur|rice|or))\b",
    re.IGNORECASE,
)
TOKEN_ALIKE = 0.88
_LEAD = r"(?:(?:[Aa]lors|[Dd]onc|[Ee]t|[Oo]ui|[Mm]oi|[Ss]o|[Aa]nd|[Yy]es),? )*"
# The name before it, or in a sentence of its own; "Bonjour Ana, je suis avocat" is said to her.
_BEFORE = re.compile(rf"^{_LEAD}{NAME},? (?:moi,? )?$")
_ALONE = re.compile(rf"^{_LEAD}{NAME}[.!]?$")


def is_role(said: Sequence[str], role: str) -> bool:
    """Whether what is said is the role and begins with it: a lawyer's neighbour is no lawyer."""
    first = " ".join(role.split()[:1])
    return says(said[:1], first, least=1) and says(said, role, least=1)


def is_head(what: str, role: str) -> bool:
    """Whether a role is that of whoever is in charge of this: all of its words are in the role."""
    own = [plain(word) for word in re.findall(r"[\w-]+", role)]
    words = [plain(word) for word in re.findall(r"[\w-]+", what)]
    return bool(words and _HEAD.search(role)) and all(
        any(JaroWinkler.similarity(word, other) >= TOKEN_ALIKE for other in own) for word in words
    )


def says(said: Sequence[str], what: str, least: int = 2) -> bool:
    """Whether all telling words, `least` or more, of a company or a role are among those said."""
    words = [plain(word) for word in _telling(what)]
    return len(words) >= least and all(
        any(JaroWinkler.similarity(word, other) >= TOKEN_ALIKE for other in said) for word in words
    )


def told(text: str, people: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """Those a part of whose name and of whose role somebody gives as his, each with the phrase:
    "Docteur Haddad, je suis le gériatre", "Je fais les nuits, je suis infirmière. Élodie." """
    said = sentences(text)
    alone = [match["name"] for match in map(_ALONE.match, said) if match and not opened(match)]
    for sentence in said:
        if to_you(sentence) or "?" in sentence:
            continue
        for does in _DOES.finditer(sentence):
            before = _BEFORE.match(sentence[: does.start()])
            own = [
                *alone,
                does["name"] or "",
                before["name"] if before and not opened(before) else "",
            ]
            words = set(plain(" ".join(own)).split())
            yield from (
                (person.name, does[0])
                for person in people
                if words.intersection(plain(person.name).split()) and _does(does["what"], person)
            )


def _does(what: str, person: Known) -> bool:
    """Whether it is one of the telling words of somebody's role."""
    return any(alike(what, word) >= _SAME_SOUND for word in _telling(person.role or ""))


def _telling(what: str) -> list[str]:
    return [word for word in re.findall(r"[\w-]+", what) if len(word) > 3]
