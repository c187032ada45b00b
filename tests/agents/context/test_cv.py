"""CVs, and what tells them from other documents."""

from pathlib import Path

import pytest

from agents.context import cv, logic

CONTEXT = Path(__file__).parents[3] / "examples" / "panel" / "context"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jean-Marc PETIT (dit « John »)", "Jean-Marc Petit"),
        ("Dr Marie DUBOIS", "Marie Dubois"),
        ("Tom Baker", "Tom Baker"),
        ("CURRICULUM VITAE", None),
        ("PERSONAL INFORMATION", None),
        ("12, quai des Exemples, 69002 Lyon", None),
        ("Ingénieur de données (data engineer)", None),
    ],
)
def test_a_name_is_told_from_other_lines(line: str, name: str | None) -> None:
    assert logic.name_in(line) == name


def test_a_cv_gives_its_owner_with_what_stands_in_it() -> None:
    text = (CONTEXT / "CV_Marie_Dubois_Expert.txt").read_text()
    person = cv.owner_of(text)
    assert person is not None
    assert (person.name, person.company) == ("Marie Dubois", "Université de Bordeaux")
    assert person.email == "marie.dubois@univ-bordeaux.example.org"
    assert logic.checked(person, text) == person


@pytest.mark.parametrize(
    ("text", "role", "company"),
    [
        ("Tom BAKER\nEngineer at Horizon Ltd", "Engineer at Horizon Ltd", "Horizon Ltd"),
        ("Tom Baker\nHead of Data, Northbridge Bank", "Head of Data, Northbridge Bank",
         "Northbridge Bank"),
        ("Name: Dr. Tom Baker\nPosition: Senior Economist\nCompany: OECD", "Senior Economist",
         "OECD"),
        ("Luc Fontaine, né le 3 mai 1980\nJuriste, Métropole de Lyon", "Juriste, Métropole de Lyon",
         "Métropole de Lyon"),
        ("CLAIRE VASSEUR, MRCP\nConsultant Physician", "Consultant Physician", None),
        ("Claire Vasseur\nClaire Vasseur, Turin 2023\nJuriste", "Juriste", None),
        ("Claire Vasseur\nCTO\nHorizon", "CTO", None),
        ("Claire Vasseur\nEXPÉRIENCE\nIncident manager", "Incident manager", None),
        ("Claire Vasseur\nCONTACT\nIncident manager", "Incident manager", None),
        ("Claire Vasseur\nCONTACT\nclaire@example.org\nEXPÉRIENCE", None, None),
    ],
)  # fmt: skip
def test_a_cv_says_what_its_owner_does_and_where(
    text: str, role: str | None, company: str | None
) -> None:
    person = cv.owner_of(text)
    assert person is not None
    assert (person.role, person.company) == (role, company)


@pytest.mark.parametrize(
    ("line", "name", "alias"),
    [
        ("Jean-Marc PETIT (dit « John »)", "Jean-Marc Petit", "John"),
        ('Robert "Bob" Smith, engineer', "Robert Smith", "Bob"),
        ("Wei Chen (known as Wendy) – lawyer", "Wei Chen", "Wendy"),
        ("Ana Roy (Paris)", "Ana Roy", None),
        ("Ana Roy – agence « Horizon »", "Ana Roy", None),
        ("# Tom Baker", "Tom Baker", None),
        ("**Name:** Tom Baker", "Tom Baker", None),
        ("Tom Baker's CV", "Tom Baker", None),
        ("CV de Jean Dupont", "Jean Dupont", None),
        ("Curriculum vitae – Jean Dupont", "Jean Dupont", None),
        ("DUPONT Jean", "Jean Dupont", None),
        ("LE GOFF Marie-Anne", "Marie-Anne Le Goff", None),
        ("Nom : DUPONT\nPrénom : Jean", "Jean Dupont", None),
        ("First name(s) / Surname(s) | Jean Dupont", "Jean Dupont", None),
        ("Nom | DUPONT MARTIN\nPrénom | Jean", "Jean Dupont Martin", None),
        ("Nom et prénom : DUPONT Jean", "Jean Dupont", None),
        ("Photo : Studio Nord\nJean\nDUPONT\nj.dupont@x.org", "Jean Dupont", None),
        ("POSTE VISÉ\nA\nB\nC\nD\nE\nF\nG\nJean DUPONT\njdupont@x.org", "Jean Dupont", None),
    ],
)
def test_a_cv_says_what_its_owner_is_called(line: str, name: str, alias: str | None) -> None:
    person = cv.owner_of(f"CURRICULUM VITAE\n{line}\nFormation")
    assert person is not None
    assert (person.name, person.alias) == (name, alias)


@pytest.mark.parametrize(
    "name",
    [
        *("John F. Kennedy", "J. R. Smith", "J.-P. Roy", "John F Kennedy"),
        *("Ursula von der Leyen", "Maria da Silva", "Leonardo di Caprio", "Mohammed bin Salman"),
        *("Juan dos Santos", "Anne d'Ornano"),
    ],
)
def test_a_name_may_have_particles_and_initials(name: str) -> None:
    person = cv.owner_of(f"{name}\nSoftware Engineer\nExperience\nEducation")
    assert person is not None
    assert (person.name, person.role) == (name, "Software Engineer")


@pytest.mark.parametrize("line", ["Paris\nLOGISTIQUE", "A\nB\nC\nD\nE\nF\nAna PETIT"])
def test_what_no_address_bears_out_is_not_taken_for_a_name_in_two_lines_or_below(line: str) -> None:
    assert cv.owner_of(f"Profil\nDate\n{line}\nj.dupont@example.org\nFormation") is None


@pytest.mark.parametrize(
    "title", ["Software Engineer", "Chargée de Mission", "Head of Data", "Développeuses Web"]
)
def test_the_title_of_a_job_is_no_name(title: str) -> None:
    assert cv.owner_of(f"5 rue de Lyon\n{title}\nExperience\nEducation") is None


def test_a_birthday_and_years_of_work_are_no_phone_number() -> None:
    head = "Marie Dubois\nNée le 12.03.1985\nIngénieure\n"
    born = cv.owner_of(f"{head}Tél : 06 12 34 56 78\n2015 - 2018 Alstom")
    without = cv.owner_of(f"{head}2015 - 2018 Alstom")
    assert born is not None
    assert without is not None
    assert (born.phone, without.phone) == ("06 12 34 56 78", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tom Baker\n\n## Work history\n2019 Horizon Ltd\n\n## Skills\nKafka", "cv"),
        ("PARCOURS\n2014 Horizon\nDIPLÔMES\n2010 Licence", "cv"),
        ("We need people with skills. Their languages and their career matter to us.", "other"),
        ("GLOSSAIRE\nexpérience : essai\nformation : apprentissage", "glossary"),
        ("Ordre du jour\n1. Budget", "agenda"),
        ("Compte rendu\n1. Révision du glossaire\nelu -> élu\nchargé -> chargée\nelus -> élus",
         "other"),
        ("Voici le lexique que la ville emploie depuis l'an dernier.\nPLU : plan", "other"),
        ("elu -> élu\nKouamé -> Kwame\nOrizon -> Horizon", "glossary"),
    ],
)  # fmt: skip
def test_a_document_is_told_by_its_words_and_headings(text: str, kind: str) -> None:
    assert logic.kind_of(text) == kind


@pytest.mark.parametrize(
    ("head", "name", "role"),
    [
        ("Ève OULÈS\t\teve@example.org\nCheffe de service", "Ève Oulès", "Cheffe de service"),
        ("Ève Oulès    06 00 11 22 33\nJuriste", "Ève Oulès", "Juriste"),
        ("Ève Oulès | Tél. : +33 6 00 11 22 33 | eve@example.org\nJuriste", "Ève Oulès", "Juriste"),
        ("Ève Oulès e-mail: eve@example.org\nJuriste", "Ève Oulès", "Juriste"),
        ("Curriculum vitae Ève Oulès\nJuriste", "Ève Oulès", "Juriste"),
        ("Ève Oulès – CV\nJuriste", "Ève Oulès", "Juriste"),
        ("OULÈS, Ève\nJuriste", "Ève Oulès", "Juriste"),
        ('Evelyne "Eve" Oulès\nJuriste', "Evelyne Oulès", "Juriste"),
        ("Adresse : 4, quai Nord\nÈve Oulès\nPermis B\nJuriste", "Ève Oulès", "Juriste"),
        ("Contact\nGrand Large\n\nÈve Oulès\nJuriste", "Ève Oulès", "Juriste"),
        ("Nom    OULÈS\nPrénom    Ève\nFonction    Juriste", "Ève Oulès", "Juriste"),
        ("Comité Technique\nÈve Oulès\nJuriste", "Ève Oulès", "Juriste"),
        ("Ève Place\nJuriste\neve.place@example.org", "Ève Place", "Juriste"),
    ],
)
def test_the_head_of_a_cv_may_hold_more_than_a_name(head: str, name: str, role: str) -> None:
    person = cv.owner_of(f"{head}\nFormation\nLicence\nLangues\nanglais")
    assert person is not None
    assert (person.name, person.role) == (name, role)


LONG = "FORMATION\n" + "\n".join(f"{year} cours" for year in range(1990, 2010))


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("Ève Oulès – page 1/2", "Ève Oulès"),
        ("Curriculum vitae – Ève OULÈS", "Ève Oulès"),
        ("p. 2 | Ève Oulès | eve@example.org", "Ève Oulès"),
        ("Page 1 of 2\fFin\nÈve Oulès, 2 / 2", "Ève Oulès"),
        ("Références : Ève Oulès", None),
        ("Ève Oulès, directrice", None),
        ("Page 1/2", None),
    ],
)
def test_a_cv_may_have_its_owner_at_the_foot_of_its_pages(foot: str, name: str | None) -> None:
    person = cv.owner_of(f"{LONG}\n{foot}")
    assert (person.name if person else None) == name


@pytest.mark.parametrize(
    ("said", "alias"),
    [
        ("People call me Eve.", "Eve"),
        ("Tout le monde m'appelle « Lyne »", "Lyne"),
        ("Also known as Lyne", "Lyne"),
        ("je m'appelle Evelyne", None),
        ("we call me back", None),
    ],
)
def test_a_cv_may_say_what_its_owner_is_called(said: str, alias: str | None) -> None:
    person = cv.owner_of(f"Evelyne Oulès\nJuriste\nFormation\n{said}")
    assert person is not None
    assert person.alias == alias


def test_words_of_a_cv_in_sentences_make_none() -> None:
    text = "Les intervenants\nÈve Oulès\nElle a une longue expérience des ports et des canaux"
    assert logic.kind_of(f"{text}\net une solide formation en droit de la mer du Nord.") == "other"


def test_a_name_in_two_lines_may_stand_behind_a_column_of_addresses() -> None:
    aside = [f"Compétence {i}" for i in range(12)]
    text = "\n".join(
        ["CONTACT", "a.roy@example.org", *aside, "", "Ana", "ROY", "Avocate", "FORMATION"]
    )
    owner = cv.owner_of(text)
    assert owner is not None
    assert (owner.name, owner.role) == ("Ana Roy", "Avocate")


def test_marks_and_labels_are_no_role() -> None:
    ruled = 'TOBIAS ("TOBY") HOLLIS\n=======\nSenior lecturer, acoustics\nt.hollis@example.org'
    owner = cv.owner_of(ruled)
    assert owner is not None
    assert (owner.role, owner.alias) == ("Senior lecturer, acoustics", "Toby")
    form = "Curriculum vitae\nSurname | HOLLIS\nGiven name | Tobias\nPlace of work | Leeds\n"
    owner = cv.owner_of(form + "Languages: English")
    assert owner is not None
    assert (owner.name, owner.role) == ("Tobias Hollis", None)
