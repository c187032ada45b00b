"""The letter for what was given up: whatever the message was, the letter can be sent and read."""

from dataclasses import replace

import pytest

from benchmarks.hostile.corpus import example
from streams import dead_letters, validate
from streams.errors import PoisonError
from streams.letters import MOST_MESSAGE, dead_letter
from streams.settings import Settings
from streams.stage import Record


def record(value: bytes) -> Record:
    return Record("segments.transcribed", 3, 7, b"key", value)


def test_a_message_that_is_too_large_stays_where_it_is_and_the_letter_says_where(
    settings: Settings,
) -> None:
    letter = dead_letter("pool", record(bytes(MOST_MESSAGE)), PoisonError("it is too large"), 1)
    assert (letter.value, letter.key) == (None, None)
    assert "the message is at segments.transcribed/3/7" in letter.reason
    with pytest.raises(PoisonError, match="too large"):
        dead_letters.replay(letter, settings)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),  # torch
        RuntimeError("CUDA failed with error out of memory"),  # CTranslate2
        RuntimeError("Failed to allocate memory for requested buffer of size 9"),  # ONNX Runtime
    ],
    ids=["python", "torch", "ctranslate2", "onnxruntime"],
)
def test_the_letter_of_a_task_that_memory_does_not_suffice_for_says_what_to_do(
    error: Exception,
) -> None:
    reason = dead_letter("transcribe", record(b"value"), error, 3).reason
    assert "ran out of memory" in reason
    assert "ST_ASR_BATCH_SIZE" in reason
    assert "replay" in reason


def test_the_letter_holds_nothing_that_no_event_may_hold() -> None:
    error = PoisonError("the name 'a\x00b\ud800' " + "x" * 100_000)
    event = replace(example("segments.transcribed"))
    event = replace(event, meta=replace(event.meta, revision=-7, trace_id="\x00"))
    letter = dead_letter("pool", record(b"value"), error, 1, event)
    assert validate.fault(letter) is None
    assert letter.reason.encode()[:20] == b"the name 'a\\0b?' xxx"
    assert (letter.transcript_id, letter.user_id) == (event.transcript_id, event.user_id)
