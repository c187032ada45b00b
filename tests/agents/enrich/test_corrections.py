"""What a glossary says of misheard names is told to whoever looks for names."""

from agents.enrich.logic import with_corrections
from agents.identify.names import Known


def test_each_person_has_the_misheard_forms_of_his_own_name() -> None:
    people = [Known("Soazig Le Goff"), Known("Wojciech Kowalczyk"), Known("Awa")]
    corrections = {
        "Voitchek": "wojciech",
        "Soizic": "Soazig",
        "Le Gof": "Le Goff",
        "Vojtek Kovalchik": "Wojciech Kowalczyk",
        "par modale": "part modale",
        "Goff": "Goff & Cie",
    }
    assert [set(dict(person.misheard)) for person in with_corrections(people, corrections)] == [
        {"Soizic", "Le Gof"},
        {"Voitchek", "Vojtek Kovalchik"},
        set(),
    ]
