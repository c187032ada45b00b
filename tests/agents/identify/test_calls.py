"""Calls of somebody by name: who is asked to speak, and does."""

import pytest

from agents.identify import names
from agents.identify.names import Known
from tests.agents.identify.conversations import Meetings, named, namings

MEETINGS: Meetings = {
    "whoever is asked answers": (
        [("A", "Marie, pouvez-vous résumer ?"), ("B", "Oui, le projet avance comme prévu.")],
        {"B": "Marie Delcourt"},
    ),
    "whoever is given the floor has it": (
        [("A", "I will hand over to John."), ("B", "Thank you, here are the figures we have.")],
        {"B": "John Whitfield"},
    ),
    "it is his turn where no comma was heard either": (
        [("A", "C'est adopté. Samir à toi, pour le réseau."), ("B", "Il tient, on l'a essayé.")],
        {"B": "Samir Haddad"},
    ),
    "whoever is asked last answers": (
        [("A", "Thanks Ana. John, what do you think?"), ("B", "I think that we should wait.")],
        {"B": "John Whitfield"},
    ),
    "a remark to the one who spoke before names not the next": (
        [
            ("A", "Il faut attendre encore un peu avant de conclure."),
            ("B", "Bonne remarque, Marie."),
            ("C", "Je voudrais ajouter un point au sujet du budget."),
        ],
        {},
    ),
    "two such remarks do not either": (
        [
            ("A", "Il faut attendre encore un peu avant de conclure."),
            ("B", "Bonne remarque, Marie."),
            ("C", "Je voudrais ajouter un point au sujet du budget."),
            ("B", "Vous avez raison, Marie."),
            ("C", "Et un autre au sujet du calendrier."),
        ],
        {},
    ),
    "a remark to you is no invitation": (
        [
            ("A", "Il faut attendre encore un peu avant de conclure."),
            ("B", "Marie, vous avez raison."),
            ("C", "Je voudrais ajouter un point au sujet du budget."),
        ],
        {},
    ),
    "whoever may begin is asked, though no question was heard": (
        [
            ("A", "Très bien. Samir, tu commences avec le réseau."),
            ("B", "Il tient, nous l'avons essayé hier."),
        ],
        {"B": "Samir Haddad"},
    ),
    "whoever has asked for a word has it": (
        [
            ("A", "Madame Delcourt, vous vouliez parler du contrat."),
            ("B", "Le contrat ne le prévoit pas."),
            ("A", "Ana, you had your hand up."),
            ("C", "It can be done by the end of the year."),
        ],
        {"B": "Marie Delcourt", "C": "Ana Ferreira"},
    ),
    "whoever is left to speak, or is next, is asked": (
        [
            ("A", "Le budget. Marie, je te laisse présenter la délibération."),
            ("B", "Le contrat ne le prévoit pas."),
            ("A", "And, since you are awake, John Whitfield, you're next."),
            ("C", "It can be done by the end of the year."),
            ("A", "Madame Ferreira, je vous laisse la main."),
            ("D", "Les comptes sont prêts depuis hier."),
            ("A", "Samir Haddad, je vous écoute."),
            ("E", "Le réseau tient, nous l'avons essayé."),
        ],
        {
            **{"B": "Marie Delcourt", "C": "John Whitfield"},
            **{"D": "Ana Ferreira", "E": "Samir Haddad"},
        },
    ),
    "who is left alone, or with work, is not asked": (
        [
            ("A", "Marie, je te laisse, bonne soirée."),
            ("B", "Le contrat ne le prévoit pas."),
            ("A", "Samir, je te laisse envoyer les chiffres."),
            ("C", "Ils sont dans ma boîte depuis hier."),
        ],
        {},
    ),
    "whoever has something to say is asked": (
        [
            ("A", "Mr Whitfield, you wish to report from the committee."),
            ("B", "It met on the ninth of October."),
            ("A", "Ms Delcourt, I believe you have some questions about the team."),
            ("C", "It can be done by the end of the year."),
            ("A", "Good. Miss Ferreira. I believe you have a question about the rest."),
            ("D", "There are two that are still open."),
            ("A", "Monsieur Haddad, vous aviez levé la main."),
            ("E", "Le réseau tient, nous l'avons essayé."),
        ],
        {
            **{"B": "John Whitfield", "C": "Marie Delcourt"},
            **{"D": "Ana Ferreira", "E": "Samir Haddad"},
        },
    ),
    "whoever is told, at the end, what he has to tell of is asked": (
        [
            ("A", "Madame Delcourt, vous êtes concernée je crois."),
            ("B", "Le contrat ne le prévoit pas."),
            ("A", "Monsieur Haddad, vous avez suivi le dossier pour le conseil."),
            ("C", "Le réseau tient, nous l'avons essayé."),
            ("A", "John Whitfield, you work with the insurers."),
            ("D", "It can be done by the end of the year."),
        ],
        {"B": "Marie Delcourt", "C": "Samir Haddad", "D": "John Whitfield"},
    ),
    "a task, an order and a habit are not asked about": (
        [
            ("B", "Il faut attendre encore un peu avant de conclure."),
            ("A", "Samir, tu as des questions à traiter d'ici lundi."),
            ("C", "Le réseau tient, nous l'avons essayé."),
            ("A", "Now, John, listen."),
            ("D", "It can be done by the end of the year."),
            ("A", "Marie Delcourt, you work too much."),
            ("E", "Le contrat ne le prévoit pas."),
        ],
        {},
    ),
    "what somebody has done, at the end of a turn, is asked for": (
        [
            ("A", "Deuxième point, le réseau. Samir, t'as reçu les devis."),
            ("B", "J'en ai deux, le premier est moins cher."),
            ("A", "Now the vaccines. Ana, you did the stock count on Saturday."),
            ("C", "We are down to thirty doses."),
        ],
        {"B": "Samir Haddad", "C": "Ana Ferreira"},
    ),
    "where the turn begins so, it may be a remark": (
        [
            ("C", "Voilà pour les chiffres de cette année."),
            ("A", "Marie, tu as vérifié les comptes."),
            ("B", "Je ne suis pas d'accord avec le total."),
        ],
        {},
    ),
    "praise for it asks for nothing": (
        [
            ("A", "C'est très clair. Marie, tu as préparé un beau dossier."),
            ("B", "Je ne suis pas d'accord avec le total."),
            ("A", "That helps. Ana, you did the right thing."),
            ("C", "We have another point."),
            ("A", "Très bien. Samir, tu as vérifié les comptes, bravo."),
            ("D", "Passons au réseau."),
            ("A", "Premier point. Comme Marie, tu as reçu les devis."),
            ("D", "J'en ai deux, le premier est moins cher."),
        ],
        {},
    ),
    "a formal remark is still one": (
        [
            ("B", "Il faut attendre encore un peu avant de conclure."),
            ("A", "Madame Delcourt, vous avez raison."),
            ("C", "Le réseau tient, nous l'avons essayé."),
            ("A", "Marie Delcourt, vous êtes bien aimable."),
            ("C", "Et il tiendra encore longtemps."),
        ],
        {},
    ),
    "whoever is named before what is his is asked": (
        [
            ("A", "The last item. John, your recommendation."),
            ("B", "It can be done by the end of the year."),
            ("A", "Now then, Ms Ferreira, operations."),
            ("C", "We have lost two of them in June."),
            ("A", "Madame Delcourt, vos conclusions."),
            ("D", "Le contrat ne le prévoit pas."),
        ],
        {"B": "John Whitfield", "C": "Ana Ferreira", "D": "Marie Delcourt"},
    ),
    "the floor may be given without a comma": (
        [
            ("A", "We turn to the accounts. Ana the floor is yours."),
            ("B", "It can be done by the end of the year."),
        ],
        {"B": "Ana Ferreira"},
    ),
    "who is shown to another is not asked what he is": (
        [
            ("A", "On my right, Marie Delcourt, from the bank. Could you tell us who you are?"),
            ("B", "I have worked on this for years."),
        ],
        {},
    ),
    "whoever is named has the floor that is given after": (
        [
            ("A", "And finally, John Whitfield. The floor is yours."),
            ("B", "It can be done by the end of the year."),
            ("A", "Bien. Madame Delcourt. Nous parlons du contrat. On vous écoute."),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {"B": "John Whitfield", "C": "Marie Delcourt"},
    ),
    "whoever is named alone, with a title, is called": (
        [
            ("A", "Is the defence ready? Mr Whitfield."),
            ("B", "Yes, we are ready to begin now."),
            ("A", "Professeur Delcourt."),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {"B": "John Whitfield", "C": "Marie Delcourt"},
    ),
    "what is left is asked of whoever is named": (
        [
            ("A", "Samir, il reste combien sur le compte ?"),
            ("B", "Quatre mille euros et des poussières."),
        ],
        {"B": "Samir Haddad"},
    ),
    "a word thrown in is not the answer": (
        [
            ("A", "John, could you tell us where we stand?"),
            ("B", "Sorry, one second."),
            ("C", "Sure, the first phase is over and the second begins on Monday."),
        ],
        {},
    ),
    "a short answer to whoever asked is one": (
        [("A", "John, is it ready?"), ("B", "It is."), ("A", "Good, then we can go on.")],
        {"B": "John Whitfield"},
    ),
    "who is to send something is not asked to speak": (
        [
            ("A", "John, please send the figures to the clerk."),
            ("B", "They are in my inbox already."),
            ("A", "Ana, the accounts, please."),
            ("C", "It can be done by the end of the year."),
        ],
        {"C": "Ana Ferreira"},
    ),
    "a name may come after the question, or without a comma": (
        [
            ("A", "Qu'en pensez-vous Samir ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Alors, Marie, votre avis ?"),
            ("C", "Le contrat ne le prévoit pas."),
            ("A", "Ana what do you think?"),
            ("D", "It can be done by the end of the year."),
        ],
        {"B": "Samir Haddad", "C": "Marie Delcourt", "D": "Ana Ferreira"},
    ),
    "a question may follow the name by a sentence": (
        [
            ("A", "Samir, nous avons vu les chiffres. Pouvez-vous les expliquer ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {"B": "Samir Haddad"},
    ),
    "a question to anybody is not one to whoever was named": (
        [
            ("A", "Samir, c'est noté. Est-ce que quelqu'un parmi vous veut réagir ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {},
    ),
    "of a roll call the last is for whoever answers, known or not": (
        [
            ("A", "Monsieur Haddad. Présent. Madame Delcourt. Oui. Monsieur Whitfield."),
            ("B", "Présent. Et j'ai le pouvoir de ma voisine."),
            ("A", "Madame Delcourt. Oui. Monsieur Féo."),
            ("C", "Présent. Je serai bref ce soir, promis."),
        ],
        {"B": "John Whitfield"},
    ),
    "whoever answers does not call himself, where the question ends in his turn": (
        [
            ("A", "John, could you report?"),
            ("B", "The committee met on the ninth of October."),
            ("A", "Does anyone wish to speak against it?"),
            ("B", "Mr Whitfield, no, I support it."),
            ("A", "Then it is resolved."),
        ],
        {"B": "John Whitfield"},
    ),
    "two capitals amid what is told are no call": (
        [
            ("C", "Samir, où en est le réseau ?"),
            ("A", "Il tient, nous l'avons essayé."),
            ("B", "Beaucoup de messages. Caroncide Pissamata. On demande pourquoi c'est long."),
            ("A", "Parce que le contrat le prévoit."),
        ],
        {"A": "Samir Haddad"},
    ),
    "who is told to wait has just spoken": (
        [
            ("B", "May I answer that, please?"),
            ("A", "In a moment, Ms Ferreira. What do you say?"),
            ("C", "It can be done by the end of the year."),
            ("B", "Je voudrais répondre, moi aussi."),
            ("A", "Un instant, Ana."),
            ("C", "Encore un mot, et je me tais."),
        ],
        {"B": "Ana Ferreira"},
    ),
    "of two who are asked at once either may answer": (
        [
            ("A", "Marie, Samir, votre avis ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {},
    ),
    "who hands over, or announces the next, names him": (
        [
            ("A", "Je donne la parole à Samir Haddad, notre ingénieur."),
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Nous allons maintenant écouter Marie."),
            ("C", "Le contrat ne le prévoit pas."),
            ("A", "Next up is Ana."),
            ("D", "It can be done by the end of the year."),
            ("A", "Je passe la main à John."),
            ("E", "Thank you, I will be short."),
        ],
        {"B": "Samir Haddad", "C": "Marie Delcourt", "D": "Ana Ferreira", "E": "John Whitfield"},
    ),
    "the floor may be given where a sentence begins, and a question end in a name": (
        [
            ("A", "Je termine. La parole est à Samir Haddad, notre ingénieur."),
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Et vous Marie, vous le voyez comment ?"),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {"B": "Samir Haddad", "C": "Marie Delcourt"},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


def test_whoever_is_called_speaks_next_and_whoever_is_thanked_spoke_before() -> None:
    result = namings(
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
    result = namings([("A", text), ("B", "Oui. Mon quartier est calme.")])["B"]
    assert result.name is None
    assert [c.name for c in result.candidates] == candidates


def test_two_capitals_that_nobody_has_are_a_name_where_you_comes_next() -> None:
    asked = "Very good, Robbie Patel, {} fit heat pumps. What do you see?"
    score = {
        word: namings([("A", asked.format(word)), ("B", "A lot of them.")])["B"].candidates[0].score
        for word in ("you", "they")
    }
    assert score == {"you": 0.65, "they": 0.3}


def test_a_name_of_two_letters_is_one_that_somebody_has() -> None:
    people = (Known("Jo Pearce", "agenda.md"),)
    asked = [("A", "Jo, what do you think?"), ("B", "We have gone over by a little.")]
    assert named(asked, people) == {"B": "Jo Pearce"}
    assert names.resolve("Jo", [Known("Al Pearce", "agenda.md")]) is None
