"""Teach Java once what the broker and the registry load, so that every later start is quick.

Both are run on an empty folder, asked to note what they loaded, and stopped. The caches belong to
the installed jars, so all stacks of a clone share them. Measured on two slow cores: the broker is
ready in 1.5 s instead of 5.1, the registry in 6.1 s instead of 13.7, on a third of the CPU time.
"""

import os
import shutil
from dataclasses import replace

from infra.local import catalogue
from infra.local.errors import StackError
from infra.local.layout import Layout
from infra.local.processes import ProcessTable
from infra.local.report import Reporter, Silence
from infra.local.services import java, kafka, registry
from infra.local.starter import Starter

WRITING_S = 120.0
"""How long Java may take to write a cache once it was asked to end."""


def ensure(layout: Layout, reporter: Reporter) -> None:
    """Make the caches unless they were made or tried before; without them all works, but slower."""
    tried = layout.artefacts / "trained"
    if tried.exists():
        return
    reporter.note("teaching Java to start the broker and the registry quickly (once)")
    folder = layout.artefacts / "training"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        _train(Layout(folder, home=layout.home))
    except StackError as error:
        reporter.note(f"that did not work, so they will start slowly: {error}")
    shutil.rmtree(folder, ignore_errors=True)
    tried.touch()


def _train(layout: Layout) -> None:
    layout.create()
    table = ProcessTable(layout.run)
    place = catalogue.locate(layout, table, os.environ)
    services = [
        replace(
            service,
            argv=java.training_command(service.argv, draft),
            grace_s=WRITING_S,
        )
        for service, draft in (
            (kafka.service(place), layout.root / kafka.CACHE),
            (registry.service(place), layout.root / registry.CACHE),
        )
    ]
    try:
        Starter(table, layout.logs, Silence()).run({service.name: service for service in services})
    finally:
        for record in sorted(table.records(), key=lambda record: -record.tier):
            table.stop([record])
    for name in (kafka.CACHE, registry.CACHE):
        draft = layout.root / name
        if not draft.exists():
            raise StackError(f"Java wrote no {name}")
        draft.replace(layout.artefacts / name)
