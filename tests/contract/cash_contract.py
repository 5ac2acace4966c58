"""What every store promises of drawer sessions; a test class supplies `bench`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.cash import CountPurpose, MovementKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding, SessionNeed
from aura_terminal.domain.drawer import OpeningReason
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import DrawerId, OrderId, SessionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures
from tests.support.memory_shop import signed_in

HERE = DrawerId("R1")


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def water(shop: Shop, by: Actor, tendered: int = 1_000) -> tuple[OrderId, Money]:
    """A glass of water, paid with a note; answers what stayed in the drawer."""
    order_id = shop.ordering.add_item(by, NewOrder(), WATER).order_id
    due = shop.reads.orders.sheet(order_id).cash_due
    shop.paying.take_cash(by, order_id, eur(tendered), shop.paying.new_attempt())
    return order_id, due


class CashContract(StoreFixtures):
    """Sessions hold what moved in them and what orders took in them, and nothing else."""

    @pytest.fixture
    def sofia(self, shop: Shop) -> Actor:
        """A cashier."""
        return signed_in(shop, "sofia-conti")

    def test_a_session_holds_its_float_and_the_cash_of_its_orders(
        self, shop: Shop, carla: Actor, marta: Actor, bench: Bench
    ) -> None:
        water(shop, marta)
        begun = shop.cash.begin(carla, HERE, {500: 4})
        bench.clock.advance(minutes=1)
        _, due = water(shop, marta)
        (row,) = shop.reads.cash.running()
        assert (row.id, row.drawer, row.cashier, row.float) == (begun.session_id, HERE, "", eur(2_000))
        assert (row.sales, row.change, row.expected) == (due, eur(1_000) - due, eur(2_000) + due)
        assert shop.reads.cash.sessions_on(begun.business_date) == (row,)
        assert [one.net for one in shop.reads.cash.loose_on(begun.business_date)] == [due]

    def test_what_was_entered_and_never_happened_never_was_in_the_drawer(
        self, shop: Shop, carla: Actor, marta: Actor, bench: Bench
    ) -> None:
        begun = shop.cash.begin(carla, HERE, {})
        order_id, _ = water(shop, marta)
        row = shop.cash.end(carla, begun.session_id, {})
        assert row.must_explain
        with bench.begin(SYSTEM) as work:
            (payment,) = work.order(order_id).payments
            assert payment.session == begun.session_id
            act = Act(work.now, work.today, "R1", Approval(SYSTEM, work.now, "test"))
            work.keep(PaymentReversed(order_id, payment.id, act))
        after = shop.reads.cash.row(begun.session_id)
        assert (after.over_short, after.counted, after.must_explain) == (eur(0), eur(0), False)
        assert after.counts[0].over_short == row.over_short

    def test_movements_open_the_drawer_and_print_a_slip(self, shop: Shop, carla: Actor, bench: Bench) -> None:
        begun = shop.cash.begin(carla, HERE, {1000: 9})
        for kind in MovementKind:
            bench.clock.advance(minutes=1)
            shop.cash.move(carla, begun.session_id, Moving(kind, eur(1_000), "ice", "the shop"))
        row = shop.reads.cash.row(begun.session_id)
        assert (row.paid_in, row.paid_out, row.dropped, row.tips_out) == (eur(1_000),) * 4
        assert row.expected == eur(7_000)
        assert [one.kind for one in row.movements] == list(MovementKind)
        assert [job.job.kind for job in bench.jobs()] == [SpoolKind.DRAWER_KICK, SpoolKind.REPORT] * 4

    def test_who_may_not_move_cash_needs_an_approval_and_a_drop_needs_none(
        self, shop: Shop, sofia: Actor, carla: Actor, bench: Bench
    ) -> None:
        begun = shop.cash.begin(sofia, HERE, {1000: 9})
        shop.cash.move(sofia, begun.session_id, Moving(MovementKind.DROP, eur(500)))
        out = Moving(MovementKind.PAID_OUT, eur(700), "ice", "the shop")
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            shop.cash.move(sofia, begun.session_id, out)
        shop.cash.move(sofia, begun.session_id, out, Approval(carla.id, bench.clock.now(), "ice"))
        assert [one.allowed_by for one in shop.reads.cash.row(begun.session_id).movements][-1] == carla.name

    def test_a_hand_over_is_a_count_an_end_and_a_beginning_at_once(
        self, shop: Shop, carla: Actor, bench: Bench
    ) -> None:
        bar = DrawerPlace(DrawerId("R1/2"), "Bar", "R1", Holding.ASSIGNED)
        shop.cash.put_rules(carla, CashRules(drawers=(DrawerPlace(HERE, "Front", "R1"), bar)))
        begun = shop.cash.begin(carla, bar.id, {100: 5})
        bench.clock.advance(minutes=5)
        before = shop.cash.hand_over(carla, begun.session_id, {100: 4}, StaffId("nina-vogel"))
        (now,) = shop.reads.cash.running()
        assert (before.ended, before.over_short) == (bench.clock.now(), eur(-100))
        assert (now.cashier, now.float, now.begun, now.drawer_name) == ("Nina Vogel", eur(400), before.ended, "Bar")
        with pytest.raises(NotFound):
            shop.cash.hand_over(carla, now.id, {}, StaffId("nobody"))
        assert len(shop.reads.cash.running()) == 1
        assert shop.reads.cash.row(now.id).counts == ()  # the count of what was refused is not kept either

    def test_every_count_is_kept_and_the_last_one_stands(self, shop: Shop, carla: Actor, bench: Bench) -> None:
        begun = shop.cash.begin(carla, HERE, {100: 5})
        with pytest.raises(RuleBroken, match=Rule.SESSION_RUNNING.value):
            shop.cash.recount(carla, begun.session_id, {})
        shop.cash.check(carla, begun.session_id, {100: 1})
        shop.cash.end(carla, begun.session_id, {100: 2})
        row = shop.cash.recount(carla, begun.session_id, {100: 7})
        assert [(one.purpose, one.count.total) for one in row.counts] == [
            (CountPurpose.CHECK, eur(100)), (CountPurpose.CLOSING, eur(200)), (CountPurpose.RECOUNT, eur(700)),
        ]  # fmt: skip
        assert (row.counted, row.over_short) == (eur(700), eur(200))
        assert shop.reads.cash.ended(5) == (row,)
        with pytest.raises(RuleBroken, match=Rule.SESSION_ENDED.value):
            shop.cash.end(carla, begun.session_id, {})

    def test_what_is_off_beyond_the_tolerance_wants_a_reason_and_a_right(
        self, shop: Shop, sofia: Actor, carla: Actor, bench: Bench
    ) -> None:
        shop.cash.put_rules(carla, CashRules(tolerance_minor=100))
        for found, must in ((6, False), (7, True)):
            begun = shop.cash.begin(sofia, HERE, {100: 5})
            assert shop.cash.end(sofia, begun.session_id, {100: found}).must_explain is must
        with pytest.raises(RuleBroken, match=Rule.REASON_NEEDED.value):
            shop.cash.explain(carla, begun.session_id, " ")
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            shop.cash.explain(sofia, begun.session_id, "wrong change")
        shop.cash.explain(sofia, begun.session_id, "wrong change", Approval(carla.id, bench.clock.now(), "x"))
        row = shop.reads.cash.row(begun.session_id)
        assert (row.must_explain, row.counts[0].reason, row.counts[0].allowed_by) == (
            False, "wrong change", carla.name,
        )  # fmt: skip

    def test_another_cashiers_drawer_is_neither_used_nor_touched(
        self, shop: Shop, sofia: Actor, marta: Actor, carla: Actor
    ) -> None:
        own = DrawerPlace(HERE, "Front", "R1", Holding.ASSIGNED)
        shop.cash.put_rules(carla, CashRules(drawers=(own,), session=SessionNeed.NEEDED))
        begun = shop.cash.begin(sofia, HERE, {})
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        with pytest.raises(RuleBroken, match=Rule.SESSION_NEEDED.value):
            shop.paying.take_cash(marta, order_id, eur(1_000), shop.paying.new_attempt())
        nina = signed_in(shop, "marta-rossi")
        with pytest.raises(RuleBroken):
            shop.cash.end(nina, begun.session_id, {})
        shop.paying.take_cash(sofia, order_id, eur(1_000), shop.paying.new_attempt())
        assert shop.reads.cash.row(begun.session_id).sales == shop.reads.orders.sheet(order_id).total
        assert shop.cash.end(carla, begun.session_id, {}).ended is not None

    def test_a_drawer_has_one_session_at_a_time_and_has_to_be_known(self, shop: Shop, carla: Actor) -> None:
        shop.cash.begin(carla, HERE, {})
        with pytest.raises(RuleBroken, match=Rule.SESSION_RUNNING.value):
            shop.cash.begin(carla, HERE, {})
        with pytest.raises(RuleBroken, match=Rule.DRAWER_UNKNOWN.value):
            shop.cash.begin(carla, DrawerId("R9"), {})
        with pytest.raises(NotFound):
            shop.reads.cash.row(SessionId("nothing"))

    def test_two_drawers_are_not_called_alike(self, shop: Shop, carla: Actor, sofia: Actor) -> None:
        one = DrawerPlace(HERE, "Bar", "R1")
        with pytest.raises(RuleBroken, match=Rule.DRAWER_TWICE.value):
            shop.cash.put_rules(carla, CashRules(drawers=(one, replace(one, id=DrawerId("R1/2")))))
        with pytest.raises(RuleBroken, match=Rule.AMOUNT_NOT_POSITIVE.value):
            shop.cash.put_rules(carla, CashRules(tolerance_minor=-1))
        with pytest.raises(RuleBroken, match=Rule.NOT_ALLOWED.value):
            shop.cash.put_rules(sofia, CashRules())

    def test_openings_to_count_and_to_move_cash_are_kept(self, shop: Shop, carla: Actor, bench: Bench) -> None:
        (opened,) = shop.cash.open_to_count(carla, HERE)
        assert (opened.reason, opened.drawer_id) == (OpeningReason.COUNT, HERE)
        begun = shop.cash.begin(carla, HERE, {})
        shop.cash.move(carla, begun.session_id, Moving(MovementKind.PAID_IN, eur(5), "found"))
        assert [job.job.title for job in bench.jobs()][:2] == ["Count", "Cash moved"]

    def test_a_drop_is_due_while_more_lies_there_than_the_house_likes(
        self, shop: Shop, sofia: Actor, carla: Actor, marta: Actor
    ) -> None:
        shop.cash.put_rules(carla, CashRules(drop_above_minor=2_000))
        begun = shop.cash.begin(sofia, HERE, {2000: 1})
        assert shop.cash_desks.drop_due(marta) is None
        water(shop, marta)
        due = shop.cash_desks.drop_due(marta)
        assert due is not None
        assert (due.id, due.expected) == (begun.session_id, None)
        shop.cash.move(sofia, begun.session_id, Moving(MovementKind.DROP, eur(1_000)))
        assert shop.cash_desks.drop_due(marta) is None
