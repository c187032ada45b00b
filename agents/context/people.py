"""People whom a document lists: agendas, minutes, a glossary's corrections. Pure.

A name is two or three words with capitals, and something beside it must say that it is one: a
title, a surname in capitals, a role after it, or a place in a list of those present. A name found
here is never given by itself: somebody has to say it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agents.context import called, cards, forms, listings, mail, mentions, tables, written
from agents.context.details import EMAIL, phones
from agents.context.lines import lines_of
from agents.context.listings import Named
from agents.context.logic import Person, completed
from agents.context.names import name_of

MOST = 40


def listed(text: str) -> list[Person]:
    """The people of a document, each with the line that names him, in the order of the text."""
    lines = lines_of(text)
    entries = zip(listings.entries(text, runs=True), written.people(lines), strict=True)
    found = _gathered((x, [*named, *mentions.in_line(x), *more]) for (x, named), more in entries)
    writers = list(mail.correspondents(lines))
    by_card = cards.cards(lines, {p.name for p in writers})
    told = [*writers, *forms.people(lines), *by_card, *mail.chatters(lines)]
    companies, aliases = dict(tables.employers(lines)), dict(tables.aliases(lines))
    return [
        replace(
            p,
            company=companies.get(p.name, p.company),
            alias=aliases.get(p.name, p.alias) or _nickname(lines, p.name),
        )
        for p in _with_more(found, told)
    ]


def _nickname(lines: Sequence[str], name: str) -> str | None:
    """What the first line that calls somebody by another name calls him."""
    return next((said for line in lines for said in called.nicknames(line, name)), None)


def under_headings(text: str) -> list[Person]:
    """Those listed below a heading that says they are people, or beside their office, as some
    glossaries have them."""
    return _gathered(
        (x, [*mentions.office(x), *named]) for x, named in listings.entries(text, runs=False)
    )


def _gathered(found_in: Iterable[tuple[str, Sequence[Named]]]) -> list[Person]:
    """The people that lines name, with the first role and office that one of them gives."""
    found: dict[str, Person] = {}
    offices: dict[str, str] = {}
    for line, named in found_in:
        alone = len({name.casefold() for name, _ in named}) == 1
        for name, role in named:
            known = found.get(name.casefold())
            if known is None or (known.role is None and role is not None):
                found[name.casefold()] = Person(
                    name=name,
                    role=role,
                    email=_only(EMAIL.findall(line)) if alone else None,
                    phone=_only(phones(line)) if alone else None,
                    passage=line.strip(" -•*\t")[:200],
                )
        if held := mentions.held(line):
            offices.setdefault(*held)
    people = _whole(list(found.values())[:MOST])
    return [replace(p, office=offices.get(p.name.casefold())) for p in people]


def _with_more(found: Sequence[Person], more: Sequence[Person]) -> list[Person]:
    """The people with what more is known of them, and those who are named only there."""
    people = {person.name.casefold(): person for person in found}
    for other in more:
        name = other.name.casefold()
        people[name] = completed(people.get(name, other), other)
    return list(people.values())[:MOST]


def _whole(people: list[Person]) -> list[Person]:
    """Without who is named by a surname alone and in full elsewhere: "M. Le Goff"."""
    names = [person.name.casefold() for person in people]
    return [p for p in people if not any(n.endswith(f" {p.name.casefold()}") for n in names)]


def corrected(corrections: Mapping[str, str], terms: Mapping[str, str]) -> list[Person]:
    """The people among what a glossary says is meant where something else is heard."""
    return [
        Person(name=name, passage=f"{wrong} -> {right}")
        for wrong, right in corrections.items()
        if right not in terms and (name := name_of(right)) is not None
    ]


def _only(addresses: Sequence[str]) -> str | None:
    """The address of a line, if it has no other."""
    return addresses[0] if len(addresses) == 1 else None
