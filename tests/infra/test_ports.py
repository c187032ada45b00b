"""Which ports a stack takes."""

import socket
from pathlib import Path

import pytest

from infra.local import ports
from infra.local.errors import StackError
from infra.local.layout import Layout


class TestPorts:
    def test_every_name_has_a_port_of_its_own(self) -> None:
        chosen = ports.choose("abcdef", remembered={}, in_use_by_us=frozenset(), environ={})
        assert len(set(chosen.values())) == 6
        assert all(ports.FIRST <= port <= ports.LAST for port in chosen.values())

    def test_a_free_port_is_kept(self) -> None:
        first = ports.choose("ab", remembered={}, in_use_by_us=frozenset(), environ={})
        again = ports.choose("ab", remembered=first, in_use_by_us=frozenset(), environ={})
        assert again == first

    def test_a_new_name_does_not_take_the_port_of_one_that_comes_after_it(self) -> None:
        kept = ports.choose("a", remembered={}, in_use_by_us=frozenset(), environ={})["a"]
        both = ports.choose("ab", remembered={"b": kept}, in_use_by_us=frozenset(), environ={})
        assert both["b"] == kept != both["a"]

    def test_a_port_taken_by_a_stranger_is_given_up_but_not_one_of_ours(self) -> None:
        with socket.create_server((ports.LOOPBACK, 0)) as server:
            taken = {"a": server.getsockname()[1]}
            strange = ports.choose("a", remembered=taken, in_use_by_us=frozenset(), environ={})
            ours = ports.choose("a", remembered=taken, in_use_by_us=frozenset("a"), environ={})
        assert strange != taken
        assert ours == taken

    def test_the_environment_decides(self) -> None:
        fixed = ports.choose("a", remembered={}, in_use_by_us=frozenset(), environ={})["a"]
        environ = {"ST_LOCAL_PORT_KAFKA_CONTROLLER": str(fixed)}
        name = ["kafka-controller"]
        chosen = ports.choose(name, remembered={}, in_use_by_us=frozenset(), environ=environ)
        assert chosen == {"kafka-controller": fixed}

    @pytest.mark.parametrize("text", ["0", "70000", "http", "-1"])
    def test_what_is_no_port_is_refused_in_words(self, text: str) -> None:
        environ = {"ST_LOCAL_PORT_A": text}
        with pytest.raises(StackError, match="ST_LOCAL_PORT_A"):
            ports.choose("a", remembered={}, in_use_by_us=frozenset(), environ=environ)

    def test_they_are_remembered(self, tmp_path: Path) -> None:
        ports.write(tmp_path / "ports.json", {"kafka": 20_001})
        assert ports.read(tmp_path / "ports.json") == {"kafka": 20_001}
        assert ports.read(tmp_path / "none.json") == {}

    @pytest.mark.parametrize("damaged", ["", "{", "[]", '{"kafka": null}'])
    def test_damaged_ones_are_forgotten(self, tmp_path: Path, damaged: str) -> None:
        (tmp_path / "ports.json").write_text(damaged)
        assert ports.read(tmp_path / "ports.json") == {}


def test_a_stack_that_can_lie_nowhere_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StackError, match="ST_LOCAL_DIR"):
        Layout(tmp_path / "file" / "stack", home=tmp_path).create()
