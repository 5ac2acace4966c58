"""A day of companies, counter and back door, told to the Unified Assistant's contract server and mirrored from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.central_sheet import CentralSheet, sheet_id
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing_facts import PurchaseStatus, ReceivedLine
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.ordering import Asked
from aura_terminal.use_cases.purchasing import Draft, Wanted
from aura_terminal.use_cases.returns import Way
from sync.connectors.unified.office import OFFICE
from sync.reconcile.effects import WITHOUT_KEYS
from sync.reconcile.pushing import Pushing
from tests.campaigns.offices import play
from tests.support.central_faults import HOURS
from tests.support.central_terminal import Speaks, Terminal
from tests.support.chance import FixedClock
from tests.support.unified_customs import API_KEY
from tests.support.unified_house import BANK, GROUND, UnifiedHouse, UnifiedWorld, prepare

MORNING = datetime.fromisoformat("2026-05-15T10:00:00+00:00")
BOSS = Actor(SYSTEM, "system", frozenset(Permission))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def world(clock: FixedClock) -> Iterator[UnifiedWorld]:
    made = UnifiedWorld(clock)
    with made.server:
        yield made


@pytest.fixture
def terminal(world: UnifiedWorld, clock: FixedClock, tmp_path: Path) -> Iterator[Terminal]:
    prepare(tmp_path / "R1", "R1", clock, 1, "")
    made = Terminal(tmp_path / "R1", world.server.url, GROUND.user, clock, 1, WITHOUT_KEYS, speaks=GROUND.speaks)
    made.tokens.clear()
    made.tokens.update(GROUND.tokens)
    made.open()
    assert made.run(HOURS)
    yield made
    made.close()


def told(terminal: Terminal) -> None:
    """Everything is told and mirrored anew."""
    terminal.courier.pull_again(terminal.now)
    assert terminal.run(4 * HOURS)
    terminal.courier.pull_again(terminal.now)
    assert terminal.run(4 * HOURS)


def charge(terminal: Terminal, name: str = BANK) -> Money:
    """A check that goes on a company's account."""
    shop = terminal.stored.shop
    (row,) = [row for row in shop.reads.value.accounts(AccountKind.HOUSE, 9) if row.name == name]
    order_id = shop.ordering.add_item(BOSS, NewOrder(), Asked(UnifiedHouse(terminal, Random(1)).items[0])).order_id
    attempt = shop.paying.new_attempt()
    return shop.value_paying.draw(BOSS, order_id, row.account_id, attempt, Hearing.ALL).payment.amount


def test_a_day_is_equal_on_both_sides_without_a_violation_and_is_told_once(
    terminal: Terminal, world: UnifiedWorld
) -> None:
    people = UnifiedHouse(terminal, Random(7))
    for _ in range(60):
        people.act()
        terminal.pass_time(40)
    people.settle()
    told(terminal)
    assert world.differences(terminal) == []
    assert [str(one) for one in (*world.server.violations, *world.server.overruns)] == []
    assert terminal.stored.store.reads.central.centre(9) == ()
    writes, facts = len(world.server.writes()), dict(terminal.stored.store.known())
    told(terminal)
    assert (len(world.server.writes()), dict(terminal.stored.store.known())) == (writes, facts)


def test_a_company_may_owe_no_more_than_the_back_office_allows_whatever_was_paid_or_billed_there(
    terminal: Terminal, world: UnifiedWorld
) -> None:
    shop, (bank, _) = terminal.stored.shop, world.office.customers
    world.office.bill(bank, "899.50")
    told(terminal)
    (row,) = [row for row in shop.reads.value.accounts(AccountKind.HOUSE, 9) if row.name == BANK]
    assert row.room == Money(50, "EUR")
    with pytest.raises(RuleBroken, match=Rule.VALUE_SHORT.value):  # also with every right there is
        charge(terminal)
    (invoice,) = shop.reads.value.sheet(row.account_id).invoices
    world.office.receive_money(invoice.invoice_id, "899.50")
    told(terminal)
    amount = charge(terminal)
    told(terminal)
    assert world.office.open_of(bank) == Decimal(amount.plain())


def test_an_invoice_names_its_check_its_tax_and_when_it_is_due_and_is_marked_as_paid(
    terminal: Terminal, world: UnifiedWorld
) -> None:
    amount = charge(terminal, "Hotel Post")
    told(terminal)
    (made,) = world.office.invoices.values()
    assert (made["total_amount"], made["due_date"]) == (Decimal(amount.plain()), "2026-06-14")
    assert made["line_items"][0]["tax_rate"] > 0
    shop = terminal.stored.shop
    (row,) = [row for row in shop.reads.value.accounts(AccountKind.HOUSE, 9) if row.balance.minor < 0]
    (invoice,) = shop.reads.value.sheet(row.account_id).invoices
    assert (invoice.number, invoice.status) == (made["invoice_number"], "unpaid")
    shop.invoicing.send(BOSS, row.account_id, invoice.key)
    paid = shop.invoicing.take_payment(BOSS, row.account_id, invoice.open)
    shop.paying.take_cash(BOSS, paid.order_id, invoice.open, shop.paying.new_attempt())
    told(terminal)
    assert (world.office.mails, world.office.payments) == ([made["id"]], {})
    (marked,) = world.server.asked("POST", f"/v1/invoices/{made['id']}/mark-paid")
    assert (made["status"], marked.status) == ("paid", 200)


def test_what_was_paid_beyond_an_invoice_of_which_something_came_back_before_it_was_told_is_there_as_well(
    terminal: Terminal, world: UnifiedWorld
) -> None:
    shop, (item, *_) = terminal.stored.shop, UnifiedHouse(terminal, Random(1)).items
    (row,) = [row for row in shop.reads.value.accounts(AccountKind.HOUSE, 9) if row.name == "Hotel Post"]
    order_id = shop.ordering.add_item(BOSS, NewOrder(), Asked(item)).order_id
    shop.ordering.add_item(BOSS, order_id, Asked(item))
    attempt = shop.paying.new_attempt()
    amount = shop.value_paying.draw(BOSS, order_id, row.account_id, attempt, Hearing.ALL).payment.amount
    paid = shop.invoicing.take_payment(BOSS, row.account_id, amount)
    shop.paying.take_cash(BOSS, paid.order_id, amount, shop.paying.new_attempt())
    line = shop.returns.look(order_id).lines[0]
    shop.returns.take_back(BOSS, order_id, ((LineId(line.line_id), 1),), "cold", Way.CASH)
    told(terminal)
    assert world.differences(terminal) == []
    (beyond,) = world.office.payments.values()
    assert (beyond["amount"] * 2, beyond["allocations"]) == (Decimal(amount.plain()), [])
    told(terminal)
    assert len(world.office.payments) == 1


def test_what_was_bought_is_there_with_what_came_of_it(terminal: Terminal, world: UnifiedWorld) -> None:
    shop = terminal.stored.shop
    wanted = shop.reads.purchases.wanted()
    assert [row.name for row in wanted] == ["Flour", "Oil", "Tomatoes"]
    assert {row.suggested for row in wanted} == {Decimal(50)}
    supplier = shop.reads.purchases.suppliers()[0].id
    line = Wanted(wanted[0].supply_id, Decimal("12.5"), Money(550, "EUR"))
    drafted = shop.purchasing.draft(BOSS, Draft(supplier, (line,)))
    told(terminal)
    assert world.office.purchases == {}  # a draft may still change
    shop.purchasing.approve(BOSS, drafted.purchase_id)
    shop.purchasing.send(BOSS, drafted.purchase_id)
    (its,) = drafted.lines
    came = ReceivedLine(its.line_id, Decimal(10), Decimal(8), Decimal(2), "wet")
    shop.purchasing.receive(BOSS, drafted.purchase_id, (came,))
    told(terminal)
    (there,) = world.office.purchases.values()
    assert (there["status"], world.office.stock["mat_0002"]) == ("partially_received", Decimal(8))
    row = shop.reads.purchases.purchases(9)[0]
    assert (row.number_there, row.status) == (there["po_number"], PurchaseStatus.PARTLY_RECEIVED)


def test_a_state_rule_of_the_back_office_is_a_persons_matter_in_its_own_words(
    terminal: Terminal, world: UnifiedWorld
) -> None:
    shop = terminal.stored.shop
    line = Wanted(shop.reads.purchases.wanted()[0].supply_id, Decimal(1), Money(550, "EUR"))
    drafted = shop.purchasing.draft(BOSS, Draft(shop.reads.purchases.suppliers()[0].id, (line,)))
    shop.purchasing.approve(BOSS, drafted.purchase_id)
    told(terminal)
    next(iter(world.office.purchases.values()))["status"] = "cancelled"
    shop.purchasing.send(BOSS, drafted.purchase_id)
    assert terminal.run(4 * HOURS)
    (parked,) = terminal.stored.store.reads.central.centre(9)
    assert (parked.refused.status, parked.refused.said) == (409, "A purchase order that is cancelled cannot be sent")


@pytest.mark.parametrize("is_known", [True, False])
def test_an_order_of_which_nothing_was_kept_is_called_off_there_after_its_delivery(
    terminal: Terminal, world: UnifiedWorld, *, is_known: bool
) -> None:
    purchasing, reads = terminal.stored.shop.purchasing, terminal.stored.shop.reads.purchases
    line = Wanted(reads.wanted()[0].supply_id, Decimal(4), Money(550, "EUR"))
    purchase_id = purchasing.draft(BOSS, Draft(reads.suppliers()[0].id, (line,))).purchase_id
    purchasing.approve(BOSS, purchase_id)
    purchasing.send(BOSS, purchase_id)
    if is_known:
        told(terminal)
    (ordered,) = reads.sheet(purchase_id).lines
    purchasing.receive(BOSS, purchase_id, [ReceivedLine(ordered.line_id, Decimal(4), Decimal(0), Decimal(4), "wet")])
    purchasing.cancel(BOSS, purchase_id, "we buy elsewhere")
    told(terminal)
    assert [one["status"] for one in world.office.purchases.values()] == ["cancelled"] * is_known
    assert len(world.office.deliveries) == is_known
    assert terminal.stored.store.central_book.counts(terminal.name)["pending"] == 0
    assert terminal.stored.store.reads.central.centre(9) == ()


def test_reports_stand_beside_ours(terminal: Terminal, world: UnifiedWorld) -> None:
    amount = charge(terminal)
    told(terminal)
    picture = terminal.stored.store.central_book.picture
    aging = picture.document(CentralSheet, sheet_id("unified", "receivables"))
    overview = picture.document(CentralSheet, sheet_id("unified", "overview"))
    revenue = picture.document(CentralSheet, sheet_id("unified", "revenue"))
    kpis = picture.document(CentralSheet, sheet_id("unified", "kpis"))
    assert {one.name: one.value for one in aging.figures}["total"] == amount.plain()
    assert aging.rows[0].name == BANK
    assert {one.name: one.value for one in overview.figures}["low_stock_items"] == "3"
    assert (len(revenue.rows), {one.name: one.value for one in kpis.figures}["margin.gross"]) == (14, "61.5")


def test_a_key_in_a_header_lets_in_as_well(world: UnifiedWorld, clock: FixedClock, tmp_path: Path) -> None:
    prepare(tmp_path / "R1", "R1", clock, 1, "")
    made = Terminal(tmp_path / "R1", world.server.url, "", clock, 1, WITHOUT_KEYS, speaks=GROUND.speaks)
    made.tokens.clear()
    made.tokens.put("password", API_KEY)
    made.open()
    assert made.run(HOURS)
    assert {one.who for one in world.server.heard} == {API_KEY}
    assert world.server.violations == []
    made.close()


def test_what_it_is_not_used_for_is_neither_told_nor_mirrored(
    world: UnifiedWorld, clock: FixedClock, tmp_path: Path
) -> None:
    only_stock = frozenset(one for one in OFFICE.serves if one.value == "stock")
    prepare(tmp_path / "R1", "R1", clock, 1, "")
    speaks = Speaks(OFFICE, only_stock, "/v1")
    made = Terminal(tmp_path / "R1", world.server.url, GROUND.user, clock, 1, WITHOUT_KEYS, speaks=speaks)
    made.tokens.clear()
    made.tokens.update(GROUND.tokens)
    made.open()
    made.stored.shop.value_accounts.open_house(BOSS, "Acme", Money(5000, "EUR"))
    assert made.run(HOURS)
    asked = {one.path.split("?")[0].split("/")[2] for one in world.server.heard}
    assert asked == {"auth", "materials", "suppliers", "purchase-orders"}
    made.close()


def test_runs_with_faults_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = play(GROUND, tmp_path, 2, None)
    assert outcome.wrong == []
    assert outcome.faults


@pytest.mark.campaign
def test_a_terminal_that_never_looks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pushing, "_is_doubtful", lambda self, row: False)
    assert any(play(GROUND, tmp_path, seed, 0.5).wrong for seed in (1, 2, 3, 4))
