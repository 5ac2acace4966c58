"""The judge of the kill campaign complains where there is something to complain of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.integration.command_line.asking import ask
from tests.support.oracle import judge, judge_paper, read_acks


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store after 15 orders, with what was acknowledged beside it."""
    folder = tmp_path_factory.mktemp("judged")
    assert ask("init", "--data", folder, "--shop", "demo").code == 0
    acks = folder / "acks.jsonl"
    assert ask("simulate", "--data", folder, "--orders", 15, "--seed", 4, "--acks", acks).code == 0
    return folder


SPOILED = {
    "has no receipt": "DELETE FROM spool_jobs WHERE job_id = (SELECT job_id FROM spool_jobs WHERE kind='receipt')",
    "has no drawer kick": "DELETE FROM spool_jobs WHERE kind='drawer_kick'",
    "has no slip": "DELETE FROM spool_jobs WHERE kind='kitchen_slip'",
    "is on no ticket": "DELETE FROM ticket_lines",
    "payments do not add up": "UPDATE payments SET amount_minor = amount_minor - 1, change_minor = change_minor + 1",
    "is not in the store": "DELETE FROM orders",
}


def test_a_service_that_was_not_disturbed_has_a_clean_bill(served: Path) -> None:
    assert judge(served / "store.sqlite", read_acks(served / "acks.jsonl")) == []


@pytest.mark.parametrize("complaint", SPOILED)
def test_what_is_missing_is_complained_of(served: Path, tmp_path: Path, complaint: str) -> None:
    spoiled = tmp_path / "store.sqlite"
    shutil.copyfile(served / "store.sqlite", spoiled)
    connection = sqlite.connect(spoiled, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(SPOILED[complaint])
    connection.close()
    assert any(complaint in found for found in judge(spoiled, read_acks(served / "acks.jsonl")))


def test_an_order_acknowledged_with_another_total_is_complained_of(served: Path) -> None:
    acks = [dict(ack) for ack in read_acks(served / "acks.jsonl")]
    paid = next(ack for ack in acks if ack["event"] == "paid")
    paid["total_minor"] += 1
    assert any("was told as paid" in found for found in judge(served / "store.sqlite", acks))


RECEIPT = "Order {number}   Table 1\nTOTAL EUR   9.50\n"


@pytest.fixture
def paper(served: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The served store with every receipt called printed, and the folder of slips that says the same."""
    store, printed = tmp_path / "store.sqlite", tmp_path / "printed" / "front"
    shutil.copyfile(served / "store.sqlite", store)
    connection = sqlite.connect(store, isolation_level=None)
    connection.execute("UPDATE spool_jobs SET state='printed' WHERE kind='receipt'")
    numbers = [row[0] for row in connection.execute("SELECT number FROM orders WHERE status='closed'")]
    connection.close()
    printed.mkdir(parents=True)
    for number in numbers:
        printed.joinpath(f"{number}.txt").write_text(RECEIPT.format(number=number), "utf-8")
    return store, printed.parent


def test_paper_that_is_as_the_spool_says_has_a_clean_bill(paper: tuple[Path, Path]) -> None:
    assert judge_paper(*paper) == []


def test_a_receipt_that_came_out_twice_is_complained_of_unless_it_says_so(paper: tuple[Path, Path]) -> None:
    slip = min(paper[1].rglob("*.txt"))
    slip.with_name("second.txt").write_text("** POSSIBLE DUPLICATE 1 **\n" + slip.read_text("utf-8"), "utf-8")
    assert judge_paper(*paper) == []
    slip.with_name("third.txt").write_text(slip.read_text("utf-8"), "utf-8")
    assert any("came out 2 times" in found for found in judge_paper(*paper))


def test_a_receipt_that_is_not_on_paper_is_complained_of(paper: tuple[Path, Path]) -> None:
    min(paper[1].rglob("*.txt")).unlink()
    assert any("is not on paper" in found for found in judge_paper(*paper))


def test_a_receipt_that_a_person_is_asked_about_is_neither_lost_nor_to_be_on_paper(paper: tuple[Path, Path]) -> None:
    slip = min(paper[1].rglob("*.txt"))
    connection = sqlite.connect(paper[0], isolation_level=None)
    of = "order_id=(SELECT order_id FROM orders WHERE number=?)"
    connection.execute(f"UPDATE spool_jobs SET state='late' WHERE kind='receipt' AND {of}", (slip.stem,))
    connection.close()
    assert any("is asked about, and is on paper" in found for found in judge_paper(*paper))
    slip.unlink()
    assert judge_paper(*paper) == []
