"""Pictures of how terminals work together: `python -m tests.support.mesh_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.central import CentralRefused, RecordId
from aura_terminal.domain.ids import AttemptId, CategoryId, PaymentId, StationId, TicketId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ports.mesh_reads import ConflictRow, DeliveryRow, OutageRow, Unshared
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.back_office import Reached
from aura_terminal.view_models.presences import Doing, Presence
from aura_terminal.view_models.status import Tier
from tests.support.kitchen_shots import settle
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, demo_store
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.terminal_window import terminal_over
from tests.support.till import MARTA, NINA, pin_of

Details = tuple[tuple[str, str], ...]
SIZES = {"": (1366, 768), "_1024": (1024, 768)}


class Scene:
    """A terminal of a store of five, with Marta at it."""

    def __init__(self, theme: Theme) -> None:
        store = demo_store()
        self.store, self.theme = store, theme
        self.mesh = stage_mesh(store)
        now = store.clock.now()
        self.now = now
        week = now - timedelta(days=7)
        gone = member("R4", week, revoked_at=now - timedelta(days=2))
        self.mesh.terminal_rows = (*(member(label, week) for label in ("K1", "R1", "R2", "R3")), gone)
        known = store.shop.reads.books.known()
        holds = tuple((str(origin), seq) for origin, seq in known)
        behind = tuple((origin, seq - 14) for origin, seq in holds)
        self.mesh.peer_states = (
            peer("K1", now, holds=holds),
            peer("R2", now, holds=holds, skew_ms=4200),
            replace(peer("R3", now - timedelta(minutes=95), holds=behind), trouble="certificate not yet valid"),
        )
        self.terminal = terminal_over(store, InlineStoreThread(store.shop), theme)
        self.till = till = self.terminal.till
        self.outages = self.terminal.outages
        self.window = self.terminal.window
        till.session.sign_in(MARTA, pin_of(MARTA))
        self.terminal.status.reach(Tier.INTERNET, Tier.INTERNET)
        self.window.show()
        settle()

    def resize(self, width: int, height: int) -> None:
        """Another screen."""
        self.window.resize(width, height)
        settle()


def peers(scene: Scene) -> None:
    """Five terminals, one silent, one sent away; two outages."""
    now = scene.now
    money = Money(31240, "EUR")
    for number, (tier, began, minutes) in enumerate((("C", 30, 22), ("B", 3000, 75))):
        start = now - timedelta(minutes=began)
        row = OutageRow(f"o{number}", "R1", tier, start, start + timedelta(minutes=minutes), 14, money, 3, 1, number)
        scene.mesh.outage_rows = (*scene.mesh.outage_rows, row)
    scene.outages.refresh()
    scene.window.go(View.TERMINALS)


def alone(scene: Scene) -> None:
    """Nobody is heard, and changes wait."""
    long_ago = scene.now - timedelta(minutes=3)
    scene.mesh.peer_states = tuple(peer(label, long_ago) for label in ("K1", "R2", "R3"))
    scene.mesh.not_shared = Unshared(14, scene.now - timedelta(minutes=2))
    scene.terminal.status.reach(Tier.ALONE, Tier.INTERNET)
    scene.terminal.status.peers_heard(())


def details(scene: Scene) -> None:
    """What lies behind the pill."""
    alone(scene)
    settle()
    scene.window._open_details()


def no_internet(scene: Scene) -> None:
    """Tier B."""
    scene.terminal.status.reach(Tier.STORE, Tier.INTERNET)


def serve(scene: Scene) -> None:
    """Table 12: starters sent, mains being taken."""
    till = scene.till
    table = next(row for row in till.shop.reads.orders.tables() if row.number == "12")
    till.options.choose_table(table.id, 4)
    for item in ("pomodoro-e-basilico", "bruschetta-classica", "birra-moretti-0-33-l"):
        till.register.tap_tile(till.tile(item))
    till.register.send()
    till.board.choose_category(CategoryId("pizza"))
    settle()
    for item in ("margherita", "diavola"):
        till.register.tap_tile(till.tile(item))
    settle()


def delivery(order: OrderSheet, number: int, now: datetime, **stages: datetime) -> DeliveryRow:
    """A ticket of the first fire at the kitchen's station of that number."""
    fire, line = order.fires[0], order.lines[0]
    station = ("Pizza oven", "Grill", "Bar")[number]
    plain = DeliveryRow(
        TicketId(f"t{number}"), order.order_id, fire.fire_id, StationId(f"s{number}"), station, order.number,
        (line.line_id,), "R1", now, None, "", None, None, None, "",
    )  # fmt: skip
    return replace(plain, **stages)  # type: ignore[arg-type]  # the names of times only


def ledger(scene: Scene) -> None:
    """One station has seen it, one is silent; somebody else has the order open; two dishes are counted."""
    serve(scene)
    order, now = scene.till.order, scene.now
    seen = delivery(order, 0, now, received_at=now, seen_at=now)
    scene.mesh.delivery_rows = (seen, delivery(order, 1, now))
    scene.store.clock.advance(seconds=9)
    screens_only(scene, "s1")
    scene.terminal.together.presences.hear((Presence(order.order_id, "R3", "Ana Costa", Doing.EDITING),))
    scene.terminal.together.deliveries.refresh()
    scene.store.shop.stock.eighty_six(EVERYTHING, scene.till.tile("ortolana").item_id)
    scene.store.shop.stock.set_count(EVERYTHING, scene.till.tile("napoli").item_id, 3)
    scene.till.board.refresh()
    settle()
    scene.till.register.fold(order.fires[0].fire_id)


def screens_only(scene: Scene, station: str) -> None:
    """Let a station of this id hear of tickets by its screen alone."""
    scene.store.shop.administration.put_documents(
        EVERYTHING, (Station(StationId(station), "Grill", "flame", "grill", 10, delivery=Delivery.SCREEN),)
    )


def paying(scene: Scene) -> None:
    """Somebody else takes the money of this order."""
    serve(scene)
    presence = Presence(scene.till.order.order_id, "R2", "Ben Adler", Doing.PAYING)
    scene.terminal.together.presences.hear((presence,))


def asking(scene: Scene) -> None:
    """The payment screen of an order that R2 opened."""
    other = scene.store.opened_by("R2").shop
    ana = other.access.sign_in(NINA, pin_of(NINA))
    done = other.ordering.add_item(ana, NewOrder(), Asked(scene.till.tile("diavola").item_id))
    scene.till.options.open_order(done.order_id)
    settle()
    scene.window.go(View.PAYMENT)
    scene.terminal.payment.open(done.order_id)


def in_vain(scene: Scene) -> None:
    """R2 does not answer."""
    scene.mesh.peer_states = (peer("R2", scene.now - timedelta(minutes=12)),)
    asking(scene)
    settle()
    scene.till.payment.token._give_up()


def inbox(scene: Scene) -> None:
    """An order paid twice, a late dish, and one that was decided."""
    serve(scene)
    order, now = scene.till.order, scene.now
    till, shop = scene.till, scene.store.shop
    marta = till.session.actor
    assert marta is not None
    attempt = shop.paying.new_attempt()
    paid = shop.paying.take_cash(marta, order.order_id, order.total, attempt).payment
    again = replace(paid, id=PaymentId("p2"), attempt_id=AttemptId("a2"), terminal="R2")
    with scene.store.begin(marta.id) as work:
        work.keep(PaymentTaken(order.order_id, again))
    scene.mesh.conflict_rows = (
        conflict(order, "overpaid", now, order.total),
        conflict(order, "late_item", now, Money(1450, "EUR"), (("item", "1 x Diavola"), ("ended_at", "R1"))),
        conflict(order, "voided_twice", now, None, (("item", "Tiramisu"),), "noted"),
    )
    scene.terminal.conflicts.refresh()
    settle()
    scene.window.go(View.CONFLICTS)


def conflict(
    order: OrderSheet, kind: str, now: datetime, amount: Money | None, details: Details = (), choice: str = ""
) -> ConflictRow:
    """A conflict about an order."""
    return ConflictRow(
        f"{order.order_id}/{kind}/1", kind, order.order_id, order.number, order.table_name, now, amount, details,
        now if choice else None, choice,
    )  # fmt: skip


def options(scene: Scene) -> None:
    """What can be done with the whole order."""
    serve(scene)
    scene.terminal.register._open_options()


def split(scene: Scene) -> None:
    """Which lines go to an order of their own."""
    options(scene)
    settle()
    next(each for each in scene.terminal.register.findChildren(Button) if each.words == "Split off").click()


def stock(scene: Scene) -> None:
    """A finger stayed on a tile."""
    scene.till.session.sign_in(NINA, pin_of(NINA))
    settle()
    scene.till.board.choose_category(CategoryId("pizza"))
    settle()
    scene.terminal.register._ask_stock(scene.till.tile("napoli"))


def pairing(scene: Scene) -> None:
    """A code for a new terminal."""
    peers(scene)
    settle()
    scene.terminal.pairing.show_code("7K2QD-0XV9M", 272, 7000)


def kitchen(scene: Scene) -> None:
    """A board on which one ticket was printed elsewhere, and a party moved."""
    scene.resize(1920, 1080)
    screens_only(scene, "pizza")
    for items in (("diavola", "margherita"), ("capricciosa", "pomodoro-e-basilico"), ("napoli",)):
        for item in items:
            scene.till.register.tap_tile(scene.till.tile(item))
        scene.till.register.send()
        scene.till.options.new_order()
        settle()
        scene.store.shop.delivery.overdue()
        scene.store.clock.advance(seconds=7)
    scene.store.shop.delivery.escalate_overdue()
    scene.window.go(View.KITCHEN)


def back_office(scene: Scene) -> None:
    """The back office lacks a few things and refused three."""
    serve(scene)
    order = scene.till.order
    scene.terminal.offices.hear((Reached("auraconnect", is_reached=True, gateway="R1"),))
    told = (
        (
            f"auraconnect/order/{order.order_id}",
            "create",
            422,
            "refused",
            "table_number: no such table",
            "table_number",
        ),
        ("auraconnect/punch/Ana Costa 09:02", "create", 403, "not_allowed", "Insufficient permissions", ""),
        ("auraconnect/guest/Lena Vogt", "create", 0, "unreadable", "a number at data.id", "data.id"),
    )
    with scene.store.begin(NINA) as work:
        for record, step, status, problem, said, field in told:
            work.keep(CentralRefused(RecordId(record), step, "d", status, problem, said, scene.now, field))
    scene.terminal.offices.refresh()
    settle()
    scene.window.go(View.BACK_OFFICE)


def subscribers(scene: Scene) -> None:
    """A subscriber took neither a sale nor a cashier's shift; another one has everything."""
    serve(scene)
    books, app = "subscriber.books", "subscriber.loyalty-app"
    scene.terminal.offices.hear(tuple(Reached(name, is_reached=True, gateway="R1") for name in (books, app)))
    order = scene.till.order
    told = (
        (f"{books}/sale/{order.order_id}", "transaction.completed", 503, "the disk is full"),
        (f"{books}/shift/Sofia Conti", "shift.closed", 0, "no answer in time"),
    )
    with scene.store.begin(NINA) as work:
        for record, step, status, said in told:
            work.keep(CentralRefused(RecordId(record), step, "d", status, "undelivered", said, scene.now))
    scene.terminal.offices.refresh()
    settle()
    scene.window.go(View.BACK_OFFICE)


SHOTS: dict[str, Callable[[Scene], None]] = {
    "peers": peers,
    "alone": alone,
    "details": details,
    "no_internet": no_internet,
    "ledger": ledger,
    "paying": paying,
    "asking": asking,
    "in_vain": in_vain,
    "inbox": inbox,
    "options": options,
    "split": split,
    "stock": stock,
    "pairing": pairing,
    "kitchen": kitchen,
    "back_office": back_office,
    "subscribers": subscribers,
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
