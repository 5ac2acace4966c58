"""Two and three real nodes of one store: they share what is sold, whoever is killed in between."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.mending import Mender
from aura_terminal.app.opening import opened
from aura_terminal.domain.ids import StaffId
from aura_terminal.store.locks import Role
from tests.integration.node.node_process import ROOT, wait_until
from tests.integration.node.paired_nodes import COMMAND_WITHIN, ENVIRONMENT, PairedNode, asked, come_to_agree, told


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PairedNode, PairedNode]]:
    """R1, which founded the store, and R2, which joined it; both nodes run."""
    place = tmp_path_factory.mktemp("store")
    told(place / "R1", "init", "--store", "Here", "--shop", "demo")
    one = PairedNode(place / "R1")
    one.start()
    other = one.pair(place / "R2", "R2")
    other.start()
    yield one, other
    one.kill()
    other.kill()


def sell(node: PairedNode, orders: int, seed: int) -> None:
    told(node.folder, "simulate", "--orders", str(orders), "--seed", str(seed))


def test_what_is_sold_at_one_terminal_is_held_by_the_other(founded: tuple[PairedNode, PairedNode]) -> None:
    one, other = founded
    sell(one, 3, seed=1)
    assert come_to_agree(one, other)
    sell(other, 3, seed=2)
    assert come_to_agree(one, other)
    assert told(other.folder, "verify")["ok"]
    assert wait_until(lambda: told(one.folder, "status")["received"] > 0)


def test_status_says_who_is_reached_and_that_all_is_shared(founded: tuple[PairedNode, PairedNode]) -> None:
    one, other = founded
    assert come_to_agree(one, other)
    assert wait_until(lambda: told(one.folder, "status")["unshared"] == 0)
    said = told(one.folder, "status")
    assert said["tier"] == "B"
    assert [(peer["label"], peer["connected"]) for peer in said["peers"]] == [("R2", True)]
    assert (said["pending"], said["failed"], said["unknown"], said["parked"]) == (0, 0, 0, 0)
    assert said["sent"] > 0


def test_a_node_that_was_killed_catches_up_when_it_is_back(founded: tuple[PairedNode, PairedNode]) -> None:
    one, other = founded
    other.kill()
    sell(one, 2, seed=10)
    assert told(one.folder, "status")["unshared"] > 0
    other.start()
    assert come_to_agree(one, other)
    one.kill()
    sell(other, 2, seed=20)
    one.start()
    assert come_to_agree(one, other)


def test_pins_of_the_store_are_good_at_the_terminal_that_joined(founded: tuple[PairedNode, PairedNode]) -> None:
    one, other = founded
    with opened(one.folder, Role.TOOL) as store:
        staff = store.shop.reads.store.staff()[0].id
        store.shop.access.set_pin(AT_THE_MACHINE, StaffId(staff), "739164")
    assert come_to_agree(one, other)
    with opened(other.folder, Role.TOOL) as store:
        assert store.shop.access.sign_in(StaffId(staff), "739164").id == staff


def test_keys_lie_in_private_files_where_no_keyring_answers(founded: tuple[PairedNode, PairedNode]) -> None:
    for node in founded:
        for name in ("terminal.key", "authority.key", "terminal.crt"):
            assert stat.S_IMODE((node.folder / "peers" / name).stat().st_mode) == 0o600
        log = node.folder / "logs" / "node.log"
        assert wait_until(log.exists)  # the first line comes a moment after the node answers
        assert b"PRIVATE KEY" not in log.read_bytes()


def test_a_terminal_that_lost_its_file_still_knows_what_it_was_called(
    founded: tuple[PairedNode, PairedNode], tmp_path: Path
) -> None:
    """Mended from another terminal it is not refused for a label that is another's."""
    shutil.copytree(founded[1].folder / "peers", tmp_path / "peers")
    assert Mender(tmp_path, SystemClock(), SystemIds()).next_label == "R2B"


def test_a_third_terminal_gets_through_the_second_what_the_first_sold(
    founded: tuple[PairedNode, PairedNode], tmp_path: Path
) -> None:
    one, other = founded
    third = other.pair(tmp_path / "K1", "K1", "--view", "kitchen")
    one.kill()
    sell(other, 1, seed=30)
    third.start()
    try:
        assert come_to_agree(other, third)
        one.start()
        assert come_to_agree(one, other, third)
        assert {peer["label"] for peer in told(one.folder, "peers")["peers"]} == {"R2", "K1"}
        assert told(one.folder, "unpair", "K1")["unpaired"] == "K1"
        assert wait_until(lambda: "K1" not in {peer["label"] for peer in told(other.folder, "peers")["peers"]}, 10)
        sell(one, 1, seed=31)
        assert come_to_agree(one, other)
        assert third.digest() != one.digest()
        assert wait_until(lambda: told(third.folder, "status")["tier"] == "C", 10)
    finally:
        third.kill()


def test_a_label_that_is_taken_is_refused_in_words_and_nothing_is_left_behind(
    founded: tuple[PairedNode, PairedNode], tmp_path: Path
) -> None:
    one, _ = founded
    shown = told(one.folder, "pair", "--show-code")
    folder = tmp_path / "new"
    join = ("pair", "--address", shown["addresses"][0], "--code", shown["code"], "--label")
    refused = asked(folder, *join, "R2")
    assert refused.returncode == 2
    assert "There is a terminal R2 in this store already" in refused.stderr
    assert [file.name for file in folder.iterdir()] == ["screen.lock"]
    assert told(folder, *join, "R9")["terminal"] == "R9"
    told(one.folder, "unpair", "R9")


def test_a_code_is_shown_also_where_no_node_runs(tmp_path: Path) -> None:
    told(tmp_path / "R1", "init", "--store", "Here", "--shop", "empty")
    command = (sys.executable, "-m", "aura_terminal", "pair", "--show-code", "--json", "--data", str(tmp_path / "R1"))
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, stdout=subprocess.PIPE) as showing:
        try:
            assert showing.stdout is not None
            shown = json.loads(showing.stdout.readline())
            joined = told(
                tmp_path / "R2", "pair", "--address", shown["addresses"][0], "--code", shown["code"], "--label", "R2"
            )
            assert joined["inviter"] == "R1"
            assert json.loads(showing.stdout.readline()) == {"joined": "R2"}
            assert showing.wait(COMMAND_WITHIN) == 0
        finally:
            showing.kill()


def test_a_terminal_leaves_only_when_nothing_is_on_it_alone(tmp_path: Path) -> None:
    told(tmp_path / "R1", "init", "--store", "Here", "--shop", "empty")
    assert asked(tmp_path / "R1", "leave").returncode == 2
    one = PairedNode(tmp_path / "R1")
    one.start()
    other = one.pair(tmp_path / "R2", "R2")
    other.start()
    try:
        assert come_to_agree(one, other)
        working = asked(other.folder, "leave")
        assert (working.returncode, "at work" in working.stderr) == (2, True)
        assert wait_until(lambda: told(other.folder, "status")["unshared"] == 0)
    finally:
        one.kill()
        other.kill()
    with opened(other.folder, Role.TOOL) as store:
        staff = store.shop.reads.store.staff()[0].id
        store.shop.access.set_pin(AT_THE_MACHINE, StaffId(staff), "739164")
    refused = asked(other.folder, "leave")
    assert (refused.returncode, "on this terminal only" in refused.stderr) == (2, True)
    assert told(other.folder, "leave", "--export", str(tmp_path / "sealed"))["left"] == "R2"
    assert (tmp_path / "sealed").exists()
    assert not (other.folder / "peers").exists()


def test_where_nobody_answers_a_newcomer_is_told_what_to_do(tmp_path: Path) -> None:
    refused = asked(tmp_path / "R2", "pair", "--address", "127.0.0.1:9", "--code", "00000-00000", "--label", "R2")
    assert refused.returncode == 3
    assert "pair --show-code" in refused.stderr
