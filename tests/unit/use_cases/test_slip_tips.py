"""Tips written on signed slips: entered where a person can add them, to the server's tips, and never to the bill."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.service_rules import GratuityRule, ServiceRules
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.support.card_till import CardTill
from tests.support.memory_shop import EVERYTHING


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def till(tmp_path: Path) -> CardTill:
    return CardTill(tmp_path / "aside")


def paid_by_hand(till: CardTill) -> OrderId:
    """6.90 at a terminal that stands alone, signed for."""
    order_id = till.order()
    wish = till.wish(order_id, by_hand=True)
    till.store.shop.cards.charge(till.marta, wish)
    till.work()
    till.store.shop.card_answers.answer_approved(till.marta, wish.attempt_id, SlipRead(euros(690), euros(0)))
    return order_id


def test_a_signed_slip_is_listed_and_its_tip_goes_to_who_served(till: CardTill) -> None:
    order_id = paid_by_hand(till)
    shop = till.store.shop
    row = shop.slip_tips.to_enter(till.marta)[0]
    assert (row.order_id, row.amount, row.tip, row.entered) == (order_id, euros(690), euros(0), False)
    before = till.folded(order_id).bill
    shop.slip_tips.enter(till.marta, order_id, row.payment_id, euros(120), row.tip)
    assert till.folded(order_id).bill == before
    assert shop.slip_tips.to_enter(till.marta)[0].tip == euros(120)
    assert shop.slip_tips.to_enter(till.marta)[0].entered
    day = shop.tips.day(EVERYTHING)
    assert [(share.staff_id, share.on_checks) for share in day.shares if share.on_checks] == [
        (till.marta.id, euros(120))
    ]
    assert [(one.name, one.amount) for one in shop.closing.read().tips] == [("card", euros(120))]


def test_a_tip_of_a_payment_that_never_was_is_in_nobodys_share(till: CardTill) -> None:
    order_id = paid_by_hand(till)
    shop = till.store.shop
    row = shop.slip_tips.to_enter(till.marta)[0]
    shop.slip_tips.enter(till.marta, order_id, row.payment_id, euros(120), row.tip)
    with till.store.begin(SYSTEM) as work:
        allowed = Approval(EVERYTHING.id, work.now, "entered at the wrong order")
        work.keep(PaymentReversed(order_id, row.payment_id, Act(work.now, work.today, "R1", allowed)))
    assert sum(share.on_checks.minor for share in shop.tips.day(EVERYTHING).shares) == 0
    assert sum(one.amount.minor for one in shop.closing.read().tips) == 0


def test_a_slip_somebody_else_entered_meanwhile_is_looked_at_again(till: CardTill) -> None:
    order_id = paid_by_hand(till)
    shop = till.store.shop
    row = shop.slip_tips.to_enter(till.marta)[0]
    shop.slip_tips.enter(till.marta, order_id, row.payment_id, euros(120), row.tip)
    with pytest.raises(RuleBroken) as refused:
        shop.slip_tips.enter(till.marta, order_id, row.payment_id, euros(150), row.tip)
    assert refused.value.rule is Rule.TIP_ENTERED_ALREADY
    with pytest.raises(RuleBroken) as too_much:
        shop.slip_tips.enter(till.marta, order_id, row.payment_id, euros(600), euros(120))
    assert too_much.value.rule is Rule.TIP_OUT_OF_RANGE


def test_a_card_terminal_that_is_told_by_us_and_cash_get_no_tip_later(till: CardTill) -> None:
    shop = till.store.shop
    by_reader, in_cash = till.order(), till.order()
    till.charge(by_reader)
    till.work()
    due = shop.reads.orders.sheet(in_cash).cash_due
    shop.paying.take_cash(till.marta, in_cash, due, shop.paying.new_attempt())
    assert shop.slip_tips.to_enter(till.marta) == ()
    for order_id, details in ((by_reader, {"reader": "counter"}), (in_cash, {})):
        payment = till.folded(order_id).payments[0]
        with pytest.raises(RuleBroken) as refused:
            shop.slip_tips.enter(till.marta, order_id, payment.id, euros(100), euros(0))
        assert refused.value.rule is Rule.TIP_NOT_ADJUSTABLE
        assert refused.value.details.keys() == details.keys()


def test_a_card_leaves_the_tip_the_house_asks(till: CardTill) -> None:
    shop = till.store.shop
    shop.service.keep_rules(EVERYTHING, ServiceRules(), ServiceRules(gratuity=GratuityRule(5, Decimal(18))))
    order_id = till.order(4)
    shop.ordering.assign_table(till.marta, order_id, None, 6)
    asked = shop.reads.orders.sheet(order_id).gratuity
    assert asked is not None
    wish = till.wish(order_id)
    with pytest.raises(RuleBroken) as refused:
        shop.cards.charge(till.marta, wish)
    assert refused.value.rule is Rule.GRATUITY_COUNTS
    with_tip = till.wish(order_id, tip=asked.amount.minor)
    shop.cards.charge(till.marta, with_tip)
    till.work()
    assert till.folded(order_id).payments[0].tip == asked.amount
