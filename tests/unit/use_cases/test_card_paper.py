"""What a card leaves on paper, as a person reads it. Golden files are renewed as `test_paper` says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.paper import PaperDocument
from aura_terminal.use_cases.day_paper import x_report
from aura_terminal.use_cases.receipts import receipt
from devices.printers.plain_text import plain_text
from tests.support.card_till import CardTill
from tests.support.counting_reader import Play
from tests.support.memory_shop import EVERYTHING

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def till(tmp_path: Path) -> CardTill:
    return CardTill(tmp_path / "reversals.jsonl")


def reads(document: PaperDocument | None, name: str) -> None:
    assert document is not None
    text, file = plain_text(document), GOLDEN / f"{name}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and is written now: read it, and keep it if it is right")
    assert text == file.read_text(encoding="utf-8")


def paid(till: CardTill, play: Play, tip: int = 0) -> None:
    till.book.plays.append(play)
    till.charge(till.order(2), tip=tip)
    till.work()


def document(till: CardTill, title: str) -> PaperDocument | None:
    return next(job.job.document for job in till.memory.journal.jobs if job.job.title.startswith(title))


def test_a_receipt_carries_the_block_of_its_card_with_the_tip(till: CardTill) -> None:
    paid(till, Play.OFFLINE, tip=120)
    reads(document(till, "Receipt"), "card_receipt")


def test_a_copy_of_the_receipt_carries_it_too(till: CardTill) -> None:
    paid(till, Play.APPROVE)
    order_id = till.store.shop.reads.orders.recent(1)[0].order_id
    till.store.shop.paying.reprint_receipt(EVERYTHING, order_id)
    copy = document(till, "Receipt R1-001 copy")
    assert copy is not None
    assert "Authorisation" in plain_text(copy)


def test_the_merchants_slip_has_a_line_to_sign(till: CardTill) -> None:
    paid(till, Play.SIGN)
    reads(document(till, "Card merchant copy"), "card_merchant_slip")


def test_a_declined_card_leaves_a_slip_that_says_nothing_was_charged(till: CardTill) -> None:
    paid(till, Play.DECLINE)
    reads(document(till, "Card declined"), "card_declined_slip")


def test_a_reading_of_the_day_shows_tips_what_is_at_risk_and_what_nobody_knows(till: CardTill) -> None:
    paid(till, Play.OFFLINE, tip=120)
    paid(till, Play.LOST_BEFORE)
    till.charge(till.order())
    profile = till.store.shop.reads.store.profile()
    reads(x_report(till.store.shop.closing.read(), profile).document, "card_x_report")


def test_the_z_report_keeps_them(till: CardTill) -> None:
    paid(till, Play.OFFLINE, tip=120)
    totals = till.store.shop.closing.close_day(EVERYTHING).totals
    assert [(one.name, one.amount.minor) for one in totals.tips] == [("card", 120)]
    assert [(one.name, one.amount.minor) for one in totals.card_risk] == [("counter terminal", 1500)]


def test_a_terminals_own_lines_are_printed_as_they_are(till: CardTill) -> None:
    paid(till, Play.APPROVE)
    order_id = till.store.shop.reads.orders.recent(1)[0].order_id
    attempt = till.attempts([order_id])[0]
    assert attempt.approved is not None
    own = replace(attempt.approved.slip, cardholder=("  K-U-N-D-E-N-B-E-L-E-G", "Betrag EUR        13,80"))
    attempt.approved = replace(attempt.approved, slip=own)
    text = plain_text(receipt(till.folded(order_id), till.store.shop.reads.store.profile(), (attempt,)).document)
    assert "  K-U-N-D-E-N-B-E-L-E-G\nBetrag EUR        13,80\n" in text
    assert "Cryptogram" not in text
