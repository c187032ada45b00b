"""Prompts are files with a version, in French and English."""

import re

import pytest

from agents.prompts import LANGUAGES, prompt

PURPOSES = ("clean", "identify", "metadata")


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_a_version_and_says_that_what_it_is_given_are_data(
    purpose: str, language: str
) -> None:
    found = prompt(purpose, language)
    assert re.fullmatch(rf"{purpose}\.{language}\.\d+", found.version)
    assert re.search(r"\bdata\b" if language == "en" else r"\bdonnée\b", found.text)
    assert not found.text.startswith("version")


@pytest.mark.parametrize("language", ["de", None])
def test_other_languages_are_asked_about_in_english(language: str | None) -> None:
    assert prompt("clean", language) == prompt("clean", "en")
