"""Words that say what somebody is or does, in a label or as a job's title. Pure.

They are listed, since no ending tells them: a "fournisseur" is a company, and Vasseur a name.
Those that are usual surnames (Charpentier, Baker) are left out.
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
        "mathematician freelance porteparole spokesperson spokesman spokeswoman representant",
        "representative suppleant titulaire organisateur organisatrice organiser organizer",
        "convenor examinateur examinatrice examiner tuteur tutrice tutor mentor parrain",
        "marraine educateur educatrice proviseur syndic gardien concierge caretaker",
        "proprietaire locataire tenant landlord habitant resident huissier bailiff magistrat",
        "magistrate prevenu defendant plaignant plaintiff demandeur demanderesse defendeur",
        "defenderesse claimant respondent appellant gendarme policier pompier firefighter",
        "capitaine captain lieutenant colonel scripte realisateur realisatrice cineaste",
        "filmmaker scenariste screenwriter producteur productrice producer cadreur cadreuse",
        "perchiste monteur monteuse regisseur regisseuse maquilleur maquilleuse decorateur",
        "decoratrice eclairagiste gaffer operateur operatrice comedien comedienne",
        "acteur actrice actor actress musicien musicienne musician artiste artist illustrateur",
        "illustratrice illustrator graphiste ecrivain novelist poete poet philosophe",
        "philosopher libraire editeur editrice publisher maquettiste correcteur correctrice",
        "testeur testeuse tester conservateur conservatrice curator archiviste archivist",
        "organiste kinesitherapeute physiotherapist soignant sagefemme midwife therapist",
        "veterinaire chirurgien chirurgienne surgeon dentiste dentist geriatre pediatre",
        "psychiatre psychiatrist cardiologue pneumologue radiologue oncologue orthophoniste",
        "ergotherapeute nutritionist beekeeper hydrologue hydrologist hydrogeologue geologue",
        "geologist glaciologue biologiste biologist chimiste chemist physicien physicienne",
        "physicist ecologue ecologist archeologue archaeologist anthropologue anthropologist",
        "linguiste linguist climatologue demographe politologue maraicher maraichere eleveur",
        "eleveuse apiculteur apicultrice horticulteur cadre paysagiste ebeniste fleuriste",
        "cheffe candidat candidate scrutateur scrutatrice assesseur substitut doyen dean vp",
        "trustee headteacher headmaster headmistress governor convener mediator mediateur",
        "mediatrice vicar vicaire rector recteur curate churchwarden warden sacristan",
        "sacristain archdeacon diacre imam rabbi rabbin keeper ombudsman superintendent",
        "sergeant paralegal dispatcher foreman receptionist receptionniste standardiste",
        "interimaire magasinier fondeur soudeur welder paramedic ambulancier brancardier",
        "aidesoignant puericultrice dieteticien dieteticienne dietitian reporter pigiste",
        "chroniqueur chroniqueuse caissier caissiere cashier",
    )
    for word in line.split()
)


# What follows says of what, or by whom: "directrice de recherche" is one, "façon du chef" none.
_OF = re.compile(r"\s(?:d['’]|(?:de|du|des|of|for|by|par|pour|with|avec|à|au|aux|at)\b)")
# A role is told by so many words at most, before what it is of.
MOST_WORDS = 5


def says_role(text: str) -> bool:
    """Whether the text begins with what somebody is or does."""
    letters = unicodedata.normalize("NFD", _OF.split(text.casefold(), maxsplit=1)[0])
    bare = re.sub(r"[\u0300-\u036f]", "", letters)
    words = re.findall(r"\w+", bare)[:MOST_WORDS]
    joined = [word.replace("-", "") for word in re.findall(r"\w+(?:-\w+)+", bare)]
    return any(ROLES & _forms(word) for word in (*words, *joined))


def _forms(word: str) -> set[str]:
    """A word, and what it may be the plural or the feminine of."""
    singular = word.removesuffix("s")
    return {word, singular, singular.removesuffix("e")}
