"""The offices by which a document introduces people."""

import pytest

from agents.context import people


@pytest.mark.parametrize(
    ("text", "role", "office"),
    [
        ("Présidente : Ana Roy", None, "Présidente"),
        ("Présidente de séance : Mme Ana ROY", None, "Présidente de séance"),
        ("Chair: Prof. Ana Roy", None, "Chair"),
        ("Présents : Ana Roy\nSecrétaire : Ana Roy", None, "Secrétaire"),
        ("Trésorière : Ana Roy", "Trésorière", "Trésorière"),
        ("Présents : Ana Roy (trésorière)", "trésorière", None),
        ("Present: Ana Roy (Chair)", "Chair", None),
        ("Present: Ana Roy (Marketing Director)", "Marketing Director", None),
        ("Present: Ana Roy (notes)", None, None),
        ("Minutes: Ana Roy", None, None),
        ("Mediator: Ana Roy, Harbour Mediation", None, "Mediator"),
        ("Keeper: The Revd Ana Roy, Old Abbey Works", None, "Keeper"),
        ("Churchwardens' report: Ana Roy", "Churchwardens' report", "Churchwardens' report"),
        ("Convener: Ana Roy, welder", "welder", "Convener"),
    ],
)
def test_somebody_has_the_office_beside_his_name(
    text: str, role: str | None, office: str | None
) -> None:
    assert [(p.name, p.role, p.office) for p in people.listed(text)] == [("Ana Roy", role, office)]
