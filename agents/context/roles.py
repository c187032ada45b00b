"""Words that say what somebody is or does, in a label or as a job's title. Pure.

They are listed, since no ending tells them: a "fournisseur" is a company, and Vasseur a name.
"""

import re
import unicodedata

# Without accents, in the singular; a feminine that only adds an e goes without saying.
ROLES = frozenset(
    word
    for line in (
        "directeur directrice director president chef chief head manager manageuse responsable",
        "gerant fondateur fondatrice founder cofounder associe dirigeant ceo cto cfo coo cio pdg",
        "drh dsi dga dgs officer executive supervisor superviseur leader lead principal maire",
        "mayor adjoint deputy depute senateur senatrice senator ministre minister prefet",
        "conseiller conseillere councillor elu delegue delegate commissaire commissioner chair",
        "chairman chairwoman chairperson secretaire secretary tresorier tresoriere treasurer",
        "greffier greffiere clerk rapporteur animateur animatrice facilitator facilitateur",
        "facilitatrice moderateur moderatrice moderator host guest speaker intervenant orateur",
        "oratrice presentateur presentatrice presenter temoin witness interprete interpreter",
        "coordinateur coordinatrice coordonnateur coordonnatrice coordinator referent charge",
        "membre member benevole volunteer assistant attache stagiaire intern trainee apprenti",
        "ingenieur engineer architecte architect developpeur developpeuse developer programmer",
        "designer analyste analyst consultant scientist scientifique chercheur chercheuse",
        "researcher professeur professor enseignant teacher maitresse lecturer formateur",
        "formatrice trainer coach etudiant student doctorant technicien technicienne technician",
        "administrateur administratrice administrator gestionnaire comptable accountant auditeur",
        "auditrice auditor controleur controleuse controller economist economiste juriste lawyer",
        "avocat attorney counsel solicitor barrister notaire juge judge procureur procureure",
        "prosecutor medecin doctor physician infirmier infirmiere nurse pharmacien pharmacienne",
        "pharmacist psychologue psychologist sociologue sociologist urbaniste planner surveyor",
        "geometre journaliste journalist redacteur redactrice writer editor auteur author",
        "traducteur traductrice translator bibliothecaire librarian documentaliste photographe",
        "photographer vendeur vendeuse acheteur acheteuse buyer recruteur recruteuse recruiter",
        "agriculteur agricultrice farmer artisan ouvrier ouvriere electricien electrician",
        "mecanicien mechanic chauffeur driver cuisinier cuisiniere pilote specialist specialiste",
        "expert strategist advisor adviser inspecteur inspectrice inspector historien historienne",
        "historian statisticien statisticienne statistician mathematicien mathematicienne",
        "mathematician freelance",
    )
    for word in line.split()
)


def says_role(text: str) -> bool:
    """Whether a word of the text says what somebody is or does."""
    letters = unicodedata.normalize("NFD", text.casefold())
    words = re.findall(r"\w+", re.sub(r"[\u0300-\u036f]", "", letters))
    return any(ROLES & _forms(word) for word in words)


def _forms(word: str) -> set[str]:
    """A word, and what it may be the plural or the feminine of."""
    singular = word.removesuffix("s")
    return {word, singular, singular.removesuffix("e")}
