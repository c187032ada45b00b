"""The packaged language model server, by the client and the schemas that production uses."""

import pytest

from agents.clean.agent import clean
from agents.llm import Budget, LanguageModel
from infra.local.stack import Stack
from streams.settings import Settings

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def model(whole: Stack, settings: Settings) -> LanguageModel:
    patient = {"llm_base_url": whole.env["ST_LLM_BASE_URL"], "llm_call_deadline_s": 120.0}
    return LanguageModel(settings.model_copy(update=patient))


def test_its_answers_keep_to_the_schema(model: LanguageModel) -> None:
    schema = {
        "type": "object",
        "properties": {"kind": {"type": "string", "enum": ["cv", "glossary"]}},
        "required": ["kind"],
        "additionalProperties": False,
    }
    answer = model.ask("test", "Which kind of document is it?", "Ana Roy, CV", schema, Budget(120))
    assert answer is not None
    assert answer["kind"] in ("cv", "glossary")
    assert answer.keys() == {"kind"}


def test_what_it_makes_of_a_text_has_the_words_that_were_said(model: LanguageModel) -> None:
    said = ["bonjour à tous", "nous parlons du tramway"]
    cleaned = clean(said, {}, "fr", model, Budget(120))
    bare = [" ".join(t.casefold().replace(",", " ").rstrip(".!?… ").split()) for t in cleaned]
    assert bare == said
