"""People in lines of their own: contact sheets, "who's who", signatures."""

import pytest

from agents.context import people
from agents.context.extract import text_of

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


def test_a_heading_above_a_name_is_no_role() -> None:
    text = "Les intervenants\nAna Roy\nProfesseure\n\nTom Baker\nUrbaniste"
    found = {p.name: p.role for p in people.listed(text)}
    assert found == {"Ana Roy": "Professeure", "Tom Baker": "Urbaniste"}


@pytest.mark.parametrize(
    ("line", "name", "alias"),
    [
        ("Beatrix (Bea) Roy", "Beatrix Roy", "Bea"),
        ('Robert "Bob" Roy', "Robert Roy", "Bob"),
        ("Emmanuel Roy (dit Manu)", "Emmanuel Roy", "Manu"),
        ("Ana Roy (she/her)", "Ana Roy", None),
        ("Dr Ana Roy", "Ana Roy", None),
    ],
)
def test_a_card_says_what_somebody_is_called(line: str, name: str, alias: str | None) -> None:
    found = {p.name: p.alias for p in people.listed(f"{line}\nChair\n\nTom Low\nTreasurer")}
    assert found == {name: alias, "Tom Low": None}


@pytest.mark.parametrize(
    ("below", "role"),
    [
        ("Maîtresse de conférences, elle étudie les crues.", "Maîtresse de conférences"),
        ("Engineer at Northbridge. He likes\nto walk.", "Engineer at Northbridge"),
        ("Professeure d'hydrologie, à l'université\nde Caen,",
         "Professeure d'hydrologie, à l'université de Caen"),
        ("Mayor since 2014 and vice-president of the\nwater board. Joiner.",
         "Mayor since 2014 and vice-president of the water board"),
        ("Practitioner and doctor of medicine\nroom 17", "Practitioner and doctor of medicine"),
    ],
)  # fmt: skip
def test_a_biography_says_first_what_somebody_does(below: str, role: str) -> None:
    found = {p.name: p.role for p in people.listed(f"Ana Roy\n{below}\n\nTom Low\nTreasurer")}
    assert found == {"Ana Roy": role, "Tom Low": "Treasurer"}


def test_a_card_like_the_others_needs_no_usual_work() -> None:
    text = (
        "Ana Roy\nTreasurer\next. 12\nTom Low\nBoats and nets\next. 14\nGreen Quay\nold port\n"
        "since 1900\nEve Sandys\nSecretary\next. 15"
    )
    assert {p.name: p.role for p in people.listed(text)} == {
        "Ana Roy": "Treasurer",
        "Tom Low": "Boats and nets",
        "Eve Sandys": "Secretary",
    }


def test_biographies_may_have_the_surname_first() -> None:
    text = "ROY, ANA\nProfessor of law.\n\nDE WITT, RUBEN\nSurveyor.\n\nLOW, TOM\nHe sails."
    assert [p.name for p in people.listed(text)] == ["Ana Roy", "Ruben De Witt", "Tom Low"]
    places = "LYON, PARIS\nVilles.\n\nAna Roy\nProfesseure\n\nTom Low\nJuriste"
    assert [p.name for p in people.listed(places)] == ["Ana Roy", "Tom Low"]


def test_the_people_of_a_page_of_portraits_are_read() -> None:
    told = [("Nils Aarre", "Directeur"), ("Ève Oulès", "Économe"), ("Sami Bekkouche", "Comptable")]
    cells = "".join(f"<td>{name}<br>{role}<br>poste 12</td>" for name, role in told)
    page = f"<html><title>Extranet B2B - Qui ?</title><table><tr>{cells}</tr></table></html>"
    text = text_of("page.html", page.encode(), max_bytes=10_000, max_pages=5)
    assert [(p.name, p.role) for p in people.listed(text)] == told


def test_who_signs_alone_at_the_end_is_told_by_his_office() -> None:
    text = "You are summoned.\n\n1  Apologies\n\nAna Roy\nTown Clerk\n\nclerk@example.org"
    assert [(p.name, p.role) for p in people.listed(text)] == [("Ana Roy", "Town Clerk")]
    # Not amid a text, and not above a thing.
    amid = text.replace("clerk@", "One\n\nTwo\n\nThree\n\nclerk@")
    assert people.listed(amid) == []
    assert people.listed("Programme\n\nPlace Royale\nGrande salle") == []
