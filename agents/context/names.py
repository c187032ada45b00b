"""How a name is written in a document, and what only looks like one: pure."""

import re
from collections.abc import Iterator

from agents.context import roles
from agents.context.logic import COMPANY, PARTICLES, name_in
from agents.context.logic import TITLE as BEFORE

# Latin capitals, those of Polish, Czech, Turkish or Romanian names too.
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢİĪĮĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
CAPITAL = rf"[{UPPER}][\w'’]+(?:-[\w'’]+)*"
PARTICLE = rf"(?:{'|'.join([*PARTICLES, *map(str.upper, PARTICLES)])})"
# "Ana van den Berg", "Ana d'Orval", "VAN DEN BERG Ana", "John F. Kennedy". What stands after a wide
# gap or a tab is in another column.
GAP = r"[^\S\t\n]{1,2}(?=\S)"
_LATER = rf"{GAP}(?:{PARTICLE}{GAP}){{0,3}}(?:[dD]['’])?{CAPITAL}"
FULL = rf"{CAPITAL}(?:{GAP}[{UPPER}]\.){{0,2}}(?:{_LATER}){{1,2}}"
TITLE_WORD = (
    r"\b(?:M\.|Mmes?|Mlle|MM\.|Me|Maître|Drs?\.?|Pr\.?|Prof\.?|Professeure?|Professor|Docteure?"
    r"|Mr\.?|Mrs\.?|Ms\.?|Miss|Mx\.?|Judge|JUDGE|Juge|Sir|Constable|PCSO|[DP]C|Dame|S/N"
    r"|(?:[Tt]he\s)?(?:Revd?|Reverend|Ven)\.?(?:\s(?:Canon|Fr|Dr|Prof)\.?)?|Fr\.?|Father|Sister"
    r"|Sra\.|Mgr\.?|Abbé|Sœur|Imam"
    r"|(?:(?:County|District)\s)?(?:Cllrs?\.?|Councillors?)|Madame|Monsieur)"
)
TITLE = rf"{TITLE_WORD}\s+"
# What somebody has been given, after his name.
_HONOURS = re.compile(
    r",?\s+(?:KC|QC|MP|OBE|MBE|CBE|PhD|DPhil|MD|MSc|BSc|MBA|LLB|LLM|CEng|FRS|JP|Esq\.?"
    r"|[AFM]R(?:ICS|IBA|CP|CS|SA|TPI)|FCA|ACA|RGN|RIBA)$"
)
BETWEEN = re.compile(r"[,;/]| et | and | & ")
# Nobody's name begins with them, though some end one (Bureau, Lot); "La" and "Le" may begin a
# surname, if it is told by more.
FIRST = frozenset(
    word
    for line in (
        "les the un une our notre tous all bureau lot tour terrasse quatuor orchestre restaurant",
        "château coordination assurance insurance plomberie électricité maçonnerie charpente",
        "menuiserie couverture peinture carrelage serrurerie étanchéité chauffage climatisation",
        "sales marketing finance group intranet extranet support logistics logistique maintenance",
        "achats purchasing procurement secrétariat ref réf ring call phone ask see ext st",
    )
    for word in line.split()
)
# Firms, offices and places in capitals after a common noun. Without a vowel it goes without saying;
# what is as often a surname (Do, Cao, Dao) is left out.
ACRONYMS = frozenset(
    word
    for line in (
        "ceo coo cio cmo cto cfo cpo cdo dga rse cse apac emea usa sarl sas sasu scop eurl sci",
        "inc bet moa moe amo opc ars chu ehpad api ag ong ngo asso apl esat ccas caue oph adil",
        "insee ademe dreal pta urssaf edf engie insa ratp axa maif macif uno oecd unesco ocde",
        "nasa aoc iso",
    )
    for word in line.split()
)
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-XZ]{3,}")
# Words with capitals that begin headings, places, things and dates, not names.
OTHER = frozenset(
    word
    for line in (
        "ordre jour réunion comité conseil compte rendu point points date lieu objet présentation",
        "janvier février mars juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche salle rue avenue place quai boulevard",
        "agenda meeting minutes session item items room street road january february march",
        "july august september october november december monday tuesday wednesday",
        "thursday friday saturday sunday south east new the project team review plan",
        "nom prénom name role fonction tbd",
        "budget projet équipe service direction ville mairie région saint sainte bilan questions",
        "commune résidence collège lycée école gare hôtel café parc square stade tribunal",
        "office assemblée générale générales conférence conference table ronde panel jury",
        "interview dossier feuille fiche convocation programme sommaire annexe article",
        "rapport annuel annual report contrat facture société groupe entreprise atelier éts",
        "club syndicat association film séquence décor plateau call sheet schedule rules",
        "services accueil pause déjeuner ouverture clôture visite bienvenue coffee break lunch",
        "opening closing remarks discussion keynote welcome introduction next steps business",
        "action actions decision risks library server network platform data cloud web software",
        "site reliability magasin central index learning machine system release",
        "pages total guild squad collectif indivision pôle building mode directory taxi",
        "community client air customer produit product fournisseur supplier destination",
        "location sponsor moteur settings",
        "réseau sci sarl scop eurl gmbh présents trust partners harbour politecnico fonds",
        "compagnie with from before after about how why what when where your their selon avec",
        "pour dans sans vers chez entre depuis suite ressources resources committee assembly out",
        "humaines sud ouest immobilier assurances desk village heure sujet horaire thème topic",
        "lines primary junior academy mediation médiation consulting solutions productions",
        "presses zone gymnase piscine port nord est éditions qualité sécurité quality safety",
        "security press printers publishing",
    )
    for word in line.split()
)


def name_of(text: str) -> str | None:
    """The name, if the words are one and not an organisation's, a place's, a job's or a title's."""
    bare = text.strip(" *_|-–—.")
    while (shorter := _HONOURS.sub("", BEFORE.sub("", bare))) != bare:
        bare = shorter
    bare = without_own_initials(bare)
    words = [word.casefold().strip(".") for word in bare.split()]
    if not words or words[0] in FIRST or COMPANY.search(bare) or OTHER.intersection(words):
        return None
    # "LA ROCCA Paolo" is somebody; with a title so is whoever has the name of a job.
    heading = words[0] == "la" and (bare.startswith("La ") or bare.isupper())
    # "Ana R." may be anybody.
    if heading or len(words[-1]) == 1 or re.search(r"\d|['’]s\b", bare):
        return None
    titled = BEFORE.search(text.strip(" *_|-–—.")) is not None
    return name_in(bare) if titled or not (_is_job(bare.split()) or _has_acronym(bare)) else None


def without_own_initials(name: str) -> str:
    """Without what a legend has before a name: "OS Oliver Stainby"."""
    initials, _, rest = name.partition(" ")
    own = "".join(part[0] for part in re.findall(r"[^\W\d_]+", rest)).upper()
    return rest if len(initials) > 1 and initials == own else name


def _has_acronym(text: str) -> bool:
    """Whether one of the words in capitals is none of a name: "Malaval BET", "St Brigid's CPS"."""
    words = [] if text.isupper() else [w for w in re.findall(r"[^\W\d_]+", text) if w.isupper()]
    return any(w.casefold() in ACRONYMS or _CONSONANTS.fullmatch(w) for w in words)


def _is_job(words: list[str]) -> bool:
    """Whether the words are "Chef Monteur" or "Marketing Director"; Adam DRIVER is none."""
    surname = words[-1].isupper() and not words[0].isupper()
    return roles.says_role(words[0]) or (not surname and roles.says_role(words[-1]))


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """Each name of an enumeration, with what stands in brackets or after a comma beside it."""
    found: list[tuple[str, str]] = []
    for part in BETWEEN.split(text):
        bare, _, aside = part.partition("(")
        if name := name_of(bare):
            found.append((name, aside.strip(" ).*_")))
        elif found and not found[-1][1]:
            found[-1] = (found[-1][0], part.strip(" ).*_"))
    yield from found
