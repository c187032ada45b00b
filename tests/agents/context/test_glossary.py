"""Glossaries as people write them: in lines, in tables, with arrows or in brackets."""

import pytest

from agents.context import people
from agents.context.glossary import glossary_of
from agents.context.logic import kind_of
from benchmarks.hostile.media import impostors


@pytest.mark.parametrize(
    ("line", "corrections"),
    [
        ("par modale -> part modale", {"par modale": "part modale"}),
        ("- Kouamé, Couamé → Kwame", {"Kouamé": "Kwame", "Couamé": "Kwame"}),
        ("Souvent entendu\n« des espés » => DSP (délégation de service public)",
         {"des espés": "DSP"}),
        ("Names and spellings\nReece -> Rhys", {"Reece": "Rhys"}),
        ("Glossaire\nPLU ← pélu, pellu", {"pélu": "PLU", "pellu": "PLU"}),
        ("Glossaire\nPLU -> plan local d'urbanisme", {}),
        ("Glossaire\nBudget (not mandatory)", {}),
        ("Erreurs fréquentes\n2018 -> Alstom\n10h00 -> pause\n3 mai -> Romain\net la -> Ella", {}),
        ("Kwame (souvent entendu : « Kouamé »)", {"Kouamé": "Kwame"}),
        ('Nguyen (heard as "win yen", "new yen")', {"win yen": "Nguyen", "new yen": "Nguyen"}),
        ("Siân Lewis - often heard as Shan Louis", {"Shan Louis": "Siân Lewis"}),
        ("Sigle;Signification;Souvent transcrit\nSPANC;Service public;spank", {"spank": "SPANC"}),
        ("Erreurs fréquentes\nà l'heure -> ALUR\nl'alure -> ALUR", {"l'alure": "ALUR"}),
        ("Kerviel (et non Querviel)", {"Querviel": "Kerviel"}),
        ('Siân Lewis (heard as "Shan Louis") - lead', {"Shan Louis": "Siân Lewis"}),
        ("ERREURS FRÉQUENTES (forme fautive -> forme correcte)", {}),
        ("x" * 2000, {}),
        ("CNEC, à ne pas confondre avec CNED", {}),
        ("Kafka, not RabbitMQ, is used here", {}),
        ("au -> haut", {}),
    ],
)  # fmt: skip
def test_what_is_misheard_and_what_is_meant(line: str, corrections: dict[str, str]) -> None:
    assert glossary_of(line).corrections == corrections


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("équité : répartition juste", {"équité": "répartition juste"}),
        ("* **API** : interface de programmation", {"API": "interface de programmation"}),
        ("KPI – a number that tells how it goes", {"KPI": "a number that tells how it goes"}),
        ("ETP = équivalent temps plein", {"ETP": "équivalent temps plein"}),
        ("Term: Definition", {}),
        ("trop court : oui", {}),
        ("API : interface", {"API": "interface"}),
        ("Version : 2.10 du 3 mai", {}),
        ("1. PLU : plan local", {"PLU": "plan local"}),
        ("**PLU**\n: plan local", {"PLU": "plan local"}),
        ("### PLU\n\nplan local d'urbanisme", {"PLU": "plan local d'urbanisme"}),
        ("## Noms\nAwa Ndiaye", {}),
        ("Glossaire\nPLU -> plan local d'urbanisme", {"PLU": "plan local d'urbanisme"}),
        ("Lexique\n| PLU | plan local |", {"PLU": "plan local"}),
        ("Lexique\nPLU\tplan local", {"PLU": "plan local"}),
    ],
)
def test_a_term_and_its_definition(line: str, terms: dict[str, str]) -> None:
    assert glossary_of(line).terms == terms


def test_tables_are_read_by_their_headers() -> None:
    text = """
| Terme | Définition | Erreurs fréquentes |
| :--- | --- | --- |
| SCoT | schéma de cohérence territoriale | Scott, escot |
| PLU | plan local d'urbanisme | |

Entendu | Correct
Yann Le Goffe | Yann Le Goff
"""
    glossary = glossary_of(text)
    assert glossary.terms == {
        "SCoT": "schéma de cohérence territoriale",
        "PLU": "plan local d'urbanisme",
    }
    assert glossary.corrections == {
        "Scott": "SCoT",
        "escot": "SCoT",
        "Yann Le Goffe": "Yann Le Goff",
    }


def test_people_are_those_below_a_heading_that_says_so() -> None:
    text = """GLOSSAIRE
Budget Participatif : part du budget votée par les habitants

2. Noms propres
Awa Ndiaye : habitante du quartier nord
- Siân Lewis

3. Termes
Zone Franche : secteur sans impôts
"""
    found = people.under_headings(text)
    assert [(p.name, p.role) for p in found] == [
        ("Awa Ndiaye", "habitante du quartier nord"),
        ("Siân Lewis", None),
    ]


def test_how_a_name_is_heard_is_no_role() -> None:
    text = 'Glossary\n## People\nSiân Lewis (heard as "Shan Louis")\nAna Roy (not "Anna") - lead'
    found = [(person.name, person.role) for person in people.under_headings(text)]
    assert found == [("Siân Lewis", None), ("Ana Roy", "lead")]


def test_whoever_stands_beside_an_office_is_somebody() -> None:
    text = """Glossaire
Trésorière : Clémence Aubry
Présidence : Luc Fontaine
Avoir : somme rendue par un fournisseur
Lieu : Salle Monge
CNRS : Centre National
"""
    found = [(person.name, person.role) for person in people.under_headings(text)]
    assert found == [("Clémence Aubry", "Trésorière"), ("Luc Fontaine", None)]


@pytest.mark.parametrize("separator", [";", ",", "\t", " | "])
def test_a_table_may_be_separated_as_spreadsheets_do(separator: str) -> None:
    rows = [
        ("Terme", "Définition", "Variantes erronées"),
        ("PLU", "plan local", "pélu"),
        ("ZAC", "zone à bâtir", "zaque", "de trop"),
    ]
    glossary = glossary_of("\n".join(map(separator.join, rows)))
    assert glossary.terms == {"PLU": "plan local"}
    assert glossary.corrections == {"pélu": "PLU"}


@pytest.mark.parametrize("title", ["Lexique du projet", "Panel : vocabulaire", "\n# Sigles"])
def test_a_glossary_may_be_called_otherwise(title: str) -> None:
    assert kind_of(f"{title}\nPLU : plan local") == "glossary"


@pytest.mark.parametrize("name", impostors())
def test_no_other_document_puts_anything_right(name: str) -> None:
    kind, data = impostors()[name]
    assert kind_of(data.decode()) == kind
    assert glossary_of(data.decode()).corrections == {}


@pytest.mark.parametrize(
    "head",
    [
        "Word | Note | Has been captioned as",
        "Mot | Sens | Mal reconnu en",
        "Write | Note | Not",
        "Écrire | Remarque | Ne pas écrire",
        "Spelling | Note | Recognised as",
    ],
)
def test_the_heads_of_columns_say_in_many_ways_what_is_wrong(head: str) -> None:
    text = f"Glossary\n{head}\nAaltonen | speaker | Altonen, Alternon\nGhislain | prénom | Gilain"
    assert glossary_of(text).corrections == {
        "Altonen": "Aaltonen",
        "Alternon": "Aaltonen",
        "Gilain": "Ghislain",
    }


def test_a_definition_is_no_part_of_the_right_form() -> None:
    line = '- **creel** – trap for crab and lobster (often heard as "creole", "kreel")'
    assert glossary_of(line).corrections == {"creole": "creel", "kreel": "creel"}


def test_a_line_above_arrows_says_that_they_lead_from_what_is_misheard() -> None:
    text = "NOTES FOR THE CAPTIONER\nknown mis-hearings of last week (heard -> right)\n\n"
    assert glossary_of(f"{text}  key aura   ->  kia ora").corrections == {"key aura": "kia ora"}
