"""Ten wrong PINs over a real store: longer and longer waits that no restart shortens, and no PIN written anywhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aura_terminal.app.logs import open_logs
from aura_terminal.app.opening import vault
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.use_cases.access import Access
from tests.integration.command_line.asking import ROOT, ask, rows
from tests.support.chance import FixedClock, SeededIds

OWNER = StaffId("owner")
MANAGER = Actor(StaffId("manager"), "Manager", frozenset(Permission))
RIGHT, WRONG = "59381746", "83920475"
LOCKED_FROM = {5: 30, 8: 300, 10: 1800}

KILLED_DURING_THE_CHECK = """
import os, sys
from pathlib import Path
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.domain.ids import StaffId
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.access import Access

class Killer:
    def seal(self, staff_id, pin): raise AssertionError
    def matches(self, staff_id, pin, verifier): os._exit(9)

store = open_store(Path(sys.argv[1]), SystemClock(), SystemIds(), ballast_bytes=4096)
Access(store.begin, Killer(), SystemClock(), store.identity).sign_in(StaffId("owner"), sys.argv[2])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert ask("init", "--store", "Corner", "--data", data).code == 0
    with terminal(data, FixedClock()) as (access, _):
        access.set_pin(MANAGER, OWNER, RIGHT)
    return data


@contextmanager
def terminal(folder: Path, clock: FixedClock) -> Iterator[tuple[Access, Store]]:
    """One life of the screen's process."""
    store = open_store(folder, clock, SeededIds(clock), role=Role.SCREEN, ballast_bytes=4096)
    logs = open_logs(folder, "R1", "screen")
    try:
        yield Access(store.begin, vault(folder, store.identity.store_id), clock, store.identity), store
    finally:
        logs.close()
        store.close()


def guess(access: Access, pin: str = WRONG) -> RuleBroken:
    """The refusal a wrong PIN meets."""
    with pytest.raises(RuleBroken) as refused:
        access.sign_in(OWNER, pin)
    return refused.value


def tries(folder: Path) -> int:
    """The wrong tries the store file counts."""
    return int(rows(folder, "SELECT failed_tries FROM staff_access WHERE staff_id = 'owner'")[0][0])


def test_ten_wrong_pins_meet_longer_and_longer_waits(folder: Path) -> None:
    clock = FixedClock()
    with terminal(folder, clock) as (access, _):
        for number in range(1, 11):
            refused = guess(access)
            wait = max((seconds for tried, seconds in LOCKED_FROM.items() if number >= tried), default=0)
            assert refused.rule is (Rule.PIN_LOCKED if wait else Rule.PIN_WRONG)
            assert refused.details["tries"] == number
            if wait:
                clock.advance(seconds=wait - 1)
                assert guess(access, RIGHT).rule is Rule.PIN_LOCKED
                clock.advance(seconds=1)
        assert tries(folder) == 10
        assert access.sign_in(OWNER, RIGHT).id == OWNER
    assert tries(folder) == 0


def test_a_restart_does_not_shorten_a_wait(folder: Path) -> None:
    with terminal(folder, FixedClock()) as (access, _):
        for _ in range(5):
            guess(access)
    clock = FixedClock()
    with terminal(folder, clock) as (access, _):
        refused = guess(access, RIGHT)
        assert (refused.rule, refused.details["tries"]) == (Rule.PIN_LOCKED, 5)
        clock.advance(seconds=29)
        assert guess(access, RIGHT).rule is Rule.PIN_LOCKED
        clock.advance(seconds=1)
        assert access.sign_in(OWNER, RIGHT).id == OWNER


def test_setting_the_clock_does_not_shorten_a_wait(folder: Path) -> None:
    clock = FixedClock()
    with terminal(folder, clock) as (access, _):
        for _ in range(5):
            guess(access)
        clock.set(clock.now().replace(year=clock.now().year + 1))
        assert guess(access, RIGHT).rule is Rule.PIN_LOCKED


def test_a_process_killed_during_the_check_has_used_its_try(folder: Path) -> None:
    for _ in range(2):
        command = (sys.executable, "-c", KILLED_DURING_THE_CHECK, str(folder), WRONG)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (9, "")
    assert tries(folder) == 2
    assert ask("verify", "--data", folder).code == 0


def test_a_waiting_pad_counts_no_try_and_checks_nothing(folder: Path) -> None:
    with terminal(folder, FixedClock()) as (access, _):
        for _ in range(5):
            guess(access)
        for _ in range(5):
            guess(access, RIGHT)
    assert tries(folder) == 5


def test_no_pin_is_written_anywhere(folder: Path) -> None:
    """Neither right nor wrong ones: not in the file, its log, the journal, the program's logs or a copy."""
    with terminal(folder, FixedClock()) as (access, store):
        guess(access)
        access.sign_in(OWNER, RIGHT)
        guess(access)
        found = secrets_in(folder)
        assert store.verify() == ()
    assert ask("backup", "--data", folder).code == 0
    found |= secrets_in(folder)
    assert found == set()
    payloads = rows(folder, "SELECT payload FROM journal")
    assert not any(pin in payload.decode() for (payload,) in payloads for pin in (RIGHT, WRONG))


def test_the_search_for_pins_would_find_one(folder: Path) -> None:
    (folder / "logs" / "screen.log").write_text(f"tried {WRONG}\n", "utf-8")
    assert secrets_in(folder) == {"logs/screen.log"}


def secrets_in(folder: Path) -> set[str]:
    """The files of a data folder in which one of the PINs stands, as text of one or two bytes a digit."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "ballast"]
    wanted = [pin.encode(code) for pin in (RIGHT, WRONG) for code in ("ascii", "utf-16-le")]
    return {path.relative_to(folder).as_posix() for path in files if any(pin in path.read_bytes() for pin in wanted)}
