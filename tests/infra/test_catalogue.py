"""What belongs to a stack, and what its processes are told."""

import base64
from pathlib import Path

import pytest
from dotenv import dotenv_values

from infra.local import catalogue, envfile
from infra.local.errors import StackError
from infra.local.layout import Layout
from infra.local.model import Place
from infra.local.services import kafka
from streams.keys import Keys
from streams.settings import Settings


class TestEnvFile:
    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        values = {
            "ST_POSTGRES_DSN": "postgresql://st:p-w_1@127.0.0.1:5/st",
            "ST_OBJECT_STORE": "file:///a b/c#d",
            "ST_LLM_API_KEY": 'it\'s \\ "quoted"',
        }
        envfile.write(tmp_path / "env", values)
        assert dotenv_values(tmp_path / "env", interpolate=False) == values

    def test_only_its_owner_may_read_it(self, tmp_path: Path) -> None:
        envfile.write(tmp_path / "env", {"A": "1"})
        envfile.write(tmp_path / "env", {"A": "2"})
        assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600

    def test_a_value_of_two_lines_is_refused(self) -> None:
        with pytest.raises(ValueError, match="ST_A"):
            envfile.render({"ST_A": "1\nST_B=2"})


def place(root: Path, **environ: str) -> Place:
    layout = Layout(root, home=root)
    numbers = {name: 20_000 + i for i, name in enumerate(catalogue.PORT_OWNERS)}
    return Place(layout, numbers, catalogue.settings(layout, numbers, environ))


class TestCatalogue:
    def test_a_stack_has_a_master_key_of_its_own_unless_the_environment_says_otherwise(
        self, tmp_path: Path
    ) -> None:
        own = place(tmp_path / "one").settings["ST_SEAL_KEY"]
        assert place(tmp_path / "one").settings["ST_SEAL_KEY"] == own
        assert (tmp_path / "one" / "seal.key").stat().st_mode & 0o777 == 0o600
        assert len(base64.b64decode(own)) == 32
        other = place(tmp_path / "two", ST_SEAL_KEY="off")
        assert other.settings["ST_SEAL_KEY"] == "off"
        assert not Keys(Settings(_env_file=None, seal_key="off")).sealing  # type: ignore[call-arg,arg-type]

    def test_without_a_qdrant_server_the_searching_agents_and_the_sink_share_a_process(
        self, tmp_path: Path
    ) -> None:
        items = catalogue.everything(place(tmp_path), {})
        agents = items["agents"]
        assert "infra.local.embedded" in agents.argv
        assert "sink-qdrant" not in items

    def test_with_one_they_do_not(self, tmp_path: Path) -> None:
        served = place(tmp_path, QDRANT_URL="http://127.0.0.1:6333")
        assert served.settings["ST_QDRANT_URL"] == "http://127.0.0.1:6333"
        assert "ST_QDRANT_PATH" not in served.settings
        items = catalogue.everything(served, {})
        assert "sink-qdrant" in items
        assert "agents" in items["agents"].argv

    @pytest.mark.parametrize("url", ["off", "http://127.0.0.1:9/v1"])
    def test_an_llm_of_the_users_choice_replaces_ours(self, tmp_path: Path, url: str) -> None:
        environ = {"ST_LLM_BASE_URL": url}
        chosen = place(tmp_path, **environ)
        assert chosen.settings["ST_LLM_BASE_URL"] == url
        assert "ST_LLM_API_KEY" not in chosen.settings
        assert "llm" not in catalogue.everything(chosen, environ)
        assert catalogue.backing(environ) == ["kafka", "registry", "postgres"]

    def test_what_is_named_brings_what_it_needs(self, tmp_path: Path) -> None:
        items = catalogue.everything(place(tmp_path), {})
        assert list(catalogue.select(items, ["topics"], with_needs=True)) == [
            "kafka",
            "registry",
            "topics",
        ]
        assert list(catalogue.select(items, ["topics"], with_needs=False)) == ["topics"]

    def test_an_unknown_name_is_refused_with_the_known_ones(self, tmp_path: Path) -> None:
        items = catalogue.everything(place(tmp_path), {})
        with pytest.raises(StackError, match=r"no service kafak.*kafka, registry"):
            catalogue.select(items, ["kafak"], with_needs=True)

    def test_the_broker_listens_on_loopback_only(self, tmp_path: Path) -> None:
        lines = kafka.properties(place(tmp_path)).splitlines()
        (listeners,) = [line for line in lines if line.startswith("listeners=")]
        addresses = listeners.removeprefix("listeners=").split(",")
        assert len(addresses) == 2
        assert all("://127.0.0.1:" in address for address in addresses)

    def test_the_password_is_made_once_and_kept_to_its_owner(self, tmp_path: Path) -> None:
        first, second = place(tmp_path), place(tmp_path)
        assert first.settings["ST_POSTGRES_DSN"] == second.settings["ST_POSTGRES_DSN"]
        made = list((tmp_path / "postgres").glob("password*"))
        assert len(made) == 2
        assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
