"""What is started in which order, and what is told when it fails."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.errors import StackError
from infra.local.model import Service, Step
from infra.local.processes import ProcessTable
from infra.local.report import Silence
from infra.local.starter import Starter


class TestStarter:
    def service(self, folder: Path, name: str, code: str, *needs: str) -> Service:
        return Service(
            name=name,
            argv=(sys.executable, "-c", code),
            ready=(folder / f"{name}.ready").exists,
            port=1,
            needs=needs,
            cwd=folder,
        )

    def test_what_is_needed_is_ready_first(self, table: ProcessTable, tmp_path: Path) -> None:
        code = "import pathlib, time; {}; pathlib.Path('{}.ready').touch(); time.sleep(60)"
        look = "assert pathlib.Path('first.ready').exists()"
        first = self.service(tmp_path, "first", code.format("time.sleep(.3)", "first"))
        second = self.service(tmp_path, "second", code.format(look, "second"), "first")
        Starter(table, tmp_path, Silence()).run({"second": second, "first": first})
        assert table.alive("first") is not None
        assert table.alive("second") is not None

    def test_what_ends_while_starting_is_told_with_the_end_of_its_log(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        broken = self.service(tmp_path, "broken", "raise SystemExit('no model there')")
        with pytest.raises(StackError, match=r"broken ended while starting.*\n.*no model there"):
            Starter(table, tmp_path, Silence()).run({"broken": broken})

    def test_changed_settings_start_it_anew_and_unchanged_ones_do_not(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        (tmp_path / "one.ready").touch()
        one = self.service(tmp_path, "one", "import time; time.sleep(60)")
        pids = []
        for env in ({}, {}, {"ST_KAFKA_BOOTSTRAP": "127.0.0.1:1"}):
            Starter(table, tmp_path, Silence()).run({"one": replace(one, env=env)})
            process = table.alive("one")
            assert process is not None
            pids.append(process.pid)
        assert pids[0] == pids[1] != pids[2]

    def test_a_step_runs_again_only_when_its_inputs_change_or_it_is_asked_for(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        runs = tmp_path / "runs"
        code = f"open({str(runs)!r}, 'a').write('x')"
        step = Step("step", (sys.executable, "-c", code), tmp_path / "stamp", ("Makefile",))
        starter = Starter(table, tmp_path, Silence())
        starter.run({"step": step})
        starter.run({"step": step})
        assert runs.read_text() == "x"
        starter.run({"step": replace(step, inputs=("Makefile", "infra/local/pom.xml"))})
        starter.run({"step": step}, again=["step"])
        assert runs.read_text() == "xxx"

    def test_a_failed_step_is_told_with_the_end_of_its_log(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        code = "raise SystemExit('relation exists')"
        step = Step("step", (sys.executable, "-c", code), tmp_path / "stamp", ())
        with pytest.raises(StackError, match=r"step step failed.*\n.*relation exists"):
            Starter(table, tmp_path, Silence()).run({"step": step})
        assert not step.is_done()
