"""What an operator can read of the settings."""

from streams.settings import Settings


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
