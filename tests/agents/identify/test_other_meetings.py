"""Two meetings unlike the example, from their documents' text and what was said to the names."""

from collections.abc import Sequence

import pytest

from agents.clean.logic import corrected
from agents.context import cv, logic, people
from agents.context.glossary import glossary_of
from agents.identify.names import Known
from tests.agents.identify.conversations import namings

ENGLISH = (
    """# Samuel Okonkwo ("Sam")
**Head of data**, Northbridge Bank
## Experience
## Skills
""",
    """Agenda - data review
Chair: Priya Raman
Attendees:
- Grace O'Connor, compliance
- Tomasz Kowalski
- Ingrid Larsen (excused)
1. Migration - Tomasz Kowalski
""",
    """Glossary
| Heard | Correct |
| --- | --- |
| tow mash, Tomash | Tomasz |
| cafe car | Kafka |
""",
)
ENGLISH_SAID = [
    ("A", "Good morning, I'm Priya and I chair this review. Sam, can you begin?"),
    ("B", "Sure. We moved the last tables to cafe car on Monday, as Ingrid asked."),
    ("A", "Thanks, Sam. Next up is Tow mash."),
    ("C", "The migration took two nights and nothing was lost."),
    ("A", "Thank you, Tomash. Grace, are you happy with that?"),
    ("D", "Yes, as long as the logs are kept for a year."),
    ("E", "May I add a word about the costs?"),
]
FRENCH = (
    "Nom : BENALI\nPrénom : Ahmed\nIngénieur réseaux, Métropole de Lyon\nFORMATION\nEXPÉRIENCE\n",
    """Compte rendu du comité
Présents : Sophie Bernard, Mme Chloé MARTIN-ROUX, Hugo Petit (excusé)
""",
    """Glossaire
Erreurs fréquentes :
Chloé (souvent entendu : « Cléo »)
Bernard (et non Bernart)
""",
)
FRENCH_SAID = [
    ("A", "Bonjour à tous, je me présente : Sophie Bernart. Ahmed, où en est le réseau ?"),
    ("B", "Il tient, nous l'avons essayé avec Hugo la semaine dernière."),
    ("A", "Merci pour ces nouvelles, Ahmed. Je donne la parole à Cléo Martin-Roux."),
    ("C", "Le contrat est valable jusqu'en mars, comme le disait Hugo."),
    ("D", "Et après mars, que se passe-t-il ?"),
]


def named(documents: Sequence[str], said: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    corrections: dict[str, str] = {}
    known: list[logic.Person] = []
    for text in documents:
        if logic.kind_of(text) == "glossary":
            corrections |= glossary_of(text).corrections
        owner = cv.owner_of(text) if logic.kind_of(text) == "cv" else None
        known += [owner] if owner else people.listed(text)
    everybody = [Known(p.name, "a document", company=p.company, alias=p.alias) for p in known]
    recognised = [(who, corrected(text, corrections)) for who, text in said]
    found = namings(recognised, people=everybody)
    return {speaker: naming.name for speaker, naming in found.items()}


@pytest.mark.parametrize(
    ("documents", "said", "expected"),
    [
        (
            ENGLISH,
            ENGLISH_SAID,
            {
                "A": "Priya Raman",
                "B": "Samuel Okonkwo",
                "C": "Tomasz Kowalski",
                "D": "Grace O'Connor",
                "E": None,
            },
        ),
        (
            FRENCH,
            FRENCH_SAID,
            {"A": "Sophie Bernard", "B": "Ahmed Benali", "C": "Chloé Martin-Roux", "D": None},
        ),
    ],
    ids=["english", "french"],
)
def test_whoever_is_in_a_document_and_spoken_to_is_named_and_nobody_else(
    documents: Sequence[str],
    said: Sequence[tuple[str, str]],
    expected: dict[str, str | None],
) -> None:
    assert named(documents, said) == expected
