"""Pictures of what a register does for guests: `python -m tests.support.guest_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.guest_words import GuestStated
from aura_terminal.domain.ids import GuestId, PromotionId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.view_models.changes import EVERY_FACT
from tests.gui.register.hands import press, tap
from tests.support.kitchen_shots import settle
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.mesh_shots import SIZES, Scene, serve
from tests.support.online_arrivals import arrive


def arrived(scene: Scene) -> None:
    """The register while an order comes in online."""
    serve(scene)
    _online(scene)


def held(scene: Scene) -> None:
    """Two online orders on top, one of them looked at."""
    arrived(scene)
    scene.window.go(View.ORDERS)
    settle()
    scene.till.orders.show_order(scene.till.held.waiting[0].order_id)


def discount(scene: Scene) -> None:
    """Ten percent, with a reason."""
    serve(scene)
    _options(scene, "Discount")
    QTest.keyClicks(_sheet(scene), "10")
    tap(next(each for each in _sheet(scene).findChildren(ChoiceList) if each.isVisible()), "Waited")


def code(scene: Scene) -> None:
    """A promotion's code."""
    serve(scene)
    _options(scene, "Discount")
    press(_sheet(scene), "Code")


def discounted(scene: Scene) -> None:
    """Discounts in the panel, one of them selected."""
    _lower(scene)
    tap(scene.terminal.register.findChildren(OrderList)[0], " Discount 10 %")


def discounted_payment(scene: Scene) -> None:
    """The same order at the payment."""
    _lower(scene)
    press(scene.window, "Pay")


def guest_search(scene: Scene) -> None:
    """Found by the last digits."""
    _regulars(scene)
    _options(scene, "Known guest")
    QTest.keyClicks(next(each for each in _sheet(scene).findChildren(SearchField)), "No")


def guest_new(scene: Scene) -> None:
    """Somebody new."""
    serve(scene)
    _options(scene, "Known guest")
    press(_sheet(scene), "New guest")


def guest_card(scene: Scene) -> None:
    """Who it is, and what they had."""
    guest_order(scene)
    _options(scene, "Known guest")


def guest_order(scene: Scene) -> None:
    """What matters of the guest stands above their order."""
    nora = _regulars(scene)
    scene.terminal.till.shop.guests.attach(EVERYTHING, scene.till.order.order_id, nora)
    scene.till.changes.changed.emit(EVERY_FACT)


def reservations(scene: Scene) -> None:
    """An evening's reservations, one of them looked at."""
    shop, now = scene.till.shop, scene.now
    tables = {row.number: row.id for row in shop.reads.orders.tables()}
    said = (
        ("Familie Stern", -30, 4, ("12",), "Birthday, a candle please"),
        ("Okafor", 15, 2, ("5",), ""),
        ("Brandt", 60, 6, (), "Two high chairs"),
        ("Lindqvist", 90, 2, ("7",), ""),
    )
    made = [
        shop.reservations.book(EVERYTHING, Booking(
            now + timedelta(minutes=minutes), party, name=name, tables=tuple(tables[each] for each in at),
            phone="0171 5550123", requests=wishes,
        ))
        for name, minutes, party, at, wishes in said
    ]  # fmt: skip
    shop.reservations.confirm(EVERYTHING, made[1].reservation_id)
    shop.reservations.cancel(EVERYTHING, made[3].reservation_id, "ill")
    scene.window.go(View.RESERVATIONS)
    settle()
    tap(_page(scene).findChildren(OrderList)[0], "19:00")


def booking(scene: Scene) -> None:
    """When, how many, where."""
    reservations(scene)
    press(_page(scene), "New reservation")
    QTest.keyClicks(_sheet(scene), "2015")
    settle()


def booking_who(scene: Scene) -> None:
    """Who."""
    booking(scene)
    press(_sheet(scene), "Who comes?")


def _page(scene: Scene) -> ReservationsScreen:
    return scene.window.findChildren(ReservationsScreen)[0]


def _regulars(scene: Scene) -> GuestId:
    shop = scene.till.shop
    nora, *_ = (
        shop.guests.register(EVERYTHING, NewGuest(*each)).guest_id
        for each in (
            ("Nora", "Feld", "+49 171 5550123", "nora@example.org"),
            ("Otto", "Brandt", "030 5550199"),
            ("Noël", "Petit", "0160 5550111"),
        )
    )
    shop.guests.change(EVERYTHING, nora, Details(dietary=("no nuts", "vegetarian"), notes="Likes the window table."))
    shop.loyalty.move_points(EVERYTHING, nora, 60, "welcome")
    last = scene.now - timedelta(days=12)
    said = (("stage", "vip"), ("purchases", "15"), ("lifetime_value", "450.00"), ("last_visit", last.isoformat()))
    with scene.store.begin(SYSTEM) as work:
        work.keep(GuestStated(nora, "auraflow", scene.now, said))
    for item in ("margherita", "tiramisu"):
        first = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(scene.till.tile(item).item_id))
        shop.guests.attach(EVERYTHING, first.order_id, nora)
        due = shop.reads.orders.sheet(first.order_id).due
        shop.paying.take_cash(EVERYTHING, first.order_id, due, shop.paying.new_attempt())
    serve(scene)
    return nora


def _lower(scene: Scene) -> None:
    serve(scene)
    lunch = Promotion(
        PromotionId("lunch"), "Pizza week", PromotionKind.FIXED_AMOUNT, amount=Money(200, "EUR"), code="PIZZA"
    )
    scene.till.shop.administration.put_documents(EVERYTHING, [lunch])
    order_id = scene.till.order.order_id
    shop, nina = scene.till.shop, signed_in(scene.till.shop, "nina-vogel")
    shop.discounts.apply_code(nina, order_id, "PIZZA")
    shop.discounts.take_percent(nina, order_id, Decimal(10), "Waited too long")
    scene.till.counter.refresh()
    settle()


def _options(scene: Scene, words: str) -> None:
    press(scene.window, "Order options")
    settle()
    press(scene.window, words)
    settle()


def _sheet(scene: Scene) -> Sheet:
    return next(each for each in scene.window.findChildren(Sheet) if each.isVisible())


def _online(scene: Scene) -> None:
    scene.till.held.refresh()
    settle()
    arrive(scene.store, "ORD-1001", minutes=12)
    arrive(scene.store, "ORD-1002", "Jonas Brandt", minutes=2, order_type=OrderType.DELIVERY)
    scene.till.changes.changed.emit(EVERY_FACT)
    settle()


SHOTS: dict[str, Callable[[Scene], None]] = {
    "arrived": arrived,
    "held": held,
    "discount": discount,
    "code": code,
    "discounted": discounted,
    "discounted_payment": discounted_payment,
    "guest_search": guest_search,
    "guest_new": guest_new,
    "guest_card": guest_card,
    "guest_order": guest_order,
    "reservations": reservations,
    "booking": booking,
    "booking_who": booking_who,
}


def render(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """One picture per scene, theme and size; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for look in ("night", "day"):
        theme = prepare_application(app, built_in(look))
        for name in names or tuple(SHOTS):
            scene = Scene(theme)
            for suffix, size in SIZES.items():
                scene.resize(*size)
                if not suffix:
                    SHOTS[name](scene)
                settle()
                file = folder / f"{name}_{look}{suffix}.png"
                scene.window.grab_to(file)
                written.append(file)
            scene.terminal.close()
            scene.window.deleteLater()
            settle()
    return written


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say the folder for the pictures")
    for each in render(Path(sys.argv[1]), tuple(sys.argv[2:])):
        print(each)
