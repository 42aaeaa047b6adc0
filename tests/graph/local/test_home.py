import os
import socket
import stat
from pathlib import Path

import pytest

from pipelines.graph.local.home import MARKER, USUAL_PORTS, Home, State, choose_ports, port_is_free


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "neo4j")
    made.create()
    return made


def test_creating_it_twice_changes_nothing(home: Home) -> None:
    password = home.make_password()
    home.remember(State("5.26.31", 1, 2, 3))
    before = sorted(home.path.rglob("*"))
    home.create()
    assert sorted(home.path.rglob("*")) == before
    assert home.make_password() == password


def test_the_password_file_is_the_owners_alone_whatever_the_umask(home: Home) -> None:
    old = os.umask(0)
    try:
        home.make_password()
    finally:
        os.umask(old)
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600


def test_every_home_has_another_password(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("one", "two")]
    for home in homes:
        home.create()
    passwords = {home.make_password() for home in homes}
    assert len(passwords) == 2
    assert min(map(len, passwords)) >= 32


def test_what_is_remembered_comes_back(home: Home) -> None:
    assert home.state() is None
    state = State("5.26.31", 7688, 7475, pid=12, answered=True)
    home.remember(state)
    assert home.state() == state


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"unknown": 1}', "\0"])
def test_a_damaged_state_file_is_as_none(home: Home, text: str) -> None:
    (home.path / "state.json").write_text(text)
    assert home.state() is None


def test_deleting_leaves_the_place_a_link_points_to(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (home.path / "data").rename(elsewhere)
    (elsewhere / "kept").touch()
    (home.path / "data").symlink_to(elsewhere)
    home.delete()
    assert (elsewhere / "kept").exists()
    assert not home.path.exists()


def test_a_deletion_killed_halfway_can_be_run_again(home: Home) -> None:
    (home.path / "data").rmdir()
    (home.path / "logs").rmdir()
    assert (home.path / MARKER).exists()
    home.delete()
    assert not home.path.exists()


def test_data_set_aside_twice_is_the_last(home: Home) -> None:
    for name in ("first", "second"):
        (home.path / "data" / name).touch()
        home.set_data_aside()
        assert home.empty
    assert [it.name for it in (home.path / "data.unfinished").iterdir()] == ["second"]


def test_last_ports_before_the_usual_before_any() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        taken = State("5.26.31", one.getsockname()[1], two.getsockname()[1])
        bolt, http = choose_ports(taken)
        assert {bolt, http}.isdisjoint({taken.bolt, taken.http})
        assert (bolt, http) == USUAL_PORTS or not all(map(port_is_free, USUAL_PORTS))
    assert choose_ports(taken) == (taken.bolt, taken.http)


def test_one_taken_port_of_a_pair_is_enough_to_choose_others() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
        assert port not in choose_ports(State("5.26.31", port, 1))
        assert not port_is_free(port)


def test_a_port_taken_on_every_address_is_taken() -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        assert not port_is_free(other.getsockname()[1])
