"""Whom documents list as excused or absent."""

from pathlib import Path

import pytest

from agents.context import people
from agents.context.absent import absent_in, marked
from agents.enrich.logic import known
from tests.agents.identify.documents import context


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Excusés : Paul Garnier, Zoé Martin", ["Paul Garnier", "Zoé Martin"]),
        ("Absents : M. Paul GARNIER et Mme Martin", ["Paul GARNIER", "Martin"]),
        ("Absent(e)s excusé(e)s : Ana Roy", ["Ana Roy"]),
        ("Étaient absents excusés : Ana Roy", ["Ana Roy"]),
        ("Excusée : Mme Ana ROY (pouvoir à M. Petit)", ["Ana ROY"]),
        ("Excusé : M. Luc Petit donne pouvoir à Ana Roy", ["Luc Petit"]),
        ("Apologies: H. Whitcombe", ["H. Whitcombe"]),
        ("Apologies for absence: Ana Roy and Tom Baker", ["Ana Roy", "Tom Baker"]),
        ("Regrets: Tom Baker", ["Tom Baker"]),
        ("Menuiserie : Bois du Nord – M. Ahmed Kaci (excusé)", ["Ahmed Kaci"]),
        ("| Ana Roy | absente |", ["Ana Roy"]),
        ("Absents :\n- Al Roy, maire\n- Zoé Petit\nPrésents :\n- Al Ba", ["Al Roy", "Zoé Petit"]),
        ("## Excusés\n\n- Ana Roy\n\nOrdre du jour\nZoé Martin", ["Ana Roy"]),
        ("Away: Ana Roy, until the 12th", ["Ana Roy", "until the 12th"]),
        ("En congé : Ana Roy", ["Ana Roy"]),
        ("  Dr Ana Roy     medical director, Harbour    declined", ["Ana Roy"]),
        ("Ana Roy (a décliné)", ["Ana Roy"]),
        ("Tom Baker      tentative", []),
        ("Ana Roy – infirmière, en congé jusqu'au 1er mars", ["Ana Roy"]),
        ("- Professor Ana Roy, chemistry (unable to attend)", ["Ana Roy"]),
        ("Ana Roy (on leave)", ["Ana Roy"]),
        ("ROY | Ana | titulaire | excusée", ["ROY", "Ana", "titulaire"]),
        ("Étaient excusés : Ana Roy,\nTom Baker", ["Ana Roy", "Tom Baker"]),
        ("Excusez-nous : Ana Roy", []),
        ("Présents : Ana Roy", []),
        ("ATTENDEE (declined): A. Roy", ["A. Roy"]),
        ("Guest (accepted): A. Roy", []),
        ('ATTENDEE;CN="Ana Roy";PARTSTAT=DECLINED:mailto:a@x.org', ["Ana Roy"]),
        ('ATTENDEE;PARTSTAT=DECLINED;CN="Ana Roy":mailto:a@x.org', ["Ana Roy"]),
        ("ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana Roy:mailto:a@x.org", []),
        ("Regrets éternels\nAna Roy", []),
    ],
)  # fmt: skip
def test_who_is_absent_is_listed(text: str, names: list[str]) -> None:
    assert absent_in(text) == names


@pytest.mark.timeout(60)
def test_a_document_of_blanks_is_gone_through_once() -> None:
    lines = ["Ana Roy" + " " * 900 + end for end in ("x", "- x", ", x", "(")]
    assert absent_in("\n".join(lines * 50)) == []


@pytest.mark.parametrize(
    ("listed", "name", "absent"),
    [
        ("H. Whitcombe", "Helen Whitcombe", True),
        ("TEISSIER Hubert", "Hubert Teissier", True),
        ("Le Goff", "Thierry Le Goff", True),
        ("Zoé", "Zoé Martin", True),
        ("Martin", "Zoé Martin", False),
        ("J. Whitcombe", "Helen Whitcombe", False),
    ],
)
def test_somebody_is_absent_whom_the_list_means_alone(listed: str, name: str, absent: bool) -> None:
    others = ["Paul Martin", *([] if name == "Zoé Martin" else ["Zoé Martin"])]
    found = marked([{"name": one} for one in (name, *others)], [listed])
    assert (found[0]["name"], found[0]["absent"]) == (name, absent)


@pytest.mark.parametrize(
    "text",
    [
        "Absents : Ana Roy, Luc Petit",
        "Absentes\n- Ana Roy\n- Luc Petit",
        "Regrets: Ana Roy and Luc Petit",
    ],
)
def test_who_is_absent_is_known_by_name(text: str) -> None:
    assert [p.name for p in people.listed(text)] == ["Ana Roy", "Luc Petit"]


CV = "Helen Whitcombe\nHarbour master\nExperience\nEducation"
AWAY = "Present: Tom Baker\nApologies: H. Whitcombe"


def absent_by(tmp_path: Path, *documents: str) -> dict[str, bool]:
    files = [tmp_path / f"{number}.txt" for number in range(len(documents))]
    for file, text in zip(files, documents, strict=True):
        file.write_text(text)
    return {p.name: p.absent for p in known(context(files, tmp_path / "objects")["people"])}


@pytest.mark.parametrize("title", ["Agenda", "Minutes of the board", "Board minutes\nAgenda"])
def test_a_document_tells_that_the_owner_of_a_cv_is_absent(tmp_path: Path, title: str) -> None:
    found = absent_by(tmp_path, CV, f"{title}\n{AWAY}")
    assert found == {"Helen Whitcombe": True, "Tom Baker": False}


@pytest.mark.parametrize(
    ("title", "absent"),
    [
        ("HARBOUR BOARD\nMinutes of the meeting of 3 May", False),
        ("Port de Rezé\nPROCÈS-VERBAL", False),
        ("CR n° 22 – quai", False),
        ("Port de Rezé – Compte rendu hebdomadaire", False),
        ("Board minutes\nAgenda: quay", False),
        ("Minutes: Ana Roy", True),
        ("Agenda\nMinutes of the meeting of 3 May", True),
        ("Board", True),
    ],
)
def test_minutes_beside_an_agenda_are_of_an_earlier_meeting(
    tmp_path: Path, title: str, absent: bool
) -> None:
    found = absent_by(tmp_path, CV, f"{title}\n{AWAY}", "Agenda\n1. Quay")
    assert found["Helen Whitcombe"] is absent


@pytest.mark.parametrize(
    ("announcement", "absent"),
    [
        ("You are summoned to attend the meeting of 9 May in the Council Chamber.", False),
        ("De : Zoé Petit\nObjet : bureau\n\nLa présidente vous convie jeudi à 20 h.", False),
        ("Programme\n19 h Accueil", False),
        ("Petition\nWe ask for the ramps that were promised.", True),
        ("Curriculum vitae\nTom Baker\nExperience\nBuilt the programme\nEducation\nLeeds", True),
    ],
)
def test_so_are_minutes_beside_what_announces_a_meeting(
    tmp_path: Path, announcement: str, absent: bool
) -> None:
    found = absent_by(tmp_path, CV, f"Minutes of the meeting of 3 May\n{AWAY}", announcement)
    assert found["Helen Whitcombe"] is absent


@pytest.mark.parametrize("name", ["PV_bureau_12_juin.txt", "CR-hebdo.txt", "minutes 3 May.txt"])
def test_minutes_may_be_told_by_their_files_name(tmp_path: Path, name: str) -> None:
    files = [tmp_path / "cv.txt", tmp_path / name, tmp_path / "ordre_du_jour.txt"]
    for file, text in zip(files, [CV, f"Board\n{AWAY}", "1. Quay"], strict=True):
        file.write_text(text)
    people = known(context(files, tmp_path / "objects")["people"])
    assert not any(person.absent for person in people)


@pytest.mark.parametrize("line", ["Ana Roy, excusée", "Away: Ana Roy, until Monday"])
def test_to_be_excused_is_no_role(line: str) -> None:
    assert [(p.name, p.role) for p in people.listed(line)] == [("Ana Roy", None)]


def test_what_somebody_is_stands_beside_his_being_absent() -> None:
    [person] = people.listed("Dr Ana Roy, chemist (unable to attend)")
    assert person.role == "chemist"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["Absents :\n", "Ana Roy\n", "absent " * 140 + "x\n", "(à (\n"])
def test_the_absent_are_soon_found_in_a_long_text(piece: str) -> None:
    assert len(absent_in(piece * (1_000_000 // len(piece)))) <= 40


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Présents : Ana Roy, Luc Petit (excusé)", ["Luc Petit"]),
        ("Members: Ana Roy (treasurer), Tom Bell (on annual leave)", ["Tom Bell"]),
        ("Présents : Ana Roy, Luc Petit (excusés)", ["Ana Roy", "Luc Petit"]),
        ("Bell, Tom (apologies)", ["Bell", "Tom"]),
    ],
)
def test_brackets_behind_several_are_of_the_last(line: str, names: list[str]) -> None:
    assert absent_in(line) == names
