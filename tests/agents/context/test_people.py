"""Whom agendas, minutes and glossaries name."""

from pathlib import Path

import pytest

from agents.context import cv, logic, people
from agents.context.extract import text_of
from agents.context.glossary import glossary_of
from benchmarks.hostile.media import tedious

CONTEXT = Path(__file__).parents[3] / "examples" / "panel" / "context"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", tedious())
def test_no_pattern_runs_for_ever_on_a_long_line(name: str) -> None:
    text = text_of(name, tedious()[name], max_bytes=1_000_000, max_pages=5)
    assert logic.kind_of(text) in ("cv", "glossary", "agenda", "other")
    assert len(people.listed(text)) <= people.MOST
    assert len(people.under_headings(text)) <= people.MOST
    owner = cv.owner_of(text)
    assert owner is None or owner.name == "Tom Baker"


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    [
        *(" " * 990 + "x", "Mme Ana ROY, membre de " * 40, "Monsieur " + "Ana, " * 190),
        *("ROY Ana (Dr) " * 75, "Mme Ana Roy, chef (" + "( " * 450, "A.-S. LE " * 110),
        *("nom;prenom\n" + '";' * 490, ". Excusés : Ana" * 60, "[18:02] " + "Ana Roy " * 100),
        *("Roy, Ana " * 100 + "- x", "ATTENDEE;" + "CN=Ana " * 130, "From: a\nTo: b\n" + ">" * 900),
        "Ana Roy Directrice poste 4001 | " * 12,
    ],
)
def test_a_long_text_of_long_lines_is_soon_read(piece: str) -> None:
    assert len(people.listed("\n".join([piece] * (100_000 // len(piece))))) <= people.MOST


AGENDA = """\
ORDRE DU JOUR – Comité de suivi du tramway
Participants : Luc Fontaine, Mme Nora BELKACEM et Paul de Witt (excusé)
1. Ouverture (Inès Garcia)
2. Budget Participatif, bilan présenté par Karim Haddad
- Sophie Martin – cheffe de projet, sophie@example.org
Salle Victor Hugo, Mardi Gras
Institut Horizon : partenaire
"""


def test_an_agenda_gives_those_it_names_and_nothing_that_only_has_capitals() -> None:
    found = {person.name: person for person in people.listed(AGENDA)}
    names = ["Luc Fontaine", "Nora Belkacem", "Paul de Witt", "Inès Garcia", "Karim Haddad"]
    assert list(found) == [*names, "Sophie Martin"]
    assert found["Sophie Martin"].role == "cheffe de projet"
    assert found["Sophie Martin"].email == "sophie@example.org"
    assert found["Inès Garcia"].passage == "1. Ouverture (Inès Garcia)"


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("09h00 Accueil – Sophie Bernard (directrice)", "Sophie Bernard", "directrice"),
        ("1. Welcome — Priya Raman, chair", "Priya Raman", "chair"),
        ("3. Hiring – Grace O'Connor", "Grace O'Connor", None),
        ("Sarah Cohen est directrice de recherche au CNRS.", "Sarah Cohen",
         "directrice de recherche au CNRS"),
        ("Tom Baker is the head of the service.", "Tom Baker", "head of the service"),
        ("Animation : Léa Roy, coordinatrice du projet", "Léa Roy", "coordinatrice du projet"),
        ("Secrétaire de séance : Paul Martin", "Paul Martin", None),
        ("Minutes: Jane Doe", "Jane Doe", None),
        ("9h00  Ouverture : Ana Roy, présidente de l'agence", "Ana Roy", "présidente de l'agence"),
        ("Presse : Ana Roy – ana@roy.example.org", "Ana Roy", None),
        ("14:00 Ana Roy – Mapping trees", "Ana Roy", None),
        ("In attendance: Ana Roy (notes)", "Ana Roy", None),
        ("Présentation : Ana Roy", "Ana Roy", None),
        ("Me Ana de La Roche, avocate", "Ana de La Roche", "avocate"),
        ("The case is heard by Judge Ana Roy.", "Ana Roy", None),
        ("Witness: PC Ana Reid", "Ana Reid", "Witness"),
        ("Pour : Ana d'Orval, urbaniste", "Ana d'Orval", "urbaniste"),
        ("Chair: Prof. Ana van der Meer", "Ana van der Meer", None),
        ("Joris VAN DEN BERG, farmer", "Joris van den Berg", "farmer"),
        ("DE LA FUENTE Carmen – trésorière", "Carmen De La Fuente", "trésorière"),
        ("BEN SALAH Mounir", "Mounir Ben Salah", None),
        ("Defence: Mr Ana Roy KC, Hartley Chambers", "Ana Roy", None),
        ("Officer in the case: DC Ana Roy", "Ana Roy", "Officer in the case"),
        ("Present: County Cllr Ana Roy", "Ana Roy", None),
        ("In attendance: PCSO Ana Roy", "Ana Roy", None),
        ("Assigned to: Ana Roy", "Ana Roy", None),
        ("Assigné à : Ana Roy", "Ana Roy", None),
        ("- [ ] @Ana Roy: write the runbook", "Ana Roy", None),
        ("Press: Ana Roy, ana@roy.example.org", "Ana Roy", None),
        ("6. Sortie – inscription auprès de Ana Roy (06 70 80 90 10)", "Ana Roy", None),
        ("2. Bilan (Ana Roy, secrétaire)", "Ana Roy", "secrétaire"),
        ("1. Rapport moral du président, Ana Roy", "Ana Roy", "président"),
        ("Le maire de Nantes, Ana Roy, a inauguré le musée.", "Ana Roy", "maire de Nantes"),
        ("« Oui », a déclaré Ana Roy, directrice du musée.", "Ana Roy", "directrice du musée"),
        ('"Yes," said Ana Roy, CEO of Halden.', "Ana Roy", "CEO of Halden"),
        ("DRH : Ana Roy", "Ana Roy", "DRH"),
        ("Secrétaire de RCP : Ana Roy (poste 4417)", "Ana Roy", None),
        ("FICHE CLIENT 20871", None, None),
        ("Animation des ateliers, 14 h", None, None),
        ("2. Mobilité – bilan de l'année", None, None),
        ("Le Grand Débat est un exercice utile.", None, None),
    ],
)  # fmt: skip
def test_a_line_names_somebody_by_what_stands_beside(
    line: str, name: str | None, role: str | None
) -> None:
    found = [(person.name, person.role) for person in people.listed(line)]
    assert found == ([(name, role)] if name else [])


@pytest.mark.parametrize(
    "title",
    [
        "Docteure",
        "Professeure",
        "Prof.",
        "Maître",
        "Sir",
        "Rev.",
        "Constable",
        "Dame",
        "Cllr",
        "M.",
        "The Revd",
        "The Revd Canon",
        "Ven.",
        "Fr",
        "Sister",
        "Abbé",
    ],
)
def test_a_title_is_no_part_of_a_name(title: str) -> None:
    [person] = people.listed(f"{title} Ana Roy : chercheuse")
    assert (person.name, person.role) == ("Ana Roy", "chercheuse")


def test_a_surname_alone_is_of_whoever_is_named_in_full() -> None:
    text = "Rapporteur : M. Thierry LE GOFF, adjoint\nExcusée : Mme Abadie (pouvoir à M. Le Goff)"
    assert [p.name for p in people.listed(text)] == ["Thierry Le Goff"]


def test_english_minutes_give_those_they_name() -> None:
    text = "Attendees: Tom Baker, Priya Nair and Dr Hugh O'Neill\nAction Items\nQuarterly Review"
    assert [p.name for p in people.listed(text)] == ["Tom Baker", "Priya Nair", "Hugh O'Neill"]


def test_a_list_may_stand_below_a_heading_that_names_two_things() -> None:
    text = (
        "COOPÉRATIVE – CONVOCATION ET LISTE DES INVITÉS\n\n"
        "Ana Roy      présidente\nZoé Martin   sociétaire\n\nLa liste est provisoire."
    )
    found = [(person.name, person.role) for person in people.listed(text)]
    assert found == [("Ana Roy", "présidente"), ("Zoé Martin", None)]
    assert people.listed(text.replace("ET LISTE DES INVITÉS", "ET ORDRE DU JOUR")) == []


def test_whoever_stands_below_participants_or_beside_a_function_is_listed() -> None:
    text = """Agenda - data review
Chair: Priya Raman
Attendees:
- Samuel Okonkwo (Head of Data)
- Tomasz Kowalski
1. Opening
Migration Status
Animatrice : Sophie Bernard
Nom Prénom | Fonction
Ana Roy | Présidente
"""
    assert [(p.name, p.role) for p in people.listed(text)] == [
        ("Priya Raman", None),
        ("Samuel Okonkwo", "Head of Data"),
        ("Tomasz Kowalski", None),
        ("Sophie Bernard", None),
        ("Ana Roy", "Présidente"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("1. Budget: Ahmed Benali", "9h00 : Budget : Ahmed Benali", "9h00\tBudget\tAhmed Benali"),
        *("9h00 | Budget | Ahmed Benali", "| 9h00 | Budget | Ahmed Benali |"),
    ],
)
def test_whoever_stands_last_in_an_item_is_listed(line: str) -> None:
    assert [p.name for p in people.listed(line)] == ["Ahmed Benali"]
    assert [(p.name, p.role) for p in people.listed(f"{line.strip(' |')} (directeur)")] == [
        ("Ahmed Benali", "directeur")
    ]


@pytest.mark.parametrize(
    "line", ["12h30 : Pause Café", "12h30 | Pause Café", "2019 Stage : Air Liquide"]
)
def test_what_follows_an_hour_or_a_year_is_nobody(line: str) -> None:
    assert people.listed(line) == []


@pytest.mark.parametrize(
    "line",
    [
        *("Client : Air Liquide", "Produit : Galaxy Note", "Fournisseur : Air Liquide"),
        *("- Client : Air Liquide", "Destination : Buenos Aires", "Moteur : Rolls Royce"),
    ],
)
def test_what_stands_beside_a_label_that_is_no_role_is_nobody(line: str) -> None:
    assert people.listed(line) == people.under_headings(line) == []


@pytest.mark.parametrize(
    "label", ["Trésorière", "Tresorieres du club", "Chef de projet", "Head of Data", "Élus"]
)
def test_whoever_stands_beside_a_role_has_it(label: str) -> None:
    assert [(p.name, p.role) for p in people.listed(f"{label} : Ana Roy")] == [("Ana Roy", label)]


def test_addresses_are_of_whoever_is_alone_in_their_line() -> None:
    text = (
        "Participants : Ana Roy, Luc Petit (luc@example.org, 06 12 34 56 78)\nPrésents : Tom Baker"
    )
    assert {(p.email, p.phone) for p in people.listed(text)} == {(None, None)}
    [alone] = people.listed("- Ana Roy – directrice, ana@example.org, 06 12 34 56 78")
    assert (alone.role, alone.email, alone.phone) == (
        "directrice",
        "ana@example.org",
        "06 12 34 56 78",
    )


def test_whoever_is_one_of_several_is_nobody_elses_role() -> None:
    found = people.listed("4. Élection du conseil. Candidats : Ana Roy, Luc Petit")
    assert [(p.name, p.role) for p in found] == [("Ana Roy", None), ("Luc Petit", None)]


def test_a_glossary_gives_the_people_whose_names_are_misheard() -> None:
    text = (CONTEXT / "glossaire_enrichi_avec_erreurs.txt").read_text()
    glossary = glossary_of(text)
    found = people.corrected(glossary.corrections, glossary.terms)
    assert {person.name for person in found} == {"Kwame Mensah", "Awa Ndiaye"}


def test_a_glossary_gives_terms_and_corrections() -> None:
    text = (CONTEXT / "glossaire_enrichi_avec_erreurs.txt").read_text()
    glossary = glossary_of(text)
    assert logic.kind_of(text) == "glossary"
    assert glossary.corrections["par modale"] == "part modale"
    assert glossary.terms["groupe témoin"].startswith("population comparable")
    assert len(glossary.corrections) == 23
    assert not any(term.isupper() and " " in term for term in glossary.terms), "a heading"


def test_a_surname_of_several_words_in_capitals_keeps_its_small_ones() -> None:
    [person] = people.listed("Dr Anneliese VAN DER MERWE, surgeon")
    assert person.name == "Anneliese van der Merwe"
    [person] = people.listed("Mme Solène LE GOFF, adjointe")
    assert person.name == "Solène Le Goff"
