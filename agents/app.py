"""The agents, wired: every stage is listed here."""

import threading

import faust
from qdrant_client import QdrantClient

from agents.confirm import agent as confirm
from agents.context import agent as context
from agents.context.metadata import Metadata
from agents.enrich import agent as enrich
from agents.enrich.retrieval import Retrieval
from agents.erase import agent as erase
from agents.lifecycle import agent as lifecycle
from agents.llm import LanguageModel
from agents.pool import agent as pool
from streams import broker, logs, stalls
from streams import health as health_page
from streams.codec import Codec
from streams.db import Database
from streams.faust_app import create_app, register, wait_for_broker, watch_unread
from streams.health import Health
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.runner import Runner
from streams.settings import Settings
from streams.stage import StageSpec


def specs(settings: Settings, qdrant: QdrantClient) -> list[StageSpec]:
    """Every stage of the agents with what it needs."""
    database = Database(settings)
    objects = ObjectStore(settings)
    model = LanguageModel(settings)
    retrieval = Retrieval(qdrant, settings)
    return [
        lifecycle.spec(database, objects),
        context.spec(settings, objects, Metadata(model, database)),
        pool.spec(settings, database, objects),
        enrich.spec(settings, database, objects, retrieval, model),
        confirm.spec(database),
        erase.spec(objects, Keys(settings)),
    ]


def build(settings: Settings, qdrant: QdrantClient, health: Health) -> faust.App:
    """The Faust app with its agents."""
    app = create_app(settings)
    codec = Codec.of(settings)
    publisher = Publisher(settings, codec)
    stages = specs(settings, qdrant)
    for spec in stages:
        health.expect(spec.name)
        runner = Runner(spec, settings, codec, publisher, health, lambda: app.should_stop)
        register(app, runner, health)
    watch_unread(app, stages, settings, health)
    return app


def serve(app: faust.App, settings: Settings, health: Health) -> int:
    """Run the worker until a signal; the exit status."""
    logs.configure()
    health_page.serve(health, settings.health_host, settings.health_port)
    stalls.watch(health, settings.task_limit_s)
    wait_for_broker(settings, health)
    broker.watch(settings, health, threading.Event())
    worker = faust.Worker(app, loglevel="INFO", quiet=True, override_logging=False)
    broker.leave(settings, health, lambda: worker.should_stop)
    try:
        worker.execute_from_commandline()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
