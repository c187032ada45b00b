"""People who say who they are, and who only seem to."""

import pytest

from tests.agents.identify.conversations import Meetings, named, namings

MEETINGS: Meetings = {
    "a full name after a greeting and a comma may be of whoever says it": (
        [
            ("A", "Bonjour à tous, on commence par un tour de table."),
            ("B", "Bonjour, Samir Haddad, je tiens les comptes."),
            ("A", "Merci monsieur Haddad. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "who says a part of his name and what he does is known by both": (
        [
            ("A", "Comme il y a des nouvelles têtes, on fait un tour de table."),
            ("B", "Monsieur Haddad, je suis l'ingénieur, je m'occupe du reste en ce moment."),
            ("C", "Alors, moi je suis juriste, je fais surtout les contrats. Marie."),
            ("D", "Pour ma part, Ana Ferreira, avocate. Je suis là le mardi et le jeudi."),
        ],
        {"B": "Samir Haddad", "C": "Marie Delcourt", "D": "Ana Ferreira"},
    ),
    "who stands for somebody beside him says his own name first": (
        [
            ("A", "On fait un tour de table, et on commence par les avocats."),
            ("B", "Ana Ferreira, for Mr Petit, who's next to me."),
            ("C", "Samir Haddad, qui est à côté d'Ana et qui a tout préparé."),
        ],
        {"B": "Ana Ferreira"},
    ),
    "who tells another what he is, or is something else, is not him": (
        [
            ("A", "Monsieur Haddad, je suis l'ingénieur de votre voisine."),
            ("B", "Je suis comptable, et je fais surtout les budgets. Marie."),
            ("C", "Samir, je suis médecin, je ne sais rien des réseaux."),
            ("D", "Je suis ingénieur, comme Samir, et je travaille avec lui."),
            ("E", "Bonjour Samir, je suis ingénieur, moi aussi."),
            ("F", "Samir m'a dit : je suis l'ingénieur."),
        ],
        {"C": "Marie Delcourt"},
    ),
    "who says whose he is after his full name gives it": (
        [
            (
                "A",
                "Bonsoir. Marie Delcourt, du cabinet Immo, votre syndic. Nous pouvons commencer.",
            ),
            ("B", "Je suis prêt depuis une heure."),
        ],
        {"A": "Marie Delcourt"},
    ),
    "somebody's assistant is not him": (
        [("A", "Hello, I'm John's assistant and I take the notes."), ("B", "Welcome to you.")],
        {},
    ),
    "who agrees with somebody is not him": (
        [("A", "Là, je suis Marie sur ce point."), ("B", "Moi, c'est Samir qui m'inquiète.")],
        {},
    ),
    "whoever is shown is not the speaker": (
        [("A", "This is John Whitfield, he leads the team."), ("B", "Well, good to have you.")],
        {},
    ),
    "a voice on the telephone says who it is": (
        [("A", "Hi, this is John."), ("B", "Ana speaking, good morning."), ("A", "Let us start.")],
        {"A": "John Whitfield", "B": "Ana Ferreira"},
    ),
    "there are many ways to give one's name": (
        [
            ("A", "Je me présente : Samir Haddad, ingénieur."),
            ("B", "Bonjour, c'est Marie qui parle."),
            ("C", "My name's Ana Ferreira and I chair this meeting."),
            ("D", "It's John here, sorry for being late."),
        ],
        {
            "A": "Samir Haddad",
            "B": "Marie Delcourt",
            "C": "Ana Ferreira",
            "D": "John Whitfield",
        },
    ),
    "whoever is at the microphone says so, or says who will be": (
        [
            ("A", "Tout le monde m'entend ? Au micro, Marie Delcourt, présidente."),
            ("B", "Bonsoir. Au micro, Samir Haddad, qui nous parle du réseau."),
        ],
        {"A": "Marie Delcourt"},
    ),
    "who introduces himself may say to whom before he gives his name": (
        [
            ("A", "Merci. Je me présente pour les nouveaux parents, Samir Haddad, ingénieur."),
            ("B", "Let me introduce myself briefly: Ana Ferreira, I look after the books."),
        ],
        {"A": "Samir Haddad", "B": "Ana Ferreira"},
    ),
    "who stands for an office, or has said who he is, may speak of others then": (
        [
            ("A", "Je me présente aux élections. Samir Haddad, mon adjoint, aussi."),
            ("B", "Je me présente comme candidat. Marie Delcourt, juriste, me suit."),
            ("C", "Je me présente rapidement. Ana Ferreira, vous me connaissez déjà."),
        ],
        {},
    ),
    "in a round of names each gives his own": (
        [
            ("A", "Bonjour, Marie Delcourt, juriste à Nantes."),
            ("B", "Samir Haddad, ingénieur. Je travaille sur les réseaux."),
        ],
        {"A": "Marie Delcourt", "B": "Samir Haddad"},
    ),
    "whoever greets, thanks or contradicts somebody is not that one": (
        [
            ("A", "Merci Marie. Je passe au point suivant."),
            ("B", "Bonjour Samir, bonjour à tous."),
            ("C", "John Whitfield, je ne suis pas d'accord."),
            ("D", "Ana Ferreira, une dernière remarque."),
            ("E", "Marie Delcourt, je travaille sur ce sujet depuis vingt ans."),
        ],
        {},
    ),
    "whoever has spoken before and then begins with a name announces somebody": (
        [
            ("A", "Nous passons au contrat, puis au réseau du projet."),
            ("B", "Volontiers, le réseau est prêt."),
            ("A", "Marie Delcourt, juriste à Nantes."),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {},
    ),
    "who gives his name may say what he does": (
        [
            ("A", "Marie Delcourt, je représente ici les juristes."),
            ("B", "Ana Ferreira, I chair this meeting."),
        ],
        {"A": "Marie Delcourt", "B": "Ana Ferreira"},
    ),
    "a name said in one's first words may be one's own, and opposes no thanks": (
        [
            ("A", "Bonjour à tous. Marie Delcourt, votre conseillère. Le contrat est prêt."),
            ("B", "Merci madame Delcourt, on va le lire."),
            (
                "C",
                "Samir Haddad, du bureau d'études, merci de m'accueillir. Est-ce votre bureau ?",
            ),
            ("D", "Oui, depuis mars."),
        ],
        {"A": "Marie Delcourt"},
    ),
    "who gives his name after a word of welcome says what he does": (
        [
            ("A", "Bonjour à tous, merci d'être là. Samir Haddad, je m'occupe du réseau."),
            ("B", "Monsieur Delcourt, je représente les riverains."),
            ("C", "Ana Ferreira, je pilote avec vous ce projet."),
        ],
        {"A": "Samir Haddad"},
    ),
    "who is announced did not give his name": (
        [
            ("A", "Marie Delcourt, notre juriste, va nous dire ce que je ne sais pas."),
            ("C", "Le contrat est valable jusqu'en mars."),
        ],
        {},
    ),
    "a name that one gives as one's own calls nobody, and casts no doubt on who speaks next": (
        [
            ("B", "On attend encore deux personnes, et puis nous pouvons commencer."),
            ("A", "Bonsoir, les comptes de la cantine sont prêts, je vous les envoie demain."),
            (
                "B",
                "Merci John. Je me présente pour les nouveaux : Ana Ferreira, directrice. "
                "Ana Ferreira, directrice de l'école.",
            ),
            ("A", "Les comptes sont en ligne depuis ce matin, vous verrez."),
        ],
        {"A": "John Whitfield", "B": "Ana Ferreira"},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


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
    assert namings([("A", text), ("B", "Bien.")])["A"].name == name
