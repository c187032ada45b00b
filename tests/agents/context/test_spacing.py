"""Blanks and blank lines that only spread a text over a page."""

import time

import pytest

from agents.context.spacing import closed, evened


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("   H É L È N E   D U R A N", "HÉLÈNE DURAN"),
        ("J E A N - M A R C  P E T I T", "JEAN-MARC PETIT"),
        ("I  N  È  S     C  A  R  O  U", "INÈS CAROU"),
        ("T O M  B A K  E R    L O W", "TOMBAKER LOW"),
        ("F O R M A T I O N", "FORMATION"),
        ("A B C D E F G H", "A B C D E F G H"),
        ("X O X O X O X O", "X O X O X O X O"),
        ("1 2 3 4 6 5 7 8", "1 2 3 4 6 5 7 8"),
        ("A N A", "A N A"),
        ("D U R A N Hélène", "D U R A N Hélène"),
    ],
)
def test_letters_that_stand_apart_make_words(line: str, read: str) -> None:
    assert closed(line) == read


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("  Chargée   d'études,   elle   suit   les   crues.",
         "  Chargée d'études, elle suit les crues."),
        ("signed  by   ANA  ROY  for   the  Trust", "signed by ANA ROY for the Trust"),
        ("Ana   Bob   Eve   Tom", "Ana   Bob   Eve   Tom"),
        ("Ana    Roy     Chair      Leeds    Elm", "Ana    Roy     Chair      Leeds    Elm"),
        ("Ana  Roy     Chair", "Ana Roy     Chair"),
    ],
)  # fmt: skip
def test_a_justified_line_has_single_blanks_and_columns_keep_their_gaps(
    line: str, read: str
) -> None:
    assert evened(line) == read


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("\nAna Roy\n\nChair\n\n\n\n\n3 / 7\n\n", "\nAna Roy\nChair\n\n3 / 7"),
        ("Ana Roy\nChair\n\n\n\nTom Low", "Ana Roy\nChair\n\nTom Low"),
        ("Annual Review\n\n\n1 / 7", "Annual Review\n\n1 / 7"),
        ("\n\n", ""),
    ],
)
def test_blank_lines_between_all_lines_of_a_page_separate_nothing(page: str, read: str) -> None:
    assert evened(page).strip("\n") == read.strip("\n")


@pytest.mark.timeout(10)
@pytest.mark.parametrize("line", [" " * 100_000 + "x", "A " * 50_000, "A  b " * 20_000])
def test_long_lines_are_gone_through_once(line: str) -> None:
    begun = time.monotonic()
    evened(closed(line))
    assert time.monotonic() - begun < 2
