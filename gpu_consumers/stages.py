"""The catalogue of GPU stages: what each consumes, and how its handler is made.

The libraries of one stage cost seconds and memory to import, so each is imported by its loader,
after the stage has joined its group.
"""

import gc
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from gpu_consumers.leases import Leases
from gpu_consumers.memory import Budget
from gpu_consumers.packing import tasks_at_once
from schemas import events as e
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import BatchHandler, Handler, StageSpec

T = TypeVar("T")
LOADING = threading.Lock()


def stages(config: Settings, budget: Budget | None = None) -> dict[str, StageSpec]:
    """Every stage by name, none of them loaded. Their models share the budget."""
    objects = ObjectStore(config)
    budget = budget or Budget(config)
    leases = Leases(objects, config)

    @cache
    def voices() -> Any:
        from gpu_consumers.pipeline import parts
        from gpu_consumers.voices import Voices

        return Voices(config, budget, parts(config).embedding)

    def of_voiceprints() -> Any:
        from gpu_consumers.pipeline import loadable
        from gpu_consumers.voices import Voices

        own = config.diarization_pipeline and loadable(config.speaker_embedding_model)
        return Voices(config, budget, own) if own else voices()

    def preprocess() -> Handler:
        from gpu_consumers.preprocess.worker import Preprocess

        return Preprocess(config, objects).handle

    def transcribe() -> BatchHandler:
        from gpu_consumers.transcribe.worker import Transcribe

        return Transcribe(config, objects, budget).handle

    def diarize() -> Handler:
        from gpu_consumers.diarize.worker import Diarize

        return Diarize(config, objects, budget, voices()).handle

    def cluster() -> Handler:
        from gpu_consumers.cluster.worker import Cluster

        return Cluster(config, objects).handle

    def voiceprint() -> Handler:
        from gpu_consumers.voiceprint.worker import Voiceprints

        return Voiceprints(config, objects, of_voiceprints()).handle

    def finalize() -> Handler:
        from gpu_consumers.finalize.worker import Finalize

        return Finalize(config, objects).handle

    def embed() -> Handler:
        from gpu_consumers.embed.worker import Embed

        return Embed(config, objects, budget).handle

    def stage(load: Callable[[], Handler], *inputs: type[Any]) -> StageSpec:
        # Decoding goes on beside a model: the first text of a recording waits for it.
        takes_slot = load is not preprocess
        # Those that join are short, and claim their work by themselves.
        leased = load not in (cluster, finalize)

        def loaded() -> Handler:
            handler = _uncollected(load)
            return leases.around(handler) if leased else handler

        return StageSpec(load.__name__, inputs, load=loaded, takes_slot=takes_slot)

    made = (
        stage(preprocess, e.AudioUploaded),
        StageSpec(
            "transcribe",
            (e.TranscribeRequested,),
            load_batch=lambda: leases.around_batch(_uncollected(transcribe)),
            batch_size=tasks_at_once(config.asr_batch_size, config.asr_slice_s),
        ),
        stage(diarize, e.DiarizeRequested),
        stage(cluster, e.SliceDiarized),
        stage(voiceprint, e.VoiceprintsRequested),
        stage(finalize, e.SliceTranscribed, e.VoiceprintsComputed),
        stage(embed, e.EmbeddingsRequested),
    )
    return {spec.name: spec for spec in made}


def _uncollected(load: Callable[[], T]) -> T:
    """Imports and models make millions of objects that stay: collecting among them costs a tenth
    of the time. One after the other, as stages share models."""
    with LOADING:
        gc.disable()
        try:
            return load()
        finally:
            gc.freeze()
            gc.enable()
