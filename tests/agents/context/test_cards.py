"""People in lines of their own: contact sheets, "who's who", signatures."""

import pytest

from agents.context import people

SHEET = """\
Projet Passerelle

Ana Roy
Cheffe de projet
Ville de Rezé
02 40 11 22 33
ana@example.org

Luc Petit
Ingénieur structure
06 22 33 44 55 / 06 22 33 44 66

Urgences
Mairie de Rezé : 02 40 84 43 00
"""


def test_everybody_on_a_contact_sheet_has_what_stands_below_his_name() -> None:
    found = [(p.name, p.role, p.email, p.phone) for p in people.listed(SHEET)]
    assert found == [
        ("Ana Roy", "Cheffe de projet", "ana@example.org", "02 40 11 22 33"),
        ("Luc Petit", "Ingénieur structure", None, None),
    ]


def test_cards_may_stand_without_a_blank_between_them() -> None:
    text = "Ana Roy\nChief Executive Officer\nData Platform\n12 engineers\nTom Baker\nHead of Data"
    found = [(p.name, p.role) for p in people.listed(text)]
    assert found == [("Ana Roy", "Chief Executive Officer"), ("Tom Baker", "Head of Data")]


@pytest.mark.parametrize(
    "text",
    [
        "Chief Executive\nAna Roy\nHead of Data\nTom Baker",
        "Green Energy\nHead of Unit\nAna Roy\n\nBlue Energy\nHead of Unit\nTom Baker",
        "Green Energy\nDirectrice générale",
    ],
)
def test_a_role_above_a_name_is_not_taken_for_the_one_below(text: str) -> None:
    assert people.listed(text) == []


def test_whoever_signs_has_the_office_above_his_name() -> None:
    text = "Bien à vous,\nBelle Île\n\nLa présidente,\n\nAna Roy"
    assert [(p.name, p.role) for p in people.listed(text)] == [("Ana Roy", "présidente")]


@pytest.mark.parametrize(
    ("end", "role"),
    [
        ("Yours sincerely,\n\n\nAna Roy\nBranch Secretary", "Branch Secretary"),
        ("Kind regards\n\nAna Roy\nClerk to the Trustees\n(part-time)", "Clerk to the Trustees"),
        ("Bien cordialement,\nAna Roy\nCheffe de service\n04 00", "Cheffe de service"),
        ("Recevez, Madame, nos salutations distinguées.\n\nAna ROY", None),
        ("Best wishes,\nAna Roy\nThe Old Mill", None),
        ("La directrice,\n\nsigné\n\nAna ROY", "directrice"),
        ("Pour le maire,\nla secrétaire de séance\n\nAna ROY\nassemblées", "secrétaire de séance"),
    ],
)
def test_whoever_ends_a_letter_wrote_it(end: str, role: str | None) -> None:
    letter = f"Chère équipe,\nTravaux à Belle Île.\n\n{end}"
    assert [(p.name, p.role) for p in people.listed(letter)] == [("Ana Roy", role)]


@pytest.mark.parametrize("line", ["Regards croisés", "Kind regards to", "directrice", "signé"])
def test_other_lines_end_no_letter(line: str) -> None:
    assert people.listed(f"{line}\n\nBelle Île") == []


def test_a_signature_gives_the_particulars_of_whoever_is_known() -> None:
    text = "From: Ana Roy\nSubject: Plan\n\nAna Roy\nHead of Data | Larkfield\n+44 20 7946 0812"
    [person] = people.listed(text)
    assert (person.name, person.role, person.phone) == (
        "Ana Roy",
        "Head of Data",
        "+44 20 7946 0812",
    )


BADGES = """\
Qui est qui ?
|  |
Ana Roy-Lefort Directrice poste 2001 | Luc Petit Logistique et travaux poste 2004
Marie Anne Le Goff Secrétaire générale | Zoé Martin (dite Zaza) Cheffe de cuisine, jour bip 12
Élise Bernard Infirmière bip 31
Pont Neuf Entrée nord | Marché de Noël Place Haute
"""


def test_below_a_photo_stands_who_it_is() -> None:
    assert [(p.name, p.role, p.alias) for p in people.listed(BADGES)] == [
        ("Ana Roy-Lefort", "Directrice", None),
        ("Luc Petit", "Logistique et travaux", None),
        ("Marie Anne Le Goff", "Secrétaire générale", None),
        ("Zoé Martin", "Cheffe de cuisine, jour", "Zaza"),
        ("Élise Bernard", "Infirmière", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Val Fleuri Directrice poste 20 | Beau Lieu Entrée nord",
        "Pompe Primaire Alimente | Vanne Haute Ferme\nPorte Nord Ouvre | Vanne Basse Ferme",
    ],
)
def test_other_cells_are_nobodys(text: str) -> None:
    assert people.listed(text) == []
