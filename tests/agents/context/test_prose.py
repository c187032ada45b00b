"""People whom the words of a sentence name."""

import time

import pytest

from agents.context import people


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Our new receptionist, Ana Roy, joins us in May.", "new receptionist"),
        ("Notre stagiaire, Ana Roy, commence lundi.", "stagiaire"),
        ("My colleague Ana Roy will call you back.", "colleague"),
        ("Ma collègue, Mme Ana Roy, prend le relais.", "collègue"),
        ("The solicitor is away; the partner in charge is Ana Roy.", "partner in charge"),
        ("La présidente du jury sera Ana Roy.", "présidente du jury"),
        ("Budget: report of the treasurer, Ana Roy", "treasurer"),
        ("The petition was begun by staff nurse Ana Roy in March.", "staff nurse"),
        ("He may send a deputy, head of press Ana Roy, instead.", "head of press"),
        ("L'infirmière Ana Roy passera à dix heures.", "infirmière"),
        ("Pendant mes vacances, c'est Ana Roy qui me remplace.", None),
        ("Ana Roy, 52, who sorts the parcels, has had enough.", None),
        ("Au guichet, Ana Roy, 52 ans", None),
        ("Ana Roy has been keeper of the maps since 2011.", "keeper of the maps since 2011"),
        ("19 h 30       Accueil            Ana Roy, maire de Brévent", "maire de Brévent"),
        ("Ana Roy, Partner          Date ____", "Partner"),
        ("Buyer | Ana Roy, managing director | 3 Mill Lane", "managing director"),
        ("(1) ANA ROY of 14 Mill Lane (the Seller); and", None),
        ("Vu : Ana Roy, née le 3 mai 1970 à Brest", None),
        ("OF THE FIRST PART      Ana Roy is secretary of the union", "secretary of the union"),
        ("Ana Roy works as a paralegal in Hull.", "paralegal in Hull"),
    ],
)
def test_a_sentence_says_what_somebody_is(line: str, role: str | None) -> None:
    assert [(p.name, p.role) for p in people.listed(line)] == [("Ana Roy", role)]


@pytest.mark.parametrize(
    "line",
    [
        "Our solicitor, Marlow Penrose, will write.",
        "Notre expert, Bureau Veritas, est passé.",
        "Notre fournisseur, Acme Gaz, livre lundi.",
        "The day is Good Friday.",
        "La ville est Nogent Rotrou.",
        "On recrute un responsable Qualité Sécurité.",
        "Il habite rue Victor Hugo, 41, au fond.",
        "C'est Air Austral qui propose le vol.",
        "Fleur Bleue, 41 rue du Port",
        "(1) OAKLEY FOODS LIMITED of 8 Mill Lane",
        "19 h      Ouverture      Fanfare Verte, place du Lac",
        "Our Annual Supper, Grand Hall, is sold out.",
    ],
)
def test_a_sentence_about_no_one_names_nobody(line: str) -> None:
    assert people.listed(line) == []


@pytest.mark.parametrize("piece", ["our new ", "Our ", "the partner ", "Ana Roy, ", "head of a b "])
def test_a_long_line_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    people.listed((piece * 1000)[:1000])
    people.listed(piece + " " * 1000 + piece)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "text",
    [
        "Avec son apprenti, Ana Roy, elle prépare les colonies pour l'hiver.",
        "Ancienne comptable, Ana Roy élève des abeilles depuis vingt-six ans.",
        "Ana Roy grew up on the island and left a job in engineering. She also farms mussels.",
        "Ana Roy dirige depuis dix ans une coopérative de trente fermes, et elle enseigne.",
    ],
)
def test_a_biography_names_whom_it_tells_of(text: str) -> None:
    assert [person.name for person in people.listed(text)] == ["Ana Roy"]


@pytest.mark.parametrize(
    "text",
    [
        "Sound Kelp grew out of a village shop on the island and sells seaweed to restaurants.",
        "Avec son partenaire, Green Energy, elle prépare les colonies pour l'hiver.",
        "Ancienne gare, Place Royale accueille les voyageurs depuis un siècle.",
        "Saint Malo and its people have always lived by the sea, he wrote in his last book.",
    ],
)
def test_what_is_told_of_a_firm_or_a_place_names_nobody(text: str) -> None:
    assert people.listed(text) == []
