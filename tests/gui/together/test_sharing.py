"""Sharing a bill as a person does it: tap how, tap what, see what each check comes to, take it one after the other."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ui.screens.payment.bill import BillPanel
from aura_terminal.ui.screens.payment.taking import TakingPage
from aura_terminal.ui.share_chips import ShareChips
from aura_terminal.ui.share_sheet import ShareSheet
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import Chip
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.fitting import one_line
from aura_terminal.ui.widgets.labels import OneLine, Words
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.rows import PlanRow
from tests.gui.register.hands import button, press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import signed_in


def seated(desk: Desk, *dishes: tuple[str, int]) -> OrderId:
    """These dishes for these seats, on the counter."""
    shop, by = desk.store.shop, signed_in(desk.store.shop)
    order_id = shop.ordering.open_order(by, NewOrder(guests=3)).order_id
    for dish, seat in dishes:
        shop.ordering.add_item(by, order_id, Asked(desk.till.tile(dish).item_id, seat=seat))
    desk.till.options.open_order(order_id)
    desk.settle()
    return order_id


def lists(desk: Desk) -> dict[str, ChoiceList]:
    """The lists of the sheet in front, by name."""
    sheet = next(each for each in desk.terminal.window.findChildren(ShareSheet) if each.isVisible())
    return {each.accessibleName(): each for each in sheet.findChildren(ChoiceList) if each.isVisible()}


def pick(desk: Desk, name: str, words: str) -> None:
    tap(lists(desk)[name], words)
    desk.settle()


def checks(desk: Desk) -> list[tuple[str, str]]:
    """The checks in sight with what they come to."""
    return [(row.words, row.detail) for row in lists(desk)["Checks"].rows()]


def ask(desk: Desk, tab: str) -> None:
    desk.press("Order options")
    desk.press("Share the bill")
    desk.press(tab)


def plan(desk: Desk, order_id: OrderId) -> PlanRow | None:
    return desk.store.shop.reads.orders.sheet(order_id).plan


def chips(desk: Desk) -> list[str]:
    """The pills beside the money, as they are read aloud."""
    row = next(each for each in desk.terminal.payment.findChildren(ShareChips))
    return desk.names_in(row)


def even(desk: Desk, ways: str) -> None:
    ask(desk, "Even")
    desk.press(ways)


def test_keys_and_notes_stay_large_beside_checks_and_other_ways_to_pay(desk: Desk) -> None:
    seated(desk, ("margherita", 0), ("diavola", 0))
    even(desk, "3")
    desk.press("Share and pay")
    desk.press("Take cash")
    keys = [each for each in desk.terminal.payment.findChildren(TakingPage)[0].findChildren(Button) if each.isVisible()]
    small = {each.accessibleName() for each in keys if each.height() < 48 and not isinstance(each, Chip)}
    assert small <= {"Print check"}


def test_the_name_of_a_guest_gives_way_to_what_can_be_tapped(desk: Desk) -> None:
    order_id = seated(desk, ("margherita", 0))
    by, shop = signed_in(desk.store.shop), desk.store.shop
    shop.ordering.name_guest(by, order_id, "Maria-Theresia von Hohenlohe-Langenburg und zu Weikersheim")
    desk.till.options.open_order(order_id)
    desk.settle()
    panel, options = desk.terminal.register.panel, button(desk.terminal.window, "Order options")
    assert options.mapTo(panel, options.rect().topRight()).x() < panel.width()
    title = next(words for words in panel.findChildren(OneLine) if words.text().startswith("Maria"))
    assert title.width() >= 150
    desk.press("Pay")
    bill = desk.terminal.payment.findChild(BillPanel)
    assert bill is not None
    assert "1 not sent yet: paying sends it to the kitchen." in desk.words(bill)
    assert all(bill.rect().contains(words.geometry()) for words in bill.findChildren(Words) if words.isVisible())
    (title,) = bill.findChildren(OneLine)
    whole = title.grab().toImage()
    title.setText(one_line(title.text(), title.font(), title.width()))
    assert title.text().endswith("\N{HORIZONTAL ELLIPSIS}")
    assert title.grab().toImage() == whole


def test_guests_pay_even_parts_one_after_the_other_and_an_order_without_shares_as_ever(desk: Desk) -> None:
    order_id = seated(desk, ("margherita", 0), ("diavola", 0))
    even(desk, "3")
    total = desk.store.shop.reads.orders.sheet(order_id).total.minor
    assert [name for name, _ in checks(desk)] == ["1 of 3", "2 of 3", "3 of 3"]
    desk.press("Share and pay")
    assert desk.terminal.payment.isVisible()
    desk.press("Take cash")
    desk.press("Take cash")  # meant for the first: it takes nothing for the next
    assert len(desk.store.journal.order(order_id).payments) == 1
    for _ in range(2):
        desk.press("Exact")
        desk.press("Take cash")
    order = desk.store.journal.order(order_id)
    assert (order.status, len(order.payments)) == (OrderStatus.CLOSED, 3)
    assert sum(one.amount.minor for one in order.payments) == total
    desk.press("New order")
    plain = seated(desk, ("margherita", 0))
    desk.press("Pay")
    row = next(each for each in desk.terminal.payment.findChildren(ShareChips))
    assert not row.isVisible()
    desk.press("Take cash")
    assert desk.store.journal.order(plain).status is OrderStatus.CLOSED


def test_dishes_are_tapped_onto_checks_cut_in_parts_and_given_back(desk: Desk) -> None:
    order_id = seated(desk, ("margherita", 0), ("diavola", 0))
    ask(desk, "Items")
    before = checks(desk)
    pick(desk, "Dishes", "1 × Margherita")
    pick(desk, "Checks", "1 of 2")
    assert checks(desk) != before
    pick(desk, "Checks", "1 of 2")  # tapped alone it gives its dishes back
    assert checks(desk) == before
    pick(desk, "Dishes", "1 × Margherita")
    pick(desk, "Checks", "1 of 2")
    pick(desk, "Dishes", "1 × Diavola")
    desk.press("Cut the dish in 3")
    pick(desk, "Checks", "1 of 2")
    desk.press("Share")
    shared = plan(desk, order_id)
    assert shared is not None
    one, other = shared.shares
    assert [(line.name, line.numerator, line.denominator) for line in one.lines] == [
        ("Margherita", 1, 1),
        ("Diavola", 1, 3),
    ]
    assert [(line.name, line.numerator, line.denominator) for line in other.lines] == [("Diavola", 2, 3)]
    desk.press("Undo")
    assert plan(desk, order_id) is None


def test_seats_pay_together_a_paid_one_is_locked_and_has_its_receipt(desk: Desk) -> None:
    order_id = seated(desk, ("margherita", 1), ("diavola", 2), ("tiramisu", 3))
    ask(desk, "Seats")
    assert [name for name, _ in checks(desk)] == ["Seat 1", "Seat 2", "Seat 3"]
    pick(desk, "Seats", "Seat 2")
    desk.press("Share and pay")
    shared = plan(desk, order_id)
    assert shared is not None
    assert [share.seats for share in shared.asked] == [(1, 2), (3,)]
    desk.press("Print check")
    desk.press("Exact")
    desk.press("Take cash")
    paid, open_ = chips(desk)[:2]
    assert "paid by cash" in paid
    assert "paid" not in open_
    desk.press(paid)
    desk.press("Receipt")
    titles = [one.job.title for one in desk.store.journal.jobs]
    number = desk.store.journal.order(order_id).number
    assert f"Check {number} Seats 1+2" in titles
    assert f"Receipt {number} Seats 1+2" in titles
    desk.press("Share the bill")
    locked = lists(desk)["Checks"].rows()[0]
    assert (locked.words, locked.refused[:12]) == ("Seats 1+2", "paid by cash")


def test_an_amount_is_typed_and_separate_checks_are_opened_for_each_seat(desk: Desk) -> None:
    order_id = seated(desk, ("margherita", 1), ("diavola", 2))
    ask(desk, "Amount")
    sheet = next(each for each in desk.terminal.window.findChildren(ShareSheet) if each.isVisible())
    for digit in ("5", "00"):
        press(sheet, digit)
    desk.press("Add this check")
    desk.press("Share")
    shared = plan(desk, order_id)
    assert shared is not None
    assert shared.shares[0].total.minor == 500
    ask(desk, "Seats")
    desk.press("Separate checks")
    assert [row.items for row in desk.store.shop.reads.orders.open_orders()] == [1, 1]
