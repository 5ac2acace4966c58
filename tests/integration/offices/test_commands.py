"""Back offices set up, told, called by and signed out of by the real commands, over HTTP, at contract servers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemClock
from tests.integration.command_line.asking import Answer, ask
from tests.support.contract_server import ContractServer
from tests.support.myhibachi_server import EMAIL as HIBACHI_EMAIL
from tests.support.myhibachi_server import PASSWORD as HIBACHI_PASSWORD
from tests.support.myhibachi_server import Hibachi
from tests.support.unified_customs import EMAIL, PASSWORD
from tests.support.unified_office import UnifiedOffice

HERE, MOVED, ELSEWHERE = (f"https://{name}.example.com/hooks" for name in ("till", "moved", "other"))


@pytest.fixture
def unified() -> Iterator[tuple[UnifiedOffice, ContractServer]]:
    office = UnifiedOffice(SystemClock())
    with office.serve() as server:
        yield office, server


@pytest.fixture
def shop(unified: tuple[UnifiedOffice, ContractServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store set up with the Unified Assistant."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    set_up("unified", f"{unified[1].url}/v1", tmp_path / "shop", "empty", "--user", EMAIL)
    return tmp_path / "shop"


def set_up(central: str, url: str, folder: Path, shop: str, *more: str) -> None:
    answer = ask(
        "init", "--store", "Here", "--shop", shop, "--currency", "USD", "--zone", "UTC", "--central", central,
        "--url", url, "--secret-stdin", *more, "--data", folder,
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")


def listen(folder: Path, url: str) -> Answer:
    return ask(
        "account", "listen", "--central", "unified", "--bind", "127.0.0.1:8766", "--hook-url", url, "--data", folder
    )


@pytest.mark.parametrize(
    ("central", "path", "secret", "more", "office"),
    [
        ("unified", "/v1", PASSWORD, ("--user", EMAIL), UnifiedOffice),
        ("myhibachi", "", HIBACHI_PASSWORD, ("--user", HIBACHI_EMAIL), Hibachi),
    ],
)
def test_a_store_is_set_up_by_one_command_and_its_first_round_leaves_nothing_to_tell(
    central: str, path: str, secret: str, more: tuple[str, ...],
    office: Callable[[SystemClock], UnifiedOffice | Hibachi], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    made, writes = office(SystemClock()), list[int]()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{secret}\n"))
    with made.server if isinstance(made, Hibachi) else made.serve() as server:
        set_up(central, f"{server.url}{path}", tmp_path, "demo", *more)
        assert ask("simulate", "--orders", 2, "--seed", 3, "--data", tmp_path).code == 0
        for _ in range(2):
            told = ask("sync", "--once", "--json", "--data", tmp_path)
            assert (told.code, told.json["pending"], told.json["parked"], told.json["failed"]) == (0, 0, 0, 0)
            writes.append(len(server.writes()))
        assert writes[0] == writes[1]
        assert server.violations == []
    for kept in (one for one in tmp_path.rglob("*") if one.is_file() and one.suffix != ".secret"):
        assert secret.split()[-1].encode() not in kept.read_bytes(), kept.name


def test_listening_again_changes_the_registration_and_signing_out_removes_it_and_no_other(
    unified: tuple[UnifiedOffice, ContractServer], shop: Path
) -> None:
    office, server = unified
    office.hooks["theirs"] = {"id": "theirs", "url": ELSEWHERE, "events": [], "secret": "theirs", "is_active": True}
    assert listen(shop, HERE).code == 0
    hook_id = next(id_ for id_ in office.hooks if id_ != "theirs")
    secret = office.hooks[hook_id]["secret"]
    assert listen(shop, MOVED).code == 0
    assert set(office.hooks) == {"theirs", hook_id}
    assert (office.hooks[hook_id]["url"], office.hooks[hook_id]["is_active"]) == (MOVED, True)
    assert office.hooks[hook_id]["secret"] != secret
    assert ask("sync", "--once", "--data", shop).code == 0
    gone = ask("account", "sign-out", "--central", "unified", "--json", "--data", shop)
    assert (gone.code, gone.json["told"]) == (0, True)
    assert list(office.hooks) == ["theirs"]
    assert server.violations == []
