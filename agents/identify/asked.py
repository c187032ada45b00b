"""Who is asked who he is, and the name with which he answers: pure."""

import re

from agents.identify.phrases import GREETING, NAME, Said, opened, owned, sentences, to_you

# "And you are?", "Votre prénom, s'il vous plaît ?", "Which Dan is it?"
_WHO = re.compile(
    r"\b(?:(?:vous êtes|tu es|you are)\s*\?|(?:qui|who) (?:êtes[- ]vous|es[- ]tu|are you|am I)\b"
    r"|(?:votre|ton|your) (?:pré|first |full )?n[oa]me?\b"
    r"|what do (?:they|people|we|I) call you|who have I got|à qui ai-je l['’]honneur"
    r"|comment (?:vous appelez-vous|t['’]appelles[- ]tu|(?:vous vous appelez|tu t['’]appelles))"
    r"|(?:which|quelle?) (?-i:[A-ZÀ-Þ])[\w'’-]+ (?:is it|is this|is that|est-ce|c['’]est))",
    re.IGNORECASE,
)
# Of whoever is heard for the first time. It may be asked of somebody on a picture, too.
_WHO_IS_THERE = re.compile(
    r"\b(?:c['’]est qui|qui (?:parle|est là)|who(?:['’]s| is) (?:this|that|it|there|speaking))"
    r"(?:,? (?:sorry|pardon))?\s*\?",
    re.IGNORECASE,
)
# "And this gentleman?", "Et vous, monsieur ?", "Madame, au bout ?"
_WHOM = (
    r"(?:th(?:is|e|at) (?:(?:young )?(?:gentleman|lady|man|woman))|monsieur|madame|mademoiselle)"
)
_TURNED_TO = re.compile(
    rf"^(?:(?:(?:and|et) )?{_WHOM}"
    r"(?:,? (?!que |what |how |why |comment |pourquoi )[^?.!,]{0,30})?"
    rf"|(?:and|et) (?:you|vous|toi)(?:, (?:sir|madam|{_WHOM}))?)\s*\?$",
    re.IGNORECASE,
)
# "Would the panel say who they are?", "on a une tête nouvelle."
_ROUND = re.compile(
    r"\b(?:(?:say|tell us) who (?:you|they|we) (?:all )?are|dire? qui (?:vous êtes|tu es)"
    r"|introduce (?:yourself|yourselves|themselves|ourselves)"
    r"|(?:se|nous|vous|te) présent(?:ent|er|ons|ez)\b|présentez-vous|présente-toi|tour de table"
    r"|new (?:face|starter|colleague)|nouvelle tête|tête nouvelle|nouveau visage|round of names)",
    re.IGNORECASE,
)
_OF_A_THIRD = re.compile(r"[.,!]?\s*(?:il|elle|ils|elles|lui|he|she|they|who|qui)\b", re.IGNORECASE)
_AT_FIRST = (
    r"(?:(?:[Oo]ui|[Yy]es|[Ee]uh|[Uu]m|[Ss]orry|[Pp]ardon|[Bb]onjour|[Hh]ello|[Hh]i|[Oo]h"
    r"|[Aa]lors)[,.]? ){0,3}"
)
_GIVEN = re.compile(
    rf"^{_AT_FIRST}(?:(?:[Mm]oi,? )?[Cc]['’]est |[Ii]t['’]s |[Tt]his is )?{NAME}(?=[.,!]|$)"
)
# "Bonjour Ana" greets her, "Hi. Ana. First day" is hers.
_OWN = re.compile(
    rf"^(?:(?:[Oo]ui|[Yy]es|[Ee]uh|[Uu]m|[Ss]orry|[Oo]h|[Aa]lors|[Mm]oi|{GREETING})[,.!] ){{0,3}}"
    rf"{NAME}(?=[.,]|$)"
)


def for_name(text: str, *, first: bool) -> bool:
    """Whether the words end with asking who he is of somebody; `first` if he has not spoken yet."""
    last = "".join(sentences(text)[-1:])
    return bool(_WHO.search(last) or (first and _WHO_IS_THERE.search(last)))


def for_word(text: str) -> bool:
    """Whether the words end with turning to somebody whose name is not said."""
    return bool(_TURNED_TO.search("".join(sentences(text)[-1:])))


def all_for_names(text: str) -> bool:
    """Whether the words ask all, or somebody new, to say who they are."""
    return bool(_ROUND.search(" ".join(sentences(text)[-2:])))


def given(text: str) -> Said | None:
    """The name with which a reply begins to who one is: "Léa. Je suis la fille de Paul."."""
    return _said(_GIVEN, text.strip())


def volunteered(text: str) -> Said | None:
    """The name with which somebody begins who was not asked for it in so many words: nothing in
    the sentence is said to anybody else."""
    first = "".join(sentences(text)[:1])
    said = _said(_OWN, text.strip())
    return None if said is None or to_you(first) or "?" in first else said


def _said(pattern: re.Pattern[str], text: str) -> Said | None:
    match = pattern.match(text)
    if match is None or owned(match) or opened(match) or _OF_A_THIRD.match(text, match.end()):
        return None
    return Said(match["name"], match[0].strip(), title=match["title"] or "")
