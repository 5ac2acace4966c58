"""Purchase orders: the same whatever order peers' facts arrive in, and what arrived has arrived."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DeliveryId, PurchaseId, PurchaseLineId, StaffId, SupplierId, SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing import Purchase, line_amount
from aura_terminal.domain.purchasing_facts import (
    DeliveryReceived,
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseDrafted,
    PurchaseFact,
    PurchaseLine,
    PurchaseSent,
    PurchaseStated,
    PurchaseStatus,
    Quality,
    ReceivedLine,
)
from aura_terminal.domain.staff import Approval

NOW = datetime(2026, 5, 15, 18, 0, tzinfo=UTC)
ONE, ANA = PurchaseId("p1"), StaffId("ana")
FLOUR = PurchaseLine(PurchaseLineId("l1"), SupplyId("flour"), Decimal("2.5"), Money(333, "EUR"))
MORE = PurchaseLine(PurchaseLineId("l2"), SupplyId("flour"), Decimal(9), Money(333, "EUR"))
DRAFTED = PurchaseDrafted(ONE, "PO-1", SupplierId("farm"), (FLOUR,), NOW, ANA, date(2026, 5, 15), "EUR")
APPROVED = PurchaseApproved(ONE, (FLOUR,), Approval(ANA, NOW, "PO-1"))
SENT = PurchaseSent(ONE, NOW, ANA)
CANCELLED = PurchaseCancelled(ONE, NOW, ANA, "late")


def purchase(*facts: PurchaseFact) -> Purchase:
    """The order that these facts make."""
    made = Purchase(ONE)
    for fact in facts:
        made.apply(fact)
    return made


def came(id_: str, accepted: str, rejected: str = "0") -> DeliveryReceived:
    """A delivery of the first line."""
    good, bad = Decimal(accepted), Decimal(rejected)
    line = ReceivedLine(FLOUR.line_id, good + bad, good, bad, "wet" if bad else "")
    return DeliveryReceived(ONE, DeliveryId(id_), (line,), NOW, ANA, date(2026, 5, 15))


def test_a_line_is_rounded_once() -> None:
    assert line_amount(FLOUR) == Money(833, "EUR")  # 832.5
    assert purchase(DRAFTED).amount == Money(833, "EUR")


def test_what_was_approved_is_what_is_ordered_whatever_was_changed_elsewhere() -> None:
    changed = PurchaseChanged(ONE, (MORE,), NOW + timedelta(minutes=1), ANA)
    assert purchase(DRAFTED, changed, APPROVED).lines == (FLOUR,)
    assert purchase(DRAFTED, APPROVED, changed).lines == (FLOUR,)


def test_two_terminals_that_both_sent_and_cancelled_come_to_the_same() -> None:
    assert purchase(DRAFTED, APPROVED, SENT, CANCELLED).status is PurchaseStatus.CANCELLED
    assert purchase(DRAFTED, APPROVED, CANCELLED, SENT).status is PurchaseStatus.CANCELLED


def test_what_arrived_of_a_cancelled_order_has_arrived() -> None:
    made = purchase(DRAFTED, APPROVED, SENT, CANCELLED, came("d1", "2"), came("d1", "2"))
    assert (made.status, made.outstanding(FLOUR.line_id)) == (PurchaseStatus.PARTLY_RECEIVED, Decimal("0.5"))
    made.apply(came("d2", "0.5"))
    assert made.status is PurchaseStatus.RECEIVED


def test_a_delivery_of_which_nothing_was_good_leaves_everything_to_come() -> None:
    made = purchase(DRAFTED, APPROVED, SENT, came("d1", "0", "2.5"))
    assert (made.status, made.outstanding(FLOUR.line_id)) == (PurchaseStatus.SENT, Decimal("2.5"))
    assert made.deliveries[DeliveryId("d1")].lines[0].quality is Quality.FAILED


def test_more_than_was_ordered_at_two_terminals_leaves_nothing_to_come() -> None:
    made = purchase(DRAFTED, APPROVED, SENT, came("d1", "2.5"), came("d2", "2.5"))
    assert (made.status, made.outstanding(FLOUR.line_id)) == (PurchaseStatus.RECEIVED, Decimal(0))


@pytest.mark.parametrize(
    ("ours", "theirs", "status"),
    [
        ((), PurchaseStatus.APPROVED, PurchaseStatus.APPROVED),
        ((APPROVED, SENT), PurchaseStatus.DRAFT, PurchaseStatus.SENT),
        ((APPROVED,), PurchaseStatus.SENT, PurchaseStatus.SENT),
        ((APPROVED,), PurchaseStatus.CANCELLED, PurchaseStatus.CANCELLED),
        ((APPROVED, SENT), PurchaseStatus.RECEIVED, PurchaseStatus.RECEIVED),
        ((CANCELLED,), PurchaseStatus.SENT, PurchaseStatus.CANCELLED),
    ],
)
def test_a_back_office_takes_it_further_and_never_back(
    ours: tuple[PurchaseFact, ...], theirs: PurchaseStatus, status: PurchaseStatus
) -> None:
    assert purchase(DRAFTED, *ours, PurchaseStated(ONE, theirs, "PO-2024-001", NOW, "unified")).status is status


def test_an_order_nobody_heard_the_draft_of_can_be_done_nothing_with() -> None:
    unheard = purchase(APPROVED)
    with pytest.raises(RuleBroken, match=Rule.PURCHASE_NOT_SO.value):
        unheard.send(NOW, ANA)
    with pytest.raises(RuleBroken, match=Rule.PURCHASE_NOT_SO.value):
        unheard.cancel(NOW, ANA, "late")
