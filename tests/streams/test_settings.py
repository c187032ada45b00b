"""Every setting says what it does; one that cannot be is told by its name, without its value."""

import pytest

from streams import settings
from streams.errors import FatalError
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ST_HEALTH_PORT", "s3cret", "ST_HEALTH_PORT: Input should be a valid integer"),
        ("ST_HEALTH_PORT", "70000", "ST_HEALTH_PORT: Input should be less than or equal to 65535"),
        ("ST_ASR_BEAM", "0", "ST_ASR_BEAM: "),
        ("ST_ASR_MODELS", '{"turbo": 3}', "ST_ASR_MODELS.turbo: "),
        ("ST_ASR_MODELS", "{s3cret", "asr_models"),
        # Of what it does not say where it lies, any file of the machine would be part.
        ("ST_OBJECT_STORE", "", "ST_OBJECT_STORE: "),
        ("ST_OBJECT_STORE", "/objects", "ST_OBJECT_STORE: "),
        ("ST_EXTRA_URI_PREFIXES", '[""]', "ST_EXTRA_URI_PREFIXES.0: "),
        ("ST_EXTRA_URI_PREFIXES", '["/"]', "ST_EXTRA_URI_PREFIXES.0: "),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(FatalError) as told:
        settings.load()
    assert said in str(told.value)
    assert "s3cret" not in str(told.value)


def test_an_object_store_of_a_kind_that_nobody_knows_is_told_in_words() -> None:
    own = Settings(_env_file=None, object_store="nonsense://store")  # type: ignore[call-arg]
    with pytest.raises(FatalError, match="ST_OBJECT_STORE names no object store"):
        ObjectStore(own).put_bytes("nonsense://store/uploads/x", b"")


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
