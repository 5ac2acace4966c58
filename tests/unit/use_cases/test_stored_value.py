"""Gift cards, house accounts, deposits and other ways to pay, by the verbs that move them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.day_sums import day_totals
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId, PaymentId, TenderId, ValueAccountId, ValueMoveId
from aura_terminal.domain.kinds import OrderStatus, Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.order_money import liabilities
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value_facts import AccountKind, Hearing, LimitSet, Move, ValueDrawn, ValueReturned
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.returns import Way
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER
from tests.contract.value_contract import card, coffee, euro, number_of, pay
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in


@pytest.fixture
def store() -> MemoryStore:
    """The demo shop."""
    return demo_store()


@pytest.fixture
def shop(store: MemoryStore) -> Shop:
    """Its verbs."""
    return store.shop


def test_a_part_is_drawn_and_what_is_left_stands_on_the_receipt(shop: Shop) -> None:
    row, order = card(shop, 2), coffee(shop)
    paid = shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    assert (paid.payment.amount, paid.due, paid.closed) == (euro(2), Money(90, "EUR"), False)
    assert paid.payment.reference.endswith("left 0.00")
    pay(shop, order)
    assert shop.reads.orders.sheet(order).status is OrderStatus.CLOSED
    assert shop.reads.value.sheet(row.account_id).row.balance == euro(0)
    assert shop.reads.value.accounts(None, 9) == ()


def test_the_same_attempt_draws_once(shop: Shop) -> None:
    row, order, attempt = card(shop), coffee(shop), shop.paying.new_attempt()
    first = shop.value_paying.draw(EVERYTHING, order, row.account_id, attempt, Hearing.ALL)
    again = shop.value_paying.draw(EVERYTHING, order, row.account_id, attempt, Hearing.ALL)
    assert again.payment == first.payment
    assert again.facts == ()


def test_no_more_is_drawn_than_there_is(shop: Shop) -> None:
    row, order = card(shop, 1), coffee(shop)
    with pytest.raises(RuleBroken) as refused:
        shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL, euro(2))
    assert refused.value.rule is Rule.VALUE_SHORT
    assert refused.value.details["left"] == "1.00"


def test_a_lost_card_is_blocked_and_its_value_goes_under_a_new_number(shop: Shop, store: MemoryStore) -> None:
    row, order = card(shop), coffee(shop)
    shop.value_accounts.block(EVERYTHING, row.account_id, "lost")
    with pytest.raises(RuleBroken) as refused:
        shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    assert refused.value.rule is Rule.ACCOUNT_BLOCKED
    shop.value_accounts.number_anew(EVERYTHING, row.account_id)
    assert shop.value_accounts.find(EVERYTHING, number_of(row, 2)).balance == euro(50)
    with pytest.raises(RuleBroken):
        shop.value_accounts.find(EVERYTHING, number_of(row, 1))
    assert sum(job.job.title.startswith("Gift card") for job in store.journal.jobs) == 2


def test_a_house_account_is_charged_to_its_limit_and_beyond_it_by_approval(shop: Shop, store: MemoryStore) -> None:
    opened, limit = shop.value_accounts.open_house(EVERYTHING, "Acme", euro(3), "14 days")
    assert isinstance(limit, LimitSet)
    account = ValueAccountId(opened.account_id)
    shop.value_paying.draw(EVERYTHING, coffee(shop), account, shop.paying.new_attempt(), Hearing.NONE)
    assert any(job.job.title.startswith("House account") for job in store.journal.jobs)
    cashier = Actor(EVERYTHING.id, "Sofia", EVERYTHING.permissions - {Permission.MANAGE_ACCOUNTS})
    order = coffee(shop)
    with pytest.raises(RuleBroken) as refused:
        shop.value_paying.draw(cashier, order, account, shop.paying.new_attempt(), Hearing.ALL)
    assert refused.value.rule is Rule.APPROVAL_NEEDED
    shop.value_paying.draw(EVERYTHING, order, account, shop.paying.new_attempt(), Hearing.ALL)
    (row,) = shop.reads.value.accounts(AccountKind.HOUSE, 9)
    assert (row.balance, row.owing_since is not None) == (Money(-580, "EUR"), True)
    pay(shop, shop.value_selling.load(EVERYTHING, NewOrder(), account, Money(580, "EUR")).order_id)
    (row,) = shop.reads.value.accounts(AccountKind.HOUSE, 9)
    assert (row.balance, row.owing_since) == (euro(0), None)
    shop.value_accounts.print_statement(EVERYTHING, account)
    (statement,) = [job.job for job in store.journal.jobs if job.job.title == "Statement Acme"]
    assert "14 days" in repr(statement.document)


def test_a_deposit_is_kept_as_turnover_or_given_back_from_the_drawer(shop: Shop, store: MemoryStore) -> None:
    for name in ("Kept", "Back"):
        pay(shop, shop.value_selling.take_deposit(EVERYTHING, euro(20), name).order_id)
    back, kept = shop.reads.value.accounts(AccountKind.DEPOSIT, 9)
    shop.value_accounts.keep_deposit(EVERYTHING, kept.account_id, "nobody came")
    given = shop.value_accounts.pay_out(EVERYTHING, back.account_id, "cancelled in time")
    assert shop.reads.value.accounts(AccountKind.DEPOSIT, 9) == ()
    with store.begin(EVERYTHING.id) as work:
        totals = day_totals(work.today, "EUR", work.ledger.orders_of(work.today))
        assert work.order(given.order_id).bill.due == euro(0)
    assert (totals.gross, totals.net) == (euro(20), euro(20))
    assert [(one.name, one.amount) for one in totals.liabilities] == [("deposit", euro(20))]
    assert [(one.name, one.amount) for one in totals.refunds] == [("cash", euro(-20))]
    taken = sum(one.amount.minor for one in (*totals.tenders, *totals.refunds))
    assert taken == totals.gross.minor + sum(one.amount.minor for one in totals.liabilities)
    assert shop.reads.mesh.conflicts(limit=9) == ()


def test_an_account_pays_for_nothing_that_is_put_on_an_account(shop: Shop) -> None:
    row = card(shop)
    order = shop.value_selling.sell_card(EVERYTHING, NewOrder(), euro(10)).order_id
    with pytest.raises(RuleBroken) as refused:
        shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    assert refused.value.rule is Rule.ACCOUNT_PAYS_ITSELF


def test_a_voucher_is_noted_as_a_payment_and_gives_no_change(shop: Shop) -> None:
    voucher = Tender(TenderId("voucher"), "Voucher", TenderKind.OTHER)
    shop.administration.put_documents(EVERYTHING, [voucher])
    order = coffee(shop)
    with pytest.raises(RuleBroken):
        shop.value_paying.take_other(EVERYTHING, order, voucher.id, shop.paying.new_attempt(), euro(5))
    part = shop.value_paying.take_other(EVERYTHING, order, voucher.id, shop.paying.new_attempt(), euro(1), "no. 12")
    assert (part.closed, part.due) == (False, Money(190, "EUR"))
    assert shop.value_paying.take_other(EVERYTHING, order, voucher.id, shop.paying.new_attempt()).closed
    assert [one.tender for one in shop.reads.orders.sheet(order).payments] == ["voucher", "voucher"]
    with pytest.raises(RuleBroken) as refused:
        shop.value_paying.take_other(EVERYTHING, coffee(shop), TenderId("barter"), shop.paying.new_attempt())
    assert refused.value.rule is Rule.TENDER_NOT_TAKEN


def test_an_account_nobody_opened_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.reads.value.sheet(ValueAccountId("nobody"))
    assert shop.reads.value.overdrawn() == ()
    assert shop.reads.value.rules().alone_each == 2000


def test_value_paid_twice_goes_back_to_its_card_and_no_drawer_opens(shop: Shop, store: MemoryStore) -> None:
    row, order = card(shop), coffee(shop)
    shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    second = _paid_again(store, order, row.account_id)
    ((conflict, choices),) = shop.conflicts.of_order(EVERYTHING, order)
    assert conflict.amount == Money(290, "EUR")
    opened_before = _openings(store)
    done = shop.conflicts.decide(EVERYTHING, conflict.id, choices[0].code, "paid twice")
    assert any(isinstance(fact, ValueReturned) and fact.payment_id == second for fact in done.facts)
    assert _openings(store) == opened_before
    assert shop.reads.value.sheet(row.account_id).row.balance == Money(5000 - 290, "EUR")
    assert shop.conflicts.of_order(EVERYTHING, order) == ()


def test_a_payment_that_never_was_comes_back_to_its_account(shop: Shop, store: MemoryStore) -> None:
    row, order = card(shop), coffee(shop)
    shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    _paid_again(store, order, row.account_id)
    ((conflict, _),) = shop.conflicts.of_order(EVERYTHING, order)
    shop.conflicts.decide(EVERYTHING, conflict.id, ChoiceCode.NEVER_TAKEN, "entered twice")
    assert shop.reads.value.sheet(row.account_id).row.balance == Money(5000 - 290, "EUR")


def test_an_overdrawn_card_is_in_the_inbox_until_it_is_decided(shop: Shop, store: MemoryStore) -> None:
    row = card(shop, 2)
    for name in ("r1", "r2"):
        with store.begin(EVERYTHING.id) as work:
            amount = Move(ValueMoveId(name), euro(2), work.now, EVERYTHING.id, work.today, name, hearing=Hearing.NONE)
            work.keep(ValueDrawn(row.account_id, amount))
    (found,) = shop.reads.mesh.conflicts(limit=9)
    assert (found.kind, found.amount) == ("overdrawn", euro(2))
    with pytest.raises(RuleBroken):
        shop.conflicts.decide(EVERYTHING, found.conflict_id, ChoiceCode.NOTED, "seen")
    shop.conflicts.decide(EVERYTHING, found.conflict_id, ChoiceCode.BEAR_THE_LOSS, "two tills were apart")
    assert shop.reads.mesh.conflicts(limit=9) == ()
    assert shop.reads.value.sheet(row.account_id).row.balance == euro(0)
    with pytest.raises(RuleBroken) as refused:
        shop.conflicts.decide(EVERYTHING, found.conflict_id, ChoiceCode.BEAR_THE_LOSS, "again")
    assert refused.value.rule is Rule.CONFLICT_GONE


def test_strange_numbers_in_a_row_make_the_next_one_wait(shop: Shop) -> None:
    row, rules = card(shop), set()
    for issue in range(2, 12):
        with pytest.raises(RuleBroken) as refused:
            shop.value_accounts.find(EVERYTHING, number_of(row, issue))
        rules.add(refused.value.rule)
    assert rules == {Rule.ACCOUNT_UNKNOWN, Rule.PIN_LOCKED}


def test_a_gift_card_earns_no_points_and_is_never_discounted(shop: Shop, store: MemoryStore) -> None:
    order = coffee(shop)
    shop.value_selling.sell_card(EVERYTHING, order, euro(50))
    shop.discounts.take_percent(EVERYTHING, order, Decimal(100), "friend")
    assert shop.reads.orders.sheet(order).due == euro(50)
    line = shop.reads.orders.sheet(order).lines[-1]
    with pytest.raises(RuleBroken) as refused:
        shop.ordering.change_quantity(EVERYTHING, order, line.line_id, 2)
    assert refused.value.rule is Rule.VALUE_ONCE
    shop.ordering.change_type(EVERYTHING, order, OrderType.TAKEOUT)
    pay(shop, order)
    with store.begin(EVERYTHING.id) as work:
        assert liabilities(work.order(order)) == euro(50)


def _paid_again(store: MemoryStore, order_id: OrderId, account_id: ValueAccountId) -> PaymentId:
    """The same order paid from the same account at a terminal that heard nothing of the first time."""
    with store.begin(EVERYTHING.id) as work:
        before = work.order(order_id).payments[-1]
        again = replace(before, id=PaymentId("again"), attempt_id=AttemptId("again"), terminal="R2")
        drawn = Move(ValueMoveId("again"), before.amount, work.now, EVERYTHING.id, work.today, "R2", order_id)
        work.keep(PaymentTaken(order_id, again), ValueDrawn(account_id, drawn))
    return again.id


def _openings(store: MemoryStore) -> int:
    return sum(job.job.title.startswith(("Drawer", "Refund")) for job in store.journal.jobs)


def test_a_tab_without_a_card_goes_to_its_cap_and_alone_a_manager_allows_it(shop: Shop) -> None:
    marta = signed_in(shop)
    with pytest.raises(RuleBroken) as refused:
        shop.tabs.open(marta, NewOrder(), "Sven", Hearing.SOME)
    assert refused.value.rule is Rule.APPROVAL_NEEDED
    order = shop.tabs.open(marta, NewOrder(), "Sven", Hearing.ALL).order_id
    (row,) = [one for one in shop.reads.orders.open_orders() if one.order_id == order]
    assert (row.guest_name, row.tab_cap) == ("Sven", euro(100))
    with pytest.raises(RuleBroken) as refused:
        shop.tabs.open(marta, order, "Sven", Hearing.ALL, euro(500))
    assert refused.value.rule is Rule.APPROVAL_NEEDED
    shop.tabs.open(EVERYTHING, order, "", Hearing.NONE, euro(5))
    shop.ordering.add_item(marta, order, WATER)
    with pytest.raises(RuleBroken) as refused:
        shop.ordering.add_item(marta, order, WATER)
    assert (refused.value.rule, refused.value.details["cap"]) == (Rule.TAB_CAPPED, "5.00")
    assert shop.reads.orders.sheet(order).due == Money(290, "EUR")


def test_goods_paid_by_card_go_back_to_the_card_and_only_the_rest_is_cash(shop: Shop, store: MemoryStore) -> None:
    row, order = card(shop, 2), coffee(shop)
    shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.ALL)
    pay(shop, order)
    line = shop.reads.orders.sheet(order).lines[0]
    back = shop.returns.take_back(EVERYTHING, order, [(line.line_id, 1)], "cold", Way.CASH)
    assert (back.amount, back.cash) == (Money(290, "EUR"), Money(90, "EUR"))
    assert shop.reads.value.sheet(row.account_id).row.balance == euro(2)
    assert shop.reads.mesh.conflicts(limit=9) == ()
