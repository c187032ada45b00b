"""Whom the names of files name."""

import pytest

from agents.context import cv
from agents.context.file_names import named_in

PLAIN = "Praticienne hospitalière, pneumologie\n2010 → : centre du sommeil"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("CV_Anne-Lyse_Oulès_2024.pdf", "Anne-Lyse Oulès"),
        ("cv-Ruben-de-Witt.docx", "Ruben de Witt"),
        ("Ruben Bekker - CV (EN) v2.pdf", "Ruben Bekker"),
        ("CV de Ruben BEKKER.pdf", "Ruben Bekker"),
        ("Curriculum_Vitae_BekkerRuben.pdf", "Bekker Ruben"),
        ("CV_RubenBekker.pdf", "Ruben Bekker"),
        ("2025-03 CV intervenant (remplacement).docx", None),
        ("CV-Europass-RB.docx", None),
        ("CV_RB_LO.docx", None),
        ("CV_Jean-Pierre.pdf", None),
        ("cv_acoustique.pdf", None),
        ("CV_Directrice_Technique.pdf", None),
        ("CV_Data_Platform.pdf", None),
        ("CV_Conseil_Municipal.pdf", None),
        ("CV_ruben_bekker.pdf", None),
        ("CV_Grande_Pneumologie.pdf", None),
        ("Template CV Ruben Bekker.docx", None),
        ("Ruben_Bekker.pdf", None),
        ("CVS_Ruben_Bekker.pdf", None),
    ],
)
def test_a_file_says_whose_cv_it_is(file: str, name: str | None) -> None:
    owner = cv.named_by_file(file, PLAIN)
    assert (owner.name if owner else None) == name


def test_a_text_without_a_name_is_told_by_that_of_its_file() -> None:
    owner = cv.named_by_file("CV_Ruben_Bekker.pdf", f"{PLAIN}\nruben.bekker@example.org")
    assert owner is not None
    assert (owner.role, owner.email) == (PLAIN.split("\n")[0], "ruben.bekker@example.org")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Ruben Bekker\nPneumologue", "Ruben Bekker"),
        ("Ruben BEKKER\n2010 → : centre", "Ruben Bekker"),
        ("Grand Sommeil\n2010 → : centre", "Ruben Bekker"),
    ],
)
def test_a_text_with_a_name_is_that_persons(head: str, name: str) -> None:
    owner = cv.named_by_file("CV_Ruben_Bekker.pdf", head)
    assert owner is not None
    assert owner.name == name


def test_a_text_that_begins_with_a_name_and_what_its_owner_does_is_a_cv_if_its_file_is() -> None:
    text = "Ruben Bekker\nArchitecte\n2010 → : Norwold"
    owner = cv.named_by_file("CV_architecte.pdf", text)
    assert owner is not None
    assert owner.name == "Ruben Bekker"
    assert cv.named_by_file("architecte.pdf", text) is None
    assert cv.named_by_file("CV_architecte.pdf", "Ruben Bekker\n2010 → : Norwold") is None


def test_words_that_the_text_says_are_no_name() -> None:
    assert named_in("CV_Grande_Pneumologie.pdf", "") == "Grande Pneumologie"
    assert named_in("CV_Grande_Pneumologie.pdf", "la pneumologie") is None
