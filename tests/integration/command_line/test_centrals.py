"""A store set up from a back office over real HTTP: fetched, told, asked, signed out; and what keeps it from that."""

from __future__ import annotations

import io
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from aura_terminal.app import central_round
from aura_terminal.app.settings import read_settings
from tests.integration.command_line.asking import Answer, ask, rows
from tests.support.tiny_central import PASSWORD, USER, TinyCentral, tiny_central


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TinyCentral, Path, frozenset[str]]]:
    """A back office, a store as it was set up from it once for all tests, and the tokens it was given."""
    folder = tmp_path_factory.mktemp("house") / "shop"
    with tiny_central() as found:
        with patch("sys.stdin", io.StringIO(f"{PASSWORD}\n")):
            answer = set_up(found, folder)
        assert (answer.code, answer.err) == (0, "")
        yield found, folder, frozenset(found.tokens)


@pytest.fixture
def central(house: tuple[TinyCentral, Path, frozenset[str]]) -> TinyCentral:
    """The back office, which was told of nothing yet."""
    found, _, tokens = house
    with found.lock:
        for kept in (found.orders, found.requests, found.keys, found.refuse_items, found.tokens):
            kept.clear()
        found.tokens |= tokens
    return found


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for the secret on standard input gets the right one."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 5))


def set_up(central: TinyCentral, folder: Path, *words: str) -> Answer:
    return ask(
        "init", "--central", "auraconnect", "--url", central.url, "--user", USER, "--secret-stdin", "--store", "Here",
        *words, "--json", "--data", folder,
    )  # fmt: skip


@pytest.fixture
def shop(house: tuple[TinyCentral, Path, frozenset[str]], central: TinyCentral, tmp_path: Path, secret: None) -> Path:
    """A store set up from the back office."""
    _, folder, _ = house
    return Path(shutil.copytree(folder, tmp_path / "shop", ignore=shutil.ignore_patterns("*.lock")))


def sync(folder: Path, *more: object) -> Answer:
    return ask("sync", "--once", "--json", *more, "--data", folder)


def test_the_menu_is_fetched_and_can_be_sold_at_once(shop: Path) -> None:
    assert rows(shop, "SELECT count(*) FROM menu_items") == [(4,)]
    assert ask("simulate", "--orders", 3, "--json", "--data", shop).json["orders"] == 3
    assert ask("verify", "--data", shop).code == 0


def test_printers_and_paper_can_be_named_with_a_back_office_too(
    central: TinyCentral, secret: None, tmp_path: Path
) -> None:
    words = ("--printer", "receipts=tcp://127.0.0.1:9", "--paper", "58")
    answer = set_up(central, tmp_path / "other", *words)
    assert (answer.code, answer.err) == (0, "")
    assert [row["name"] for row in answer.json["printers"]] == ["Receipt printer"]
    devices = {device.name: device for device in read_settings(tmp_path / "other", {}, {}).devices}
    assert devices["Receipt printer"].routes == ("receipt", "drawer")
    assert devices["kitchen"].profile == "generic-58"
    assert devices["bar"].routes == ("bar",)


def test_everything_sold_is_told_once_and_the_money_is_the_same(shop: Path, central: TinyCentral) -> None:
    sold = ask("simulate", "--orders", 8, "--json", "--data", shop).json
    assert ask("status", "--json", "--data", shop).json["pending"] > 0
    first = sync(shop)
    assert (first.code, first.json["pending"], first.json["unknown"], first.json["parked"]) == (0, 0, 0, 0)
    paid = sum(round(float(one["amount"]) * 100) for order in central.orders.values() for one in order["payments"])
    assert paid == sold["total_minor"]
    assert len([one for one in central.orders.values() if one["status"] == "completed"]) == sold["orders"]
    central.requests.clear()
    second = sync(shop)
    assert (second.code, second.json["sent"], central.writes()) == (0, 0, [])
    assert central.requests
    assert ask("status", "--json", "--data", shop).json["pending"] == 0


def test_what_is_refused_is_parked_and_its_neighbours_go_on(shop: Path, central: TinyCentral) -> None:
    central.refuse_items = {"103"}
    ask("simulate", "--orders", 8, "--seed", 3, "--data", shop)
    answer = sync(shop)
    assert (answer.code, answer.json["pending"]) == (1, 0)
    assert answer.json["parked"] == answer.json["failed"] > 0
    assert central.orders
    assert sync(shop).json["sent"] == 0


def test_without_the_back_office_it_says_so_and_nothing_is_lost(
    tmp_path: Path, secret: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central_round, "UNSPOKEN_HERE", 1.5)  # seconds; nobody answers, however long one waits
    with tiny_central() as central:
        assert set_up(central, tmp_path / "shop").code == 0
        port = int(central.url.rpartition(":")[2])
    shop = tmp_path / "shop"
    ask("simulate", "--orders", 2, "--data", shop)
    offline = sync(shop)
    assert (offline.code, offline.json["sent"]) == (3, 0)
    assert offline.json["pending"] > 0
    refused = ask("account", "sign-out", "--data", shop)
    assert (refused.code, "has not been told of" in refused.err) == (2, True)
    with tiny_central(port, central):
        again = sync(shop)
    assert (again.code, again.json["pending"]) == (0, 0)
    assert again.json["sent"] > 0


def test_a_refused_account_leaves_nothing_behind(
    central: TinyCentral, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    answer = set_up(central, tmp_path / "shop")
    assert (answer.code, answer.out) == (2, "")
    assert "does not accept" in answer.err
    assert "wrong" not in answer.err.replace("the password is wrong", "")
    assert list((tmp_path / "shop").iterdir()) == []


def test_a_server_that_is_not_there_leaves_nothing_behind(tmp_path: Path, secret: None) -> None:
    central = TinyCentral(url="http://127.0.0.1:9")
    answer = set_up(central, tmp_path / "shop")
    assert (answer.code, answer.out) == (3, "")
    assert "not reached" in answer.err
    assert list((tmp_path / "shop").iterdir()) == []


def test_the_secret_lies_in_its_owners_file_alone_and_nowhere_else(shop: Path) -> None:
    kept = shop / "central" / "auraconnect.secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PASSWORD in kept.read_text("utf-8")
    others = [file for file in shop.rglob("*") if file.is_file() and file != kept]
    assert [file.name for file in others if PASSWORD.encode() in file.read_bytes()] == []
    assert 'connector = "auraconnect"' in (shop / "settings.toml").read_text("utf-8")


def test_signing_out_makes_the_tokens_worthless_and_forgets_them(shop: Path, central: TinyCentral) -> None:
    assert sync(shop).code == 0
    answer = ask("account", "sign-out", "--json", "--data", shop)
    assert (answer.code, answer.json) == (0, {"signed_out": "auraconnect", "told": True})
    assert ("POST", "/api/v1/auth/logout") in central.requests
    assert not (shop / "central" / "auraconnect.secret").exists()
    assert ask("account", "show", "--json", "--data", shop).json["accounts"][0]["has_secret"] is False
    assert sync(shop).code == 2


def test_signing_in_again_goes_on_where_it_was(shop: Path, central: TinyCentral) -> None:
    ask("simulate", "--orders", 2, "--data", shop)
    assert sync(shop).code == 0
    assert ask("account", "sign-out", "--data", shop).code == 0
    assert ask("account", "sign-in", "--secret-stdin", "--data", shop).code == 0
    central.requests.clear()
    again = sync(shop)
    assert (again.code, again.json["sent"], central.writes()) == (0, 0, [])


def test_a_shop_that_sold_before_gets_a_back_office_later(central: TinyCentral, tmp_path: Path, secret: None) -> None:
    shop = tmp_path / "shop"
    assert ask("init", "--store", "Here", "--data", shop).code == 0
    assert sync(shop).code == 2
    answer = ask("account", "sign-in", "--url", central.url, "--user", USER, "--secret-stdin", "--json", "--data", shop)
    assert (answer.code, answer.json["accepted"]) == (0, True)
    assert sync(shop).json["received"] > 0
    assert rows(shop, "SELECT count(*) FROM menu_items") == [(4,)]


def test_a_wiped_terminal_first_tells_the_back_office(shop: Path, tmp_path: Path) -> None:
    ask("simulate", "--orders", 2, "--data", shop)
    assert ask("export", tmp_path / "early", "--data", shop).code == 0
    assert ask("reset", "--data", shop).code == 0


def test_doctor_says_whether_the_account_is_accepted(shop: Path, central: TinyCentral) -> None:
    well = ask("doctor", "--json", "--data", shop).json["findings"]
    assert [one["level"] for one in well if one["subject"] == "auraconnect"] == ["ok"]
    kept = shop / "central" / "auraconnect.secret"
    kept.write_text('{"password": "old"}', "utf-8")
    (ill,) = [
        one for one in ask("doctor", "--json", "--data", shop).json["findings"] if one["subject"] == "auraconnect"
    ]
    assert (ill["level"], "the password is wrong" in ill["what"]) == ("warning", True)


def test_words_that_cannot_be_used_are_told_with_their_file(shop: Path) -> None:
    (shop / "central-auraconnect.toml").write_text("[nonsense]\n", "utf-8")
    answer = sync(shop)
    assert (answer.code, answer.out) == (2, "")
    assert "central-auraconnect.toml: [nonsense] means nothing here" in answer.err
