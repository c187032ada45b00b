"""What an upload may say of its own recognition, and what holds where it says nothing."""

from dataclasses import replace

from schemas.events import AudioUploaded
from streams.errors import PoisonError
from streams.settings import Settings


def resolved(event: AudioUploaded, settings: Settings) -> AudioUploaded:
    """The upload with the deployment's choices where it makes none.

    Raises `PoisonError` for a model that uploads may not choose.
    """
    model(settings, event.asr_model)
    said = (event.num_speakers, event.min_speakers, event.max_speakers)
    fewest, most = (settings.min_speakers, settings.max_speakers) if not any(said) else said[1:]
    return replace(
        event,
        language=event.language or settings.asr_language,
        min_speakers=fewest,
        max_speakers=most,
        word_times=settings.word_times if event.word_times is None else event.word_times,
    )


def models(settings: Settings, asr_model: str | None) -> dict[str, str]:
    """The models that a recording is taken through, whose upload names a recogniser or none."""
    return settings.models | ({"asr": asr_model} if asr_model else {})


def model(settings: Settings, name: str | None) -> str:
    """Hub name or folder of a recogniser that an upload names; empty for the packaged one.

    Names come from the settings alone, so that no upload makes a worker fetch anything. Raises
    `PoisonError` for another name.
    """
    if name is None or name == settings.models["asr"]:
        return settings.asr_model
    if name not in settings.asr_models:
        allowed = ", ".join(sorted({settings.models["asr"], *settings.asr_models}))
        raise PoisonError(
            f"there is no recogniser {name!r}: submit the recording again with one of {allowed}"
        )
    return settings.asr_models[name]
