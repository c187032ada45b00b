"""How people say who they are in a round of introductions: a part of their name, and what they do.
Pure."""

import re
from collections.abc import Iterator, Sequence

from agents.identify.names import Known
from agents.identify.phrases import NAME, sentences, to_you
from agents.identify.sound import alike, plain

_DOES = re.compile(
    r"\b(?:[Jj]e suis|[Jj]e fais|[Jj]e m['’]occupe (?:de|du|des)|[Ii] am|[Ii]['’]m"
    rf"|[Ii] (?:do|handle|run|look after))\s+(?:{NAME},?\s+)?"
    r"(?:l['’]|(?:le|la|les|une?|the|an?)\s+)?(?P<what>[^\W\d_][\w-]{3,})"
)
_ALIKE = 0.95
# A sentence of so many words may be a name alone: "Dr Ana Roy."
_NAME_ALONE = 3


def told(text: str, people: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """The names of those whose name and whose role the words give, each with the phrase:
    "Docteur Haddad, je suis le gériatre", "Je fais les nuits, je suis infirmière. Élodie." """
    said = sentences(text)
    short = [sentence for sentence in said if len(sentence.split()) <= _NAME_ALONE]
    for sentence in said:
        if to_you(sentence) or "?" in sentence:
            continue
        named = _capitalised(" ".join([sentence, *short]))
        for match in _DOES.finditer(sentence):
            yield from (
                (person.name, match[0])
                for person in people
                if named.intersection(plain(person.name).split()) and _does(match["what"], person)
            )


def _capitalised(text: str) -> set[str]:
    return {plain(word) for word in re.findall(r"[\w-]+", text) if word[0].isupper()}


def _does(what: str, person: Known) -> bool:
    """Whether it is one of the telling words of somebody's role."""
    words = [word for word in re.findall(r"[\w-]+", person.role or "") if len(word) > 3]
    return any(alike(what, word) >= _ALIKE for word in words)
