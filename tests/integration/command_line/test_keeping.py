"""`tidy`, `receipt`, `export`, `import`, `reset` and the guard, as a person uses them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from aura_terminal.app.chance import SeededIds, ServiceClock
from aura_terminal.app.opening import join
from aura_terminal.app.shop_files import read_shop
from aura_terminal.app.simulation import INVENTED_STAFF, Service
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from tests.integration.command_line.asking import ask, everything, facts, rows
from tests.support.memory_shop import DEMO_SHOP, MemoryVault

OLD_DAYS = 20


@pytest.fixture(scope="session")
def aged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A restaurant that was set up twenty days ago and served a few guests then."""
    folder = tmp_path_factory.mktemp("aged") / "data"
    folder.mkdir()
    clock = ServiceClock(datetime.now(UTC).replace(hour=11) - timedelta(days=OLD_DAYS))
    ids = SeededIds(clock, Random(1))
    files = read_shop(DEMO_SHOP)
    found_store(folder, clock, ids, label="R1", documents=files.documents, pins=files.pins, vault=MemoryVault())
    store = open_store(folder, clock, ids, ballast_bytes=4096)
    shop = join(store, folder, clock, ids)
    Service(shop, INVENTED_STAFF, Random(2), lambda told: None, clock.advance).run(4)
    store.close()
    return folder


@pytest.fixture
def aged(aged_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(aged_once, tmp_path / "aged", ignore=shutil.ignore_patterns("ballast", "*.lock")))


def test_old_days_are_tidied_away_and_their_receipts_found(aged: Path) -> None:
    before = rows(aged, "SELECT order_id, number, total_minor FROM orders WHERE status = 'closed' ORDER BY number")
    assert len(before) == 4
    ask("pin", "marta-rossi", "--data", aged)  # something newer than the old day
    tidied = ask("tidy", "--json", "--data", aged)
    assert (tidied.code, tidied.err, len(tidied.json["days"])) == (0, "", 1)
    assert rows(aged, "SELECT count(*) FROM orders WHERE status = 'closed'") == [(0,)]
    order_id, number, total = before[0]
    found = ask("receipt", "--number", number, "--day", tidied.json["days"][0], "--json", "--data", aged)
    assert (found.code, found.err) == (0, "")
    assert [(one["order_id"], one["total_minor"]) for one in found.json["receipts"]] == [(order_id, total)]
    assert number in ask("receipt", "--amount", total, "--data", aged).out
    assert ask("verify", "--data", aged).code == 0
    assert ask("tidy", "--json", "--data", aged).json["days"] == tidied.json["days"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [(["--number", "R9-999"], 1), ([], 2), (["--day", "yesterday"], 2), (["--order", "nobodys"], 1)],
)
def test_what_is_no_receipt_is_said(new: Path, asked: list[str], code: int) -> None:
    answer = ask("receipt", *asked, "--data", new)
    assert answer.code == code
    assert answer.out or answer.err


def test_a_sealed_copy_goes_out_and_comes_back(served: Path, tmp_path: Path) -> None:
    copy = tmp_path / "facts.sealed"
    out = ask("export", copy, "--json", "--data", served)
    assert (out.code, out.err) == (0, "")
    assert out.json["facts"] == len(facts(served))
    again = ask("import", copy, "--json", "--data", served)
    assert (again.code, again.json["new"], again.json["made_by"]) == (0, 0, "R1")
    foreign = ask("export", copy, "--data", served)
    assert (foreign.code, "already" in foreign.err) == (2, True)


def test_what_was_lost_in_a_restore_comes_back_from_the_sealed_copy(served: Path, tmp_path: Path) -> None:
    backup, copy = tmp_path / "backup.sqlite", tmp_path / "facts.sealed"
    ask("backup", "--to", backup, "--data", served)
    before = everything(served)["orders"]
    assert ask("simulate", "--orders", 3, "--seed", 9, "--data", served).code == 0
    orders = everything(served)["orders"]
    refused = ask("restore", backup, "--data", served)
    assert (refused.code, refused.out) == (2, "")
    assert "facts that are on this terminal only" in refused.err
    assert "--export" in refused.err
    assert everything(served)["orders"] == orders
    assert ask("restore", backup, "--export", copy, "--data", served).code == 0
    assert everything(served)["orders"] == before != orders
    back = ask("import", copy, "--json", "--data", served)
    assert (back.code, back.json["new"] > 0) == (0, True)
    assert everything(served)["orders"] == orders
    assert ask("verify", "--data", served).code == 0


def test_a_bad_sealed_copy_is_refused_and_nothing_changes(served: Path, tmp_path: Path) -> None:
    copy, whole = tmp_path / "facts.sealed", everything(served)
    ask("export", copy, "--data", served)
    copy.write_bytes(copy.read_bytes()[:-7])
    refused = ask("import", copy, "--data", served)
    assert (refused.code, refused.out) == (2, "")
    assert "cut short" in refused.err
    missing = ask("import", tmp_path / "nowhere", "--data", served)
    assert (missing.code, missing.out) == (2, "")
    assert everything(served) == whole


def test_another_stores_sealed_copy_is_refused(served: Path, aged: Path, tmp_path: Path) -> None:
    copy = tmp_path / "facts.sealed"
    ask("export", copy, "--data", aged)
    refused = ask("import", copy, "--data", served)
    assert (refused.code, "another store" in refused.err) == (2, True)


def test_a_reset_is_refused_until_the_facts_are_safe(served: Path, tmp_path: Path) -> None:
    refused = ask("reset", "--data", served)
    assert (refused.code, refused.out) == (2, "")
    assert "Resetting this terminal would lose" in refused.err
    assert (served / "store.sqlite").exists()
    inside = ask("reset", "--export", served / "facts.sealed", "--data", served)
    assert (inside.code, (served / "store.sqlite").exists()) == (2, True)
    copy = tmp_path / "facts.sealed"
    done = ask("reset", "--export", copy, "--json", "--data", served)
    assert (done.code, done.err) == (0, "")
    assert copy.exists()
    assert not list(served.glob("store.sqlite*"))
    assert ask("status", "--data", served).code == 2
    assert ask("reset", "--data", served).code == 2
    assert ask("init", "--shop", "demo", "--data", served).code == 0


def test_a_restore_to_a_copy_that_holds_everything_needs_no_sealed_copy(served: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite"
    ask("backup", "--to", backup, "--data", served)
    assert ask("restore", backup, "--data", served).code == 0
