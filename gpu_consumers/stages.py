"""The catalogue of GPU stages: what each consumes, and how its handler is made.

The libraries of one stage cost seconds and memory to import, so each is imported by its loader,
after the stage has joined its group.
"""

import gc
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from gpu_consumers.leases import Leases
from gpu_consumers.memory import Budget
from gpu_consumers.packing import tasks_at_once
from schemas import events as e
from streams.late import cleared, cleared_batch
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import BatchHandler, Handler, StageSpec

T = TypeVar("T")
LOADING = threading.Lock()


def stages(config: Settings, budget: Budget | None = None) -> dict[str, StageSpec]:
    """Every stage by name, none of them loaded. Their models share the budget."""
    objects = ObjectStore(config)
    handlers = _Handlers(config, objects, budget or Budget(config))
    leases = Leases(objects, config)
    # Those that join (None) are short, and claim their work by themselves.
    made = (
        # Decoding goes on beside a model: the first text of a recording waits for it.
        _stage(objects, leases, handlers.preprocess, e.AudioUploaded, takes_slot=False),
        StageSpec(
            "transcribe",
            (e.TranscribeRequested,),
            load_batch=lambda: cleared_batch(
                objects, leases.around_batch(_uncollected(handlers.transcribe))
            ),
            batch_size=tasks_at_once(config.asr_batch_size, config.asr_slice_s),
        ),
        _stage(objects, leases, handlers.diarize, e.DiarizeRequested),
        _stage(objects, None, handlers.cluster, e.SliceDiarized),
        _stage(objects, leases, handlers.voiceprint, e.VoiceprintsRequested),
        _stage(objects, None, handlers.finalize, e.SliceTranscribed, e.VoiceprintsComputed),
        _stage(objects, leases, handlers.embed, e.EmbeddingsRequested),
        _stage(objects, leases, handlers.listen, e.NamesRequested),
    )
    return {spec.name: spec for spec in made}


def _stage(
    objects: ObjectStore,
    leases: Leases | None,
    load: Callable[[], Handler],
    *inputs: type[Any],
    takes_slot: bool = True,
) -> StageSpec:
    """The stage of the loader's name; with leases, each of its tasks is taken by one worker."""

    def loaded() -> Handler:
        handler = _uncollected(load)
        # A lease is an object too: what is late is removed when it has been given back.
        return cleared(objects, handler if leases is None else leases.around(handler))

    return StageSpec(load.__name__, inputs, load=loaded, takes_slot=takes_slot)


class _Handlers:
    """Makes each stage's handler, with its models; transcription shares its recognisers, and
    diarization its voices."""

    def __init__(self, config: Settings, objects: ObjectStore, budget: Budget) -> None:
        self._config = config
        self._objects = objects
        self._budget = budget

    def preprocess(self) -> Handler:
        from gpu_consumers.preprocess.worker import Preprocess

        return Preprocess(self._config, self._objects).handle

    def transcribe(self) -> BatchHandler:
        from gpu_consumers.transcribe.worker import Transcribe

        return Transcribe(self._config, self._objects, self._recogniser).handle

    def diarize(self) -> Handler:
        from gpu_consumers.diarize.worker import Diarize

        return Diarize(self._config, self._objects, self._budget, self._voices).handle

    def cluster(self) -> Handler:
        from gpu_consumers.cluster.worker import Cluster

        return Cluster(self._config, self._objects).handle

    def voiceprint(self) -> Handler:
        from gpu_consumers.voiceprint.worker import Voiceprints

        return Voiceprints(self._config, self._objects, self._of_voiceprints()).handle

    def finalize(self) -> Handler:
        from gpu_consumers.finalize.worker import Finalize

        return Finalize(self._config, self._objects).handle

    def embed(self) -> Handler:
        from gpu_consumers.embed.worker import Embed

        return Embed(self._config, self._objects, self._budget).handle

    def listen(self) -> Handler:
        from gpu_consumers.listen.worker import Listen

        return Listen(self._config, self._objects, self._recogniser).handle

    @cached_property
    def _recogniser(self) -> Any:
        from gpu_consumers.transcribe.model import recognisers

        return recognisers(self._config, self._budget)

    @cached_property
    def _voices(self) -> Any:
        from gpu_consumers.pipeline import parts
        from gpu_consumers.voices import Voices

        return Voices(self._config, self._budget, parts(self._config).embedding)

    def _of_voiceprints(self) -> Any:
        """A model of their own, or diarization's."""
        from gpu_consumers.pipeline import loadable
        from gpu_consumers.voices import Voices

        config = self._config
        own = config.diarization_pipeline and loadable(config.speaker_embedding_model)
        return Voices(config, self._budget, own) if own else self._voices


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
