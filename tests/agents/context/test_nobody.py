"""Documents that speak of nobody, though most of their lines have words with capitals."""

import pytest

from agents.context import people

DOCUMENTS = {
    "recipe": """\
# Pain Perdu – recette de grand-mère
- Beurre Doux : 30 g
Crème Brûlée, façon du chef
Astuce du chef : Fleur de Sel""",
    "menu": """\
MENU DU MARCHÉ
Salade Niçoise, thon et anchois
Croque Madame (servi avec frites)
Boeuf Bourguignon – 18 €""",
    "contract": """\
Fournisseur : Air Liquide, gaz industriels
Prestataire : Alpha Conseil, cabinet de conseil
Force Majeure – suspension des obligations
Conditions Générales (annexe 1)""",
    "report": """\
# Rapport Annuel – exercice 2024
Développement Durable, responsabilité sociale
Pilote : Direction Générale
Relations avec Air France, partenaire historique""",
    "technical note": """\
Apache Kafka is a distributed event store.
Amazon Web Services (cloud provider)
Load Balancer: Nginx Plus, release 30
| Component | Owner | Status |
| --- | --- | --- |
| Event Store | Platform Team | green |""",
    "addresses": """\
Hôtel Bellevue, quai des Brumes
Lycée Marie Curie – internat
Salle Jean Moulin (rez-de-chaussée)
Buenos Aires, capitale""",
    "figures": """\
| Région | Chiffre d'affaires |
| --- | --- |
| Pays de Loire | 820 |
| Hauts de France | 640 |""",
    "programme": """\
9 h 00  Accueil Café, hall
10:30 Coffee Break
14:30 Panel Discussion – the future of work
15:00 Closing Remarks – plenary
1. Budget Général – adoption""",
    "house rules": """\
# House Rules (flat 4)
Smoke Detector – test each month
Front Door: Yale Lock, two keys
Emergency Services: call 112""",
    "bill": """\
Désignation | Responsable | Montant
Main d'Œuvre | Atelier Nord | 1 200
Conditions de Paiement : Trente Jours""",
    "films": """\
La Haine, drame
The Big Sleep – film noir
Pulp Fiction (interdit aux moins de 12 ans)
Production : Les Films du Losange""",
    "lesson": """\
Révolution Française – causes
Code Civil, livre premier
Prix Nobel de Physique (1921)
Union Européenne : élargissement""",
    "site meeting": """\
Expert : Bureau Veritas
Coordonnateur SPS : Présents Plus
Partie civile : SNCF Réseau, représentée par son avocat
SCI Les Tilleuls, copropriétaire""",
    "notice": """\
The engineer, Royal Haskoning, was appointed.
L'architecte, Atelier Nouvel, a remis les plans.
- [ ] Google Drive: clean the folder
Point Info Jeunes      Conseiller emploi      04 76 00 00 00
Mission Locale         Conseillère            04 76 00 00 02""",
    "gala": """\
19h00 Cocktail dînatoire – Terrasse Sud
20h15 Concert : Quatuor Ébène
09:20  Keynote: Living With Floods
16:00  Boat Tour: Old Harbour
Suite à notre échange avec Véolia Propreté, je vous propose le jeudi 12 février.
Supported by Green Homes Trust""",
    "acronyms": """\
Qui | Représenté par | Prés.
Plomberie CVC | M. Moulin | P
Coordination OPC | Mme Serre | P
Assurance TRC | M. Blin | E
Note à produire (BET Garrigue)
Marion Wharf's PTA - circular 3
Attn: our Group CTO, the Regional CMO and Sales EMEA
Miles Kent (Orchard Lowe LLP) drafted it
Accueil Intranet H2O - annuaire
Call RUPERT at once; our Ref INV-3302
NORD-LINK General Assembly, Tromsø""",
    "sheets": """\
Heure Sujet | Animateur·rice
Thème Horaire – responsable
St Olave's Junior, governor election
Mediator: Quayside Mediation
Northern Ferry Lines (operator)
UN United Nations | EU European Union""",
    "titles": """\
COMMUNE DE SAINT-AUBIN-LES-TANNEURS (fictive)
INTERVIEW PANEL - Head of the drinking water laboratory
RÉSIDENCE LES GLYCINES (fictive)
FEUILLE DE PRÉSENCE – ASSEMBLÉE GÉNÉRALE
CROWN COURT – cause list
Résidence Les Glycines – mardi 12 mars""",
}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_nobody_is_invented(text: str) -> None:
    assert [person.name for person in people.listed(text)] == []


@pytest.mark.parametrize(
    "job", ["Marketing Director", "Chef Opérateur", "External Auditors", "Secrétaire de RCP"]
)
def test_a_job_is_nobody(job: str) -> None:
    assert people.listed(f"Action | Responsable\nDevis | {job}") == []
    assert people.listed(f"1. Devis – {job}") == []


def test_what_stands_in_brackets_after_a_name_is_where_he_works() -> None:
    talk = "Chair: Ana Roy (Aarhus Vand)"
    assert [person.name for person in people.listed(talk)] == ["Ana Roy"]


def test_what_stands_in_another_column_is_no_part_of_a_name() -> None:
    text = "Attendees\nAna Roy    PMO Analyst      Energy\nLuc Petit   Horizon"
    found = [(person.name, person.role) for person in people.listed(text)]
    assert found == [("Ana Roy", "PMO Analyst"), ("Luc Petit", None)]
