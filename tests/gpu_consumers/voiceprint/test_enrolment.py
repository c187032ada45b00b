"""A voice that is given with a name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.hostile.media import wav
from gpu_consumers.memory import Budget
from schemas import events as e
from streams import events
from streams.errors import PoisonError
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.models


def test_an_enrolled_voice_is_known_again(
    local: Settings, objects: ObjectStore, models: None, clip: Callable[[str], Path]
) -> None:
    from gpu_consumers.voiceprint.worker import Voiceprints
    from gpu_consumers.voices import Voices

    worker = Voiceprints(local, objects, Voices(local, Budget(local)))
    panel = clip("").parent / "panel"
    kwame = _enrol(worker, panel / "enrolment" / "kwame_mensah.mp3")
    other = _enrol(worker, clip("trn05.flac"))
    assert kwame.seconds >= 3.0
    assert np.linalg.norm(kwame.embedding) == pytest.approx(1.0, abs=1e-4)
    assert float(np.dot(kwame.embedding, other.embedding)) < 0.6


def test_a_silent_enrolment_is_refused_in_words(
    local: Settings, objects: ObjectStore, models: None
) -> None:
    from gpu_consumers.voiceprint.worker import Voiceprints
    from gpu_consumers.voices import Voices

    path = f"{objects.root}/silence.wav"
    objects.put_bytes(path, wav(np.zeros(16_000 * 5, np.int16).tobytes()))
    worker = Voiceprints(local, objects, Voices(local, Budget(local)))
    with pytest.raises(PoisonError, match="s of speech"):
        _enrol(worker, Path(path.removeprefix("file://")))


def _enrol(worker: Any, path: Path) -> e.Voiceprint:
    from uuid import UUID

    transcript = UUID(int=7)
    emitted: list[Any] = []
    worker.handle(
        e.VoiceprintsRequested(
            meta=events.meta(e.VoiceprintsRequested, transcript),
            transcript_id=transcript,
            user_id="tester",
            purpose=e.VoiceprintPurpose.ENROLMENT,
            audio_uri=f"file://{path}",
            name="Kwame Mensah",
        ),
        emitted.append,
    )
    [computed] = emitted
    [voiceprint] = computed.voiceprints
    return voiceprint
