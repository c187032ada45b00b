"""Small meetings with a trap each: who is named, and who must not be."""

from collections.abc import Mapping, Sequence

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import turns_of
from agents.identify.names import Known

ANA = Known("Ana Ferreira", "ana.pdf")
JOHN = Known("John Whitfield", "john.docx")
MARIE = Known("Marie Delcourt", "marie.txt", role="Juriste")
SAMIR = Known("Samir Haddad", "samir.txt", role="Ingénieur réseaux")
THIERRY = Known("Thierry Le Goff", "thierry.txt")
PEOPLE = (ANA, JOHN, MARIE, SAMIR, THIERRY)
PAUSE_S = 0.6
WORD_S = 0.35


def named(dialogue: Sequence[tuple[str, str]], people: Sequence[Known] = PEOPLE) -> dict[str, str]:
    """The name of each speaker who got one. A word takes as long as words do."""
    segments, at = [], 0.0
    for who, text in dialogue:
        end = at + WORD_S * len(text.split())
        segments.append({"speaker": who, "start": at, "end": end, "text": text})
        at = end + PAUSE_S
    clues = evidence.clues(turns_of(segments), people)
    found = logic.identify(list(dict.fromkeys(who for who, _ in dialogue)), {}, clues, 0.6)
    return {speaker: naming.name for speaker, naming in found.items() if naming.name}


MEETINGS: Mapping[str, tuple[Sequence[tuple[str, str]], Mapping[str, str]]] = {
    "whoever is asked answers": (
        [("A", "Marie, pouvez-vous résumer ?"), ("B", "Oui, le projet avance comme prévu.")],
        {"B": "Marie Delcourt"},
    ),
    "whoever is given the floor has it": (
        [("A", "I will hand over to John."), ("B", "Thank you, here are the figures we have.")],
        {"B": "John Whitfield"},
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
    "thanks at the end of a turn are for whoever spoke": (
        [("A", "Le budget est prêt."), ("B", "Je vous remercie, Marie."), ("C", "Une question.")],
        {"A": "Marie Delcourt"},
    ),
    "thanks over a word thrown in are not for whoever threw it in": (
        [
            ("A", "Le réseau tient, nous l'avons essayé hier."),
            ("B", "Très bien."),
            ("C", "Merci Samir. Passons au budget."),
        ],
        {},
    ),
    "thanks after a remark may be for whoever made it, or for whoever said more": (
        [
            ("A", "Où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier toute la journée."),
            ("C", "Et il est moins cher."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {},
    ),
    "such thanks over different remarks are for whoever said more": (
        [
            ("A", "Où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier toute la journée."),
            ("C", "Et il est moins cher."),
            ("A", "Merci Samir. Et pour les nouveaux locaux ?"),
            ("B", "Ils seront raccordés au mois de mars, si tout va bien."),
            ("D", "Ou bien en avril."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "thanks are not for whoever spoke before the thanker last did": (
        [
            ("B", "Le réseau tient, nous l'avons essayé hier toute la journée."),
            ("A", "Et le contrat, est-ce qu'il est signé ?"),
            ("C", "Il est signé."),
            ("A", "Merci Marie. Passons au budget."),
        ],
        {"C": "Marie Delcourt"},
    ),
    "thanks count less where somebody else was called by the name": (
        [
            ("A", "Samir, où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier."),
            ("C", "Et il est moins cher que l'ancien."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "whoever greeted is greeted back by name": (
        [
            ("A", "Good morning everyone, and thank you for coming."),
            ("B", "Good morning, Ana. Can everybody see the plan?"),
            ("A", "Yes, it is there."),
        ],
        {"A": "Ana Ferreira"},
    ),
    "a guest who is greeted is not whoever spoke before": (
        [
            ("A", "Le budget est prêt."),
            ("B", "Bonjour Marie, nous vous attendions."),
            ("C", "Désolée pour le retard."),
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
    "who may listen later is not asked": (
        [
            ("A", "Marie, si tu écoutes l'enregistrement, courage. Vous avez une question ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "John, if you hear this, get well. Do you have a question?"),
            ("C", "It can be done by the end of the year."),
        ],
        {},
    ),
    "who is thought of is not asked": (
        [
            ("A", "John, si tu nous écoutes, on pense à toi. Le réseau est prêt."),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {},
    ),
    "a full name after a greeting and a comma may be of whoever says it": (
        [
            ("A", "Bonjour à tous, on commence par un tour de table."),
            ("B", "Bonjour, Samir Haddad, je tiens les comptes."),
            ("A", "Merci monsieur Haddad. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "a greeting or a yes to somebody calls him not": (
        [
            ("A", "Bonjour Marie. Je commence par le budget."),
            ("B", "Attendons un peu avant de voter."),
            ("A", "D'accord Samir. Je continue."),
            ("C", "Attendons encore un peu."),
        ],
        {},
    ),
    "a title that ends a sentence is of whoever was thanked": (
        [
            ("A", "Où en est le réseau du projet ?"),
            ("B", "Il tient, nous l'avons essayé hier."),
            ("A", "Merci madame. Marie, et le contrat ?"),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {"C": "Marie Delcourt"},
    ),
    "who cannot come is not asked": (
        [
            ("A", "John can't make it today, he is ill."),
            ("B", "Then let us wait for him."),
            ("A", "Le maire, monsieur Samir Haddad, est d'accord."),
            ("C", "Alors je le suis aussi."),
        ],
        {},
    ),
    "what is left is asked of whoever is named": (
        [
            ("A", "Samir, il reste combien sur le compte ?"),
            ("B", "Quatre mille euros et des poussières."),
        ],
        {"B": "Samir Haddad"},
    ),
    "who says what only one of them is, is him": (
        [
            ("A", "Bonsoir. Je suis la juriste du projet et je vais vous présenter le contrat."),
            ("B", "Je suis ingénieur, mais pas dans votre domaine."),
        ],
        {"A": "Marie Delcourt"},
    ),
    "the neighbour of somebody with a role has it not": (
        [("A", "Je suis la voisine de la juriste."), ("B", "Très bien, nous vous écoutons.")],
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
    "who is spoken of is not called": (
        [("A", "Marie, elle, pense le contraire."), ("B", "C'est ce que je crois aussi.")],
        {},
    ),
    "who is absent is not the next": (
        [("A", "Marie, qui n'a pas pu venir, vous salue."), ("B", "Quel dommage pour nous tous.")],
        {},
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
    "whoever is greeted in full greets back, and whoever is welcomed gives thanks": (
        [
            ("A", "Et d'abord Ana Ferreira, qui nous vient de loin. Ana Ferreira, bonsoir."),
            ("B", "Bonsoir, je suis ravie."),
            ("A", "Bienvenue, Samir."),
            ("C", "Merci, je suis heureux d'être là."),
        ],
        {"B": "Ana Ferreira", "C": "Samir Haddad"},
    ),
    "whoever is greeted by those who know him is none of them": (
        [
            ("A", "Bonjour Marie."),
            ("B", "Bonjour, on commence bientôt."),
        ],
        {},
    ),
    "thanks to several at the end are hardly for whoever spoke last": (
        [
            ("A", "Le réseau tient, nous l'avons essayé."),
            ("B", "Merci Marie, merci Ana. Bonne soirée."),
            ("C", "Le contrat ne le prévoit pas."),
            ("B", "Merci Samir, et merci à tous."),
        ],
        {},
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
    "an article may begin a surname": (
        [
            ("A", "Merci madame. Monsieur Le Goff."),
            ("B", "Je n'ai rien à ajouter sur ce point."),
            ("C", "Merci monsieur Le Goff. Passons au budget."),
        ],
        {"B": "Thierry Le Goff"},
    ),
    "thanks may come after the name": (
        [
            ("A", "It can be done by the end of the year."),
            ("B", "Dr. Ferreira, thank you so much."),
            ("C", "Le réseau tient, nous l'avons essayé."),
            ("B", "Samir, merci de commencer."),
        ],
        {"A": "Ana Ferreira"},
    ),
    "who is announced did not give his name": (
        [
            ("A", "Marie Delcourt, notre juriste, va nous dire ce que je ne sais pas."),
            ("C", "Le contrat est valable jusqu'en mars."),
        ],
        {},
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
    "of two who are asked at once either may answer": (
        [
            ("A", "Marie, Samir, votre avis ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {},
    ),
    "a guest who is greeted is not the host": (
        [
            ("A", "Bonjour, Marie Delcourt, merci de venir. Je commence."),
            ("B", "Bonjour, avec plaisir."),
        ],
        {"B": "Marie Delcourt"},
    ),
    "a weekday or a town hall is not Marie": (
        [
            ("A", "Il faut aller à la mairie. Mardi, ça vous va ?"),
            ("B", "Oui, le matin si possible."),
            ("A", "Mairie, école, tout est fermé ?"),
            ("C", "Non, pas avant midi."),
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
    "thanks may say what for, and count with a call before": (
        [
            ("A", "Bonne question, Ana."),
            ("D", "It can be done by the end of the year."),
            ("A", "Thanks for that, Ana."),
        ],
        {"D": "Ana Ferreira"},
    ),
    "thanks to somebody for something are not to whoever spoke": (
        [
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Merci pour les notes que Samir a prises, Marie."),
        ],
        {},
    ),
    "who is quoted, agreed with or welcomed speaks not next": (
        [
            ("A", "As John said, we need more time."),
            ("B", "I agree with Ana that this is late."),
            ("A", "Comme l'a dit Marie, il faut attendre."),
            ("C", "Je vous présente Samir Haddad, qui nous rejoint."),
            ("D", "It is good to see so many of you."),
        ],
        {},
    ),
    "who is not there does not answer": (
        [("A", "Est-ce que Marie est là ?"), ("B", "Non, elle arrive plus tard.")],
        {},
    ),
    "a name that two have is nobody's": (
        [("A", "Marie, votre avis ?"), ("B", "Il est bon, et il faut commencer maintenant.")],
        {},
    ),
}
NAMESAKE = Known("Marie Aubert", "aubert.txt")


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    people = (*PEOPLE, NAMESAKE) if meeting == "a name that two have is nobody's" else PEOPLE
    assert named(dialogue, people) == expected
