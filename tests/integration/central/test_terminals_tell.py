"""Real nodes in folders of their own that know each other through a real central alone."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket

import pytest

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import main
from aura_terminal.app.commands.central_facts import with_central
from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_identity import terminal_id_of
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem, read_settings
from aura_terminal.app.settings_file import settings_text
from aura_terminal.ports.reads import OrderSheet, Reads
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.codec import Codec
from aura_terminal.store.locks import Role
from sync.central import founding, wiring
from sync.central.founding import Owner
from sync.central.store import journal
from tests.support.central_process import PASSWORD, CentralProcess, central_process
from tests.support.own_central import OwnCentral
from tests.support.peer_socket import served

OWNER = "owner@example.com"
ALONE = PeerSettings(bind="127.0.0.1", port=0, discovery=False)
SECONDS = 90.0
ROOT = Path(__file__).parents[3]
ENVIRONMENT = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "AURA_PEERS_BIND": "127.0.0.1",
               "AURA_PEERS_PORT": "0", "AURA_PEERS_DISCOVERY": "false"}  # fmt: skip


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring, and nothing of the local network."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@contextmanager
def node(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The node of a folder, killed when the block ends."""
    command = [sys.executable, "-m", "aura_terminal", "node", "--data", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, env=os.environ | ENVIRONMENT)
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.kill()
        process.wait(SECONDS)
        process.stdin.close()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that other processes bring about."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


def known_at(folder: Path) -> Mapping[str, int]:
    """How far a terminal's store holds each origin."""
    with opened(folder, Role.TOOL) as store:
        return {str(origin): seq for origin, seq in store.store.known()}


def known_to(central: CentralProcess, tenant: int) -> Mapping[str, int]:
    """How far the central does."""
    with central.database.reading() as connection:
        return {origin: head.seq for origin, head in journal.heads(connection, tenant).items()}


def sell(folder: Path, orders: int, seed: int) -> None:
    """An invented service at a terminal."""
    assert main(["simulate", "--orders", str(orders), "--seed", str(seed), "--data", str(folder)]) == 0


def said(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """One command with the account's password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return main(["central", *words, "--owner", OWNER, "--password-stdin"])


def add_store(central: CentralProcess, identity: TerminalIdentity) -> int:
    press = wiring.press_of(Codec(), SystemClock(), SystemIds())
    owner = Owner(OWNER, PASSWORD)
    return founding.add_store(central.database, press, "Told", (), owner, store_id=identity.store_id).tenant


@pytest.mark.campaign  # processes killed and come back; the peer protocol of the central is tried beside it
def test_two_terminals_know_each_other_through_the_central_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One tells, one that starts empty is told; the central and a node are killed in the middle; a disk is lost."""
    first, second, lost, port = tmp_path / "R1", tmp_path / "R2", tmp_path / "R1-anew", free_port()
    first.mkdir()
    identity = set_up(first, "R1", demo_shop(), Settings(peers=ALONE))
    sell(first, 4, 1)
    with ExitStack() as running:
        central = running.enter_context(central_process(tmp_path / "central", "--port", str(port)))
        tenant = add_store(central, identity)
        assert said(monkeypatch, "tell", central.url, "--data", str(first)) == 0
        telling = running.enter_context(node(first))
        until(lambda: known_to(central, tenant).items() >= known_at(first).items())
        back = ("come-back", central.url, "--terminal", "R2", "--data", str(second), "--within", str(SECONDS))
        assert said(monkeypatch, *back) == 0
        running.enter_context(node(second))
        telling.send_signal(signal.SIGKILL)
        central.process.send_signal(signal.SIGKILL)
        central.process.wait(SECONDS)
        sell(first, 3, 2)
        again = running.enter_context(central_process(tmp_path / "central", "--port", str(port)))
        running.enter_context(node(first))
        sell(second, 2, 3)
        mine = {*known_at(first).items(), *known_at(second).items()}
        furthest = {origin: max(seq for name, seq in mine if name == origin) for origin, _ in mine}
        until(lambda: known_at(first).items() >= furthest.items() and known_at(second).items() >= furthest.items())
        assert known_to(again, tenant).items() >= furthest.items()
        back = ("come-back", again.url, "--terminal", "R1", "--data", str(lost), "--within", str(SECONDS))
        assert said(monkeypatch, *back) == 0
    with opened(first, Role.TOOL) as one, opened(second, Role.TOOL) as other, opened(lost, Role.TOOL) as third:
        assert sheets(one.shop.reads) == sheets(other.shop.reads) == sheets(third.shop.reads)
        assert len(sheets(one.shop.reads)) >= 9
        named = {row.terminal_id: row.revoked_at is None for row in third.shop.reads.mesh.terminals()}
        assert named == {terminal_id_of(first): False, terminal_id_of(second): True, terminal_id_of(lost): True}


def sheets(reads: Reads) -> list[OrderSheet]:
    """Every order of a terminal, whole."""
    rows = {row.order_id for row in (*reads.orders.open_orders(), *reads.orders.recent(100))}
    return [reads.orders.sheet(order_id) for order_id in sorted(rows)]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_back_office_that_takes_no_facts_of_the_store_is_told_none(
    documented: OwnCentral, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "R1"
    folder.mkdir()
    set_up(folder, "R1", demo_shop(), Settings(peers=ALONE))
    before = (folder / FILE_NAME).read_text("utf-8")
    with served(wiring.api_of(documented.house, documented.deliveries)) as address:
        assert said(monkeypatch, "tell", f"http://{address}", "--data", str(folder)) == 2
    assert "does not belong to the store" in capsys.readouterr().err
    assert (folder / FILE_NAME).read_text("utf-8") == before


def test_one_central_is_not_told_the_same_sales_twice(tmp_path: Path) -> None:
    twice = (
        '[peers]\ncentral = "http://here"\n\n'
        '[[central]]\nconnector = "auraconnect"\nurl = "http://here/"\nuser = "o@example.com"\n'
    )
    (tmp_path / FILE_NAME).write_text(twice, "utf-8")
    with pytest.raises(SettingsProblem, match="would be there twice"):
        read_settings(tmp_path, {}, {})


@pytest.mark.parametrize(
    "before",
    [
        "",
        'terminal = "R2"\n',
        'terminal = "R2"\n\n[peers]\nport = 0\n# where\ncentral = "http://old"\n\n[[devices]]\nname = "P"\n',
        'terminal = "R2"\n\n[[devices]]\nname = "P"\nmodel = "simulated"\nkind = "printer"\n',
        settings_text(Settings(terminal="R2")),
    ],
)
def test_the_central_is_written_into_settings_and_every_other_line_stays(before: str) -> None:
    told = PeerSettings(central="http://new", central_user="o@example.com")
    after = with_central(before, told)
    table = tomllib.loads(after)
    kept = tomllib.loads(before)
    assert (table["peers"].pop("central"), table["peers"].pop("central_user")) == ("http://new", "o@example.com")
    for name in ("central", "central_user"):
        kept.get("peers", {}).pop(name, None)
    assert table == {"peers": {}, **kept}
