"""The catalogue of GPU stages: what each consumes, and how its handler is made.

The libraries of one stage cost seconds and memory to import, so each is imported by its loader,
after the stage has joined its group.
"""

import gc
from collections.abc import Callable
from functools import cache
from typing import Any

from schemas import events as e
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import Handler, StageSpec


def stages(config: Settings) -> dict[str, StageSpec]:
    """Every stage by name, none of them loaded."""
    objects = ObjectStore(config)

    @cache
    def voices() -> Any:
        from gpu_consumers.voices import Voices

        return Voices(config)

    def preprocess() -> Handler:
        from gpu_consumers.preprocess.worker import Preprocess

        return Preprocess(config, objects).handle

    def transcribe() -> Handler:
        from gpu_consumers.transcribe.worker import Transcribe

        return Transcribe(config, objects).handle

    def diarize() -> Handler:
        from gpu_consumers.diarize.worker import Diarize

        return Diarize(config, objects, voices()).handle

    def cluster() -> Handler:
        from gpu_consumers.cluster.worker import Cluster

        return Cluster(config, objects).handle

    def voiceprint() -> Handler:
        from gpu_consumers.voiceprint.worker import Voiceprints

        return Voiceprints(objects, voices()).handle

    def finalize() -> Handler:
        from gpu_consumers.finalize.worker import Finalize

        return Finalize(config, objects).handle

    def embed() -> Handler:
        from gpu_consumers.embed.worker import Embed

        return Embed(config, objects).handle

    def stage(load: Callable[[], Handler], *inputs: type[Any]) -> StageSpec:
        # Decoding goes on beside a model: the first text of a recording waits for it.
        takes_slot = load is not preprocess
        return StageSpec(
            load.__name__, inputs, load=lambda: _uncollected(load), takes_slot=takes_slot
        )

    made = (
        stage(preprocess, e.AudioUploaded),
        stage(transcribe, e.TranscribeRequested),
        stage(diarize, e.DiarizeRequested),
        stage(cluster, e.SliceDiarized),
        stage(voiceprint, e.VoiceprintsRequested),
        stage(finalize, e.SliceTranscribed, e.VoiceprintsComputed),
        stage(embed, e.EmbeddingsRequested),
    )
    return {spec.name: spec for spec in made}


def _uncollected(load: Callable[[], Handler]) -> Handler:
    """Imports and models make millions of objects that stay: collecting among them costs a tenth
    of the time."""
    gc.disable()
    try:
        return load()
    finally:
        gc.freeze()
        gc.enable()
