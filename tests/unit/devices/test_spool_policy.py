"""What becomes of paper that waits: to the second, and without a printer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aura_terminal.domain.paper import (
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    Text,
    Unwanted,
    text_line,
)
from aura_terminal.ports.printing import Fault
from devices import spool_policy

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAPER = PaperDocument("test", 1, (text_line("2 x Burger"),))
SLIP = PrintJob(PrintJobId("j0"), SpoolKind.KITCHEN_SLIP, "grill", "Grill R1-042", document=PAPER)
RECEIPT = PrintJob(PrintJobId("r0"), SpoolKind.RECEIPT, "receipt", "Receipt R1-042", document=PAPER)
KICK = PrintJob(PrintJobId("k0"), SpoolKind.DRAWER_KICK, "receipt", "Drawer")


def spooled(job: PrintJob = SLIP, state: SpoolState = SpoolState.QUEUED, gone: Unwanted | None = None) -> SpooledJob:
    return SpooledJob(job, state, NOON, NOON + timedelta(minutes=1), unwanted=gone)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def words(job: PrintJob) -> list[str]:
    assert job.document is not None
    return ["".join(run.text for run in block.runs) for block in job.document.blocks if isinstance(block, Text)]


def test_a_drawer_opens_within_three_seconds_or_not_at_all() -> None:
    assert [spool_policy.is_late_kick(spooled(KICK), after(wait)) for wait in (3, 3.001)] == [False, True]


def test_paper_that_waited_longer_than_ten_minutes_does_not_come_out_unasked() -> None:
    assert [spool_policy.is_late(spooled(), after(wait)) for wait in (600, 600.001)] == [False, True]


def test_a_slip_nobody_needs_any_more_is_given_up_once_it_had_to_wait_and_printed_at_its_turn() -> None:
    gone = next(iter(Unwanted))
    assert spool_policy.given_up(spooled(gone=gone), after(600)) is None
    assert spool_policy.given_up(spooled(gone=gone), after(601)) is gone
    assert spool_policy.given_up(spooled(state=SpoolState.HELD, gone=gone), after(1)) is gone
    assert spool_policy.given_up(spooled(state=SpoolState.HELD), after(601)) is None


def test_what_the_kitchen_cooks_from_is_repeated_three_times_and_a_receipt_never() -> None:
    copy, repeats = SLIP, 0
    while spool_policy.repeats_by_itself(spooled(copy)):
        copy, repeats = spool_policy.possible_duplicate(copy, PrintJobId(f"j{repeats + 1}")), repeats + 1
    assert (repeats, copy.copy_no, copy.duplicate_of) == (3, 3, "j2")
    assert not spool_policy.repeats_by_itself(spooled(RECEIPT))


def test_a_printer_has_ten_seconds_to_come_back_before_a_slip_is_repeated() -> None:
    assert [spool_policy.repeat_is_due(spooled(), after(60 + wait)) for wait in (9.999, 10)] == [False, True]


def test_every_copy_says_once_which_copy_it_is() -> None:
    first = spool_policy.possible_duplicate(SLIP, PrintJobId("j1"))
    second = spool_policy.possible_duplicate(first, PrintJobId("j2"))
    assert words(first) == ["** POSSIBLE DUPLICATE 1 **", "2 x Burger"]
    assert words(second) == ["** POSSIBLE DUPLICATE 2 **", "2 x Burger"]


@pytest.mark.parametrize("line", ["** burnt", "burnt **"])
def test_a_first_line_that_is_no_banner_is_never_cut_off(line: str) -> None:
    job = PrintJob(PrintJobId("j0"), SLIP.kind, "grill", "Grill", document=PaperDocument("test", 1, (text_line(line),)))
    assert words(spool_policy.possible_duplicate(job, PrintJobId("j1")))[1:] == [line]


def test_a_document_without_a_line_gets_its_banner_and_a_kick_is_never_doubled() -> None:
    empty = PrintJob(PrintJobId("j0"), SLIP.kind, "grill", "Grill", document=PaperDocument("test", 1, ()))
    assert words(spool_policy.possible_duplicate(empty, PrintJobId("j1"))) == ["** POSSIBLE DUPLICATE 1 **"]
    with pytest.raises(ValueError, match="no paper"):
        spool_policy.possible_duplicate(KICK, PrintJobId("k1"))


@pytest.mark.parametrize(
    ("fault", "failures", "seconds", "is_due"),
    [
        (Fault.UNREACHABLE, 1, 19.9, False), (Fault.UNREACHABLE, 2, 0, True), (Fault.UNREACHABLE, 3, 0, True),
        (Fault.PAPER_OUT, 9, 19.9, False), (Fault.PAPER_OUT, 1, 20, True),
    ],
)  # fmt: skip
def test_a_slip_goes_elsewhere_at_once_from_a_printer_that_is_off_and_after_twenty_seconds_from_any(
    fault: Fault, failures: int, seconds: float, is_due: bool
) -> None:
    assert spool_policy.redirect_is_due(SLIP, fault, failures, NOON, after(seconds)) is is_due
    assert not spool_policy.redirect_is_due(RECEIPT, fault, failures, NOON, after(seconds))
