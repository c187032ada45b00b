"""Printed e-mails."""

from agents.context import people

HEADERS = """\
De : Ana Roy <ana@example.org>
Envoyé : mardi 3 février 2026 09:12
À : Luc Petit; MARTIN Zoé <zoe@example.org>; Data Team
Cc : 'Tom Baker'; Belkacem, Nora; accueil@example.org
Objet : Collecte Sélective

Relations avec Air France
"""


def test_whoever_wrote_or_got_an_e_mail_is_known_with_his_own_address() -> None:
    assert [(p.name, p.email) for p in people.listed(HEADERS)] == [
        ("Ana Roy", "ana@example.org"),
        ("Zoé Martin", "zoe@example.org"),
        ("Luc Petit", None),
        ("Tom Baker", None),
        ("Nora Belkacem", None),
    ]


def test_what_follows_from_or_to_elsewhere_is_nobody() -> None:
    assert people.listed("From: Belle Île\nTo: Port Navalo\nSubject: your booking") == []


THREAD = """\
To: Ana Roy
From: Petit, Luc (Head of Sales)
Subject: tonight

A,
The room is booked.

> From: Ana Roy
> To: Zoé Martin; Belkacem, Nora
> 12 June, Second reminder
"""


def test_mails_without_addresses_are_told_by_their_greeting_or_by_being_quoted() -> None:
    assert [(p.name, p.role) for p in people.listed(THREAD)] == [
        ("Ana Roy", None),
        ("Luc Petit", "Head of Sales"),
        ("Zoé Martin", None),
        ("Nora Belkacem", None),
    ]
    booking = THREAD.partition("\n\n")[0]
    assert people.listed(booking) == []
    assert len(people.listed(booking.replace(": tonight", ": RE: tonight"))) == 2
    assert len(people.listed(f"{booking}\n\nDear Ana, it is late.")) == 2
    assert people.listed("To: Belle Île\nDate: 3 May\n\nHello,") == []


def test_below_the_writers_name_stands_what_he_does() -> None:
    letter = """\
De : Sophie Vandenbroucke <sophie@example.org>
À : Ana Roy <ana@example.org>
Objet : staff de mardi

Bonne fin de semaine,

Sophie Vandenbroucke
Pharmacienne – poste 4417
"""
    assert [(p.name, p.role) for p in people.listed(letter)] == [
        ("Sophie Vandenbroucke", "Pharmacienne"),
        ("Ana Roy", None),
    ]
    # Without a header, and not at the end, it may be anything.
    body = letter.partition("\n\n")[2]
    unsent = f"{body}\nSalle 2\n\nBâtiment B\n\nParking\n"
    assert people.listed(unsent) == []


CHAT = """\
# release (export)
[18:02] Ana Roy: in Leeds until friday
[18:04] Luc P.: I'll tell them
[02:14] Alert Bot: QUEUE DEPTH > 500
[02:16] Zoé: false alarm
12/03/2026, 09:12 - Tom Baker (ops): coffee first
[18:09] Ana Roy: thanks
"""


def test_whoever_writes_in_a_chat_is_known() -> None:
    assert [p.name for p in people.listed(CHAT)] == ["Ana Roy", "Tom Baker"]


def test_a_schedule_is_no_chat() -> None:
    places = ("Val Fleuri", "Pont Neuf", "Beau Lieu", "Hall Haut")
    assert people.listed("\n".join(f"09:00 {place}: open" for place in places)) == []
    assert people.listed("09:00 Val Fleuri: open\n10:00 Val Fleuri: shut") == []
