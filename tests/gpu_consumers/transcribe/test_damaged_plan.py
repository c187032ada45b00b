"""A plan that is damaged gives the task up in words, and is not tried again and again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gpu_consumers.layout import Work
from schemas import events as e
from streams.errors import PoisonError
from streams.events import follow
from streams.objects import ObjectStore

pytestmark = pytest.mark.models


@pytest.mark.parametrize("plan", [b"{}", b'{"speech": 1', b"[]"])
def test_a_damaged_plan_is_told_with_what_to_do(
    plan: bytes, stage: Any, objects: ObjectStore, uploaded: Callable[..., e.AudioUploaded]
) -> None:
    event = uploaded(Path("/nowhere"), 300)
    work = Work(objects.work(event.user_id, event.transcript_id))
    objects.put_bytes(work.plan, plan)
    task = e.TranscribeRequested(
        meta=follow(e.TranscribeRequested, event, part=0),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        pcm_uri=work.pcm,
        index=0,
        total=1,
        start=0.0,
        end=1.0,
        speech=[],
        result_uri=work.text(0),
    )
    with pytest.raises(PoisonError, match="streams reprocess"):
        stage.handle([task], lambda _: None)
