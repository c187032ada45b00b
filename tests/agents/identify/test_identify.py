"""Names from speech: who is named, by what, and who must stay unnamed."""

from collections.abc import Sequence

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import together, turns_of
from agents.identify.names import Known
from agents.identify.sound import alike
from schemas.events import NameSource

PEOPLE = [
    Known("Claire Vasseur", "claire.pdf", "Claire VASSEUR – urbaniste"),
    Known("Tom Baker", "tom.docx", "Tom Baker – engineer"),
    Known("Kwame Mensah", "kwame.txt", "Kwame MENSAH – ingénieur"),
]


def named(
    dialogue: Sequence[tuple[str, str]],
    voices: dict[str, tuple[str, float]] | None = None,
    people: Sequence[Known] = PEOPLE,
    seconds: float = 4.0,
) -> dict[str, logic.Naming]:
    segments = [
        {
            "speaker": who,
            "start": i * (seconds + 1),
            "end": i * (seconds + 1) + seconds,
            "text": text,
        }
        for i, (who, text) in enumerate(dialogue)
    ]
    clues = evidence.clues(turns_of(segments), people)
    speakers = list(dict.fromkeys(who for who, _ in dialogue))
    return logic.identify(speakers, voices or {}, clues, 0.6)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bonjour, je suis Claire Vasseur, urbaniste.", "Claire Vasseur"),
        ("Je m'appelle Claire Vasseur.", "Claire Vasseur"),
        ("Hello, my name is Tom Baker.", "Tom Baker"),
        ("I'm Tom.", "Tom Baker"),
        ("Bonsoir, je suis Claire Vassœur.", "Claire Vasseur"),
        ("Hello, I'm Tom Backer, I run the platform.", "Tom Baker"),
        ("Je suis d'accord avec vous.", None),
        ("Je suis Sociologue.", None),
        ("I am happy to be here.", None),
    ],
)
def test_self_introduction(text: str, name: str | None) -> None:
    assert named([("A", text), ("B", "Bien.")])["A"].name == name


def test_whoever_is_called_speaks_next_and_whoever_is_thanked_spoke_before() -> None:
    result = named(
        [
            ("B", "Voilà nos chiffres."),
            ("A", "Merci Claire. Kwame, qu'en pensez-vous ?"),
            ("C", "Les données sont bonnes."),
            ("A", "Merci Kwame. Claire, une remarque ?"),
            ("B", "Non."),
        ]
    )
    assert result["B"].name == "Claire Vasseur"
    assert result["C"].name == "Kwame Mensah"
    assert result["A"].name is None


def test_a_misheard_name_means_the_document_s_and_both_forms_are_kept() -> None:
    result = named([("A", "Kouamé, pouvez-vous répondre ?"), ("B", "Oui.")])["B"]
    assert result.name == "Kwame Mensah"
    assert result.source is NameSource.DOCUMENT
    assert any("heard: Kouamé" in (reason.passage or "") for reason in result.evidence)


def test_a_name_only_in_a_document_is_never_given() -> None:
    result = named([("A", "Commençons."), ("B", "D'accord.")])
    assert {n.name for n in result.values()} == {None}


def test_a_name_heard_once_and_in_no_document_stays_a_candidate() -> None:
    result = named([("A", "Je suis Paul Durand."), ("B", "Bien.")])["A"]
    assert result.name is None
    assert [c.name for c in result.candidates] == ["Paul Durand"]


def test_a_name_heard_twice_in_different_ways_is_given_as_heard() -> None:
    result = named([("A", "Je suis Paul Durand."), ("B", "Merci Paul. Continuons.")])["A"]
    assert (result.name, result.source) == ("Paul Durand", NameSource.SPEECH)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Le Qufontaine, vous voulez réagir.", ["Qufontaine"]),
        ("Et Martin, vous vouliez réagir.", ["Martin"]),
        ("Le Qufontaine a vu le quartier.", []),
        ("Le Quartier, vous le savez, est calme.", []),
        ("Bordeaux, vous y étiez.", []),
        ("Alors, vous voulez réagir.", []),
    ],
)
def test_what_is_called_and_nobody_has_for_a_name_stays_a_candidate(
    text: str, candidates: list[str]
) -> None:
    result = named([("A", text), ("B", "Oui. Mon quartier est calme.")])["B"]
    assert result.name is None
    assert [c.name for c in result.candidates] == candidates


def test_one_name_is_not_given_to_two_speakers() -> None:
    result = named([("A", "Je suis Claire Vasseur."), ("B", "Je suis Claire Vasseur.")])
    assert [n.name for n in result.values()] == [None, None]


def test_a_voiceprint_beats_speech_and_its_name_goes_to_nobody_else() -> None:
    result = named([("A", "Je suis Tom Baker."), ("B", "Bien.")], {"B": ("Tom Baker", 0.93)})
    assert (result["B"].name, result["B"].source) == ("Tom Baker", NameSource.VOICEPRINT)
    assert result["A"].name is None


def test_short_words_are_not_taken_for_names_they_resemble() -> None:
    assert named([("A", "Quoi, une question ?"), ("B", "Oui.")])["B"].name is None
    assert alike("Quoi", "Kwame") == 0.0
    assert alike("Clemens", "Clémence") == alike("Florens", "Florence") == 0.95
    assert alike("Clément", "Clémence") < 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bonjour, je suis Zawan Nyei.", "Awa Ndiaye"),
        ("Bonjour, je suis Zawaneye.", "Awa Ndiaye"),
        ("Bonjour, je suis Awandiaye.", "Awa Ndiaye"),
        ("Bonjour, je suis Awareness.", None),
        ("Bonjour, je suis Zélodie Brun.", "Élodie Brun"),
        ("Bonjour, je suis Zacharie Blum.", None),
        ("My name is Zawan Nyei.", None),
    ],
)
def test_a_name_may_have_taken_the_sound_that_french_links_to_it(
    text: str, name: str | None
) -> None:
    people = [Known("Awa Ndiaye", "glossary.txt"), Known("Élodie Brun", "cv.txt")]
    assert named([("A", text), ("B", "Bien.")], people=people)["A"].name == name


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Pieter van den Berg", "Pieter van den Berg"),
        ("Mr van den Berg", "Pieter van den Berg"),
        ("Madame d'Orval", "Ana d'Orval"),
        ("Maître de La Fontaine", "Claire de La Fontaine"),
        ("Monsieur El Amrani", "Rachid El Amrani"),
        ("Ana de Lyon", "Ana d'Orval"),
        ("Madame la Maire", None),
        ("Monsieur Ben Ali", None),
    ],
)
def test_a_surname_may_have_several_words(called: str, name: str | None) -> None:
    names = ["Pieter van den Berg", "Ana d'Orval", "Claire de La Fontaine", "Rachid El Amrani"]
    people = [Known(n, "list.md") for n in [*names, "Marie Roy"]]
    result = named([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == name


def test_a_title_tells_people_of_one_surname_apart() -> None:
    passage = "Présents : Mme Brigitte COLIN, M. David Colin"
    people = [Known(n, "list.md", passage) for n in ("Brigitte Colin", "David Colin")]
    asked = [("A", "Monsieur Colin, votre avis ?"), ("B", "Il est bon, et il faut commencer.")]
    assert named(asked, people=people)["B"].name == "David Colin"
    alone = [Known("Philippe Garnier", "fiche.txt", "Client : M. Philippe GARNIER")]
    said = [("A", "Bonjour, je suis madame Garnier, sa femme."), ("B", "Bonjour madame Garnier.")]
    assert named(said, people=alone)["A"].name is None
    couple = [Known("Ana Roy", "list.md", "M. et Mme Ana Roy")]
    called = [("A", "Monsieur Roy, votre avis ?"), ("B", "Il est bon.")]
    assert named(called, people=couple)["B"].name == "Ana Roy"


def test_a_stranger_has_his_whole_name_and_not_where_he_is_from() -> None:
    people: list[Known] = []
    found = named([("A", "My name is Ana van der Meer."), ("B", "Right.")], people=people)
    assert [c.name for c in found["A"].candidates] == ["Ana van der Meer"]
    found = named([("A", "Bonjour, je suis Marc de Saint-Junien."), ("B", "Oui.")], people=people)
    assert [c.name for c in found["A"].candidates] == ["Marc"]


@pytest.mark.parametrize("called", ["John", "John Petit", "Jean-Marc"])
def test_somebody_is_also_known_by_what_he_is_called(called: str) -> None:
    people = [Known("Jean-Marc Petit", "cv.txt", alias="John"), Known("Ana Roy", "cv.txt")]
    result = named([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == "Jean-Marc Petit"


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Bob", "Robert Hayes"),
        ("Alex", "Alexandra Petit"),
        ("Jean-Ba", "Jean-Baptiste Caron"),
        ("Alex Petit", "Alexandra Petit"),
        ("Fred", None),
        ("Kate", None),
    ],
)
def test_somebody_is_also_known_by_what_his_first_name_is_short_for(
    called: str, name: str | None
) -> None:
    names = ["Robert Hayes", "Alexandra Petit", "Jean-Baptiste Caron", "Jean Roy"]
    people = [Known(n, "team.md") for n in [*names, "Frédéric Roy", "Frédérique Blum"]]
    result = named([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == name


def test_a_short_form_is_no_name_where_it_is_said_as_a_word_and_not_that_of_who_bears_it() -> None:
    people = [Known("William Stokes", "team.md")]
    said = [("A", "It will do. Will, are you ready?"), ("B", "I am, and so are we all.")]
    assert named(said, people=people)["B"].name is None
    asked = [("A", "It can do. Will, are you ready?"), said[1]]
    assert named(asked, people=people)["B"].name == "William Stokes"
    both = [*people, Known("Will Turner", "team.md")]
    assert named(asked, people=both)["B"].name == "Will Turner"


def test_where_somebody_works_helps_a_name_and_gives_none_by_itself() -> None:
    people = [
        Known("Marie Dubois", "marie.pdf", company="Université de Bordeaux"),
        Known("Luc Fontaine", "luc.pdf", company="Métropole de Lyon"),
    ]
    says = ("B", "À l'université de Bordeaux, nous recommandons un groupe témoin.")
    alone = named([("A", "Bien."), says], people=people)["B"]
    assert (alone.name, [c.name for c in alone.candidates]) == (None, ["Marie Dubois"])
    thanked = named([says, ("A", "Merci Marie. Continuons.")], people=people)["B"]
    assert thanked.name == "Marie Dubois"
    assert {reason.kind for reason in thanked.evidence} >= {"affiliation", "thanked_after"}


def test_where_several_work_says_nothing_about_one() -> None:
    people = [Known(n, "x", company="Université de Bordeaux") for n in ("Marie Roy", "Luc Roy")]
    said = [("A", "Nous, à l'université de Bordeaux, attendons."), ("B", "Bien.")]
    assert named(said, people=people)["A"].candidates == []


def test_the_order_of_an_agenda_is_a_hint_and_no_more() -> None:
    people = [
        Known("Luc Fontaine", "agenda.txt", place=0),
        Known("Marie Roy", "agenda.txt", place=1),
    ]
    found = named(
        [("A", "Voici le budget."), ("B", "Et le calendrier.")], people=people, seconds=9.0
    )
    assert {s: n.name for s, n in found.items()} == {"A": None, "B": None}
    assert [c.name for c in found["B"].candidates] == ["Marie Roy"]
    thanked = [("A", "Voici le budget."), ("B", "Merci Luc. Et le calendrier.")]
    assert named(thanked, people=people, seconds=9.0)["A"].name == "Luc Fontaine"


def test_one_voice_cannot_be_two_that_speak_at_once() -> None:
    voices = {"A": ("Tom Baker", 0.82), "B": ("Tom Baker", 0.9)}
    segments = [
        {"speaker": "A", "start": 0.0, "end": 4.0, "text": "Oui."},
        {"speaker": "B", "start": 3.0, "end": 6.0, "text": "Non."},
    ]
    at_once = together(segments)
    found = logic.identify(["A", "B"], voices, [], 0.6, at_once)
    assert (found["A"].name, found["B"].name) == (None, "Tom Baker")
    apart = logic.identify(["A", "B"], voices, [], 0.6)
    assert {n.name for n in apart.values()} == {"Tom Baker"}


def test_of_two_voices_the_one_that_is_clearly_less_like_has_no_name() -> None:
    voices = {"A": ("Tom Baker", 0.93), "B": ("Tom Baker", 0.81)}
    found = named([("A", "Voici le plan."), ("B", "Et le budget.")], voices)
    assert (found["A"].name, found["B"].name) == ("Tom Baker", None)


def test_whoever_says_who_he_is_is_not_somebody_whose_voice_is_somewhat_like_his() -> None:
    said = [("A", "Bonjour, je suis Claire Vasseur."), ("B", "Bien.")]
    by_speech = named(said, {"A": ("Tom Baker", 0.78)})["A"]
    assert (by_speech.name, by_speech.source) == ("Claire Vasseur", NameSource.DOCUMENT)
    assert [c.name for c in by_speech.candidates] == ["Tom Baker"]
    in_doubt = named(said, {"A": ("Tom Baker", 0.88)})["A"]
    assert in_doubt.name is None
    assert {c.name for c in in_doubt.candidates} == {"Claire Vasseur", "Tom Baker"}
    only_called = [("B", "Claire, votre avis ?"), ("A", "Voici le plan.")]
    assert named(only_called, {"A": ("Tom Baker", 0.86)})["A"].name is None
    sure = named(only_called, {"A": ("Tom Baker", 0.95)})["A"]
    assert (sure.name, sure.source) == ("Tom Baker", NameSource.VOICEPRINT)


def test_a_name_written_otherwise_in_the_library_is_no_other_name() -> None:
    said = [("A", "Bonjour, je suis Kwame Mensah."), ("B", "Bien.")]
    found = named(said, {"A": ("Dr Kwamé MENSAH", 0.9)})["A"]
    assert (found.name, found.source) == ("Dr Kwamé MENSAH", NameSource.VOICEPRINT)


def test_of_two_like_voices_what_is_said_tells_whose_is_whose() -> None:
    said = [("A", "Voici le plan."), ("B", "Merci Tom. Claire, votre avis ?"), ("C", "Oui.")]
    found = named(said, {"A": ("Tom Baker", 0.83), "C": ("Tom Baker", 0.86)})
    assert found["A"].name == "Tom Baker"
    assert (found["C"].name, found["C"].source) == ("Claire Vasseur", NameSource.DOCUMENT)


def test_a_persons_word_stands_against_voice_and_speech() -> None:
    segments = [
        {"speaker": "A", "start": 0.0, "end": 4.0, "text": "Bonjour, je suis Claire Vasseur."},
        {"speaker": "B", "start": 5.0, "end": 9.0, "text": "Merci Claire."},
    ]
    clues = evidence.clues(turns_of(segments), PEOPLE)
    voices = {"A": ("Tom Baker", 0.95)}
    found = logic.identify(["A", "B"], voices, clues, 0.6, confirmed={"A": "Ana Roy"})
    assert (found["A"].name, found["A"].source) == ("Ana Roy", NameSource.PERSON)
    assert found["B"].name is None


def test_a_first_name_is_not_somebody_elses_surname_that_resembles_it() -> None:
    asked = [("A", "Marie, votre avis ?"), ("B", "Il est bon."), ("A", "Marie, et le budget ?")]
    found = named([*asked, ("B", "Il est voté.")], people=[Known("Chloé Martin", "martin.txt")])
    assert found["B"].name is None
    called = [("A", "Thouvenain, votre avis ?"), ("B", "Il est bon."), ("A", "Merci Thouvenain.")]
    surname = named(called, people=[Known("Hélène Thouvenin", "helene.txt")])
    assert surname["B"].name == "Hélène Thouvenin"


def test_voices_of_two_people_who_speak_at_once_name_both() -> None:
    voices = {"A": ("Tom Baker", 0.9), "B": ("Claire Vasseur", 0.8)}
    found = logic.identify(["A", "B"], voices, [], 0.6, [frozenset("AB")])
    assert (found["A"].name, found["B"].name) == ("Tom Baker", "Claire Vasseur")


@pytest.mark.parametrize(("answer", "candidates"), [("Oui.", 1), ("Oui, à la mairie.", 0)])
def test_a_word_that_is_like_a_name_is_none_where_it_is_said_as_a_word_too(
    answer: str, candidates: int
) -> None:
    people = [Known("Marie Roy", "marie.pdf", "Marie ROY – urbaniste")]
    found = named([("A", "Mairie, votre avis ?"), ("B", answer)], people=people)["B"]
    assert (found.name is not None) + len(found.candidates) == candidates
