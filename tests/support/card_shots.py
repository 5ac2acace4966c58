"""Renders the payment screen with cards into PNGs: `python -m tests.support.card_shots FOLDER`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QVBoxLayout

from aura_terminal.domain.card_payments import key_of
from aura_terminal.domain.ids import ItemId
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.ui.widgets.top_bar import BarWords, Destination, TopBar
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.payment import PaymentModel
from tests.support.card_till import READER, CardTill
from tests.support.counting_reader import Play
from tests.support.memory_shop import InlineStoreThread
from tests.support.till import MARTA, pin_of, till_over

WIDTH, HEIGHT = 1366, 768
DISHES = ("margherita", "diavola", "birra-moretti-0-33-l", "tiramisu")


class Stage:
    """A payment under a bar, with a terminal that works when it is told to."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        self.app = app
        self.cards = CardTill(Path(tempfile.mkdtemp()) / "reversals.jsonl")
        self.till = till_over(self.cards.memory, InlineStoreThread(self.cards.store.shop))
        self.till.session.sign_in(MARTA, pin_of(MARTA))
        self.readers = CardReadersModel(("Bar, by hand",))
        self.payment = PaymentModel(self.till.runner, self.till.session, self.till.changes, readers=self.readers)
        self.row = ReaderRow(READER, can_cancel=True, asks_tip=True, power="online")
        self.readers.hear([self.row])
        self.screen = PaymentScreen(self.payment, theme)
        self.window = Panel(theme, Ground.CANVAS)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = TopBar(theme, BarWords("Search or scan", "Lock", "Signed in:"))
        bar.show_destinations((Destination("register", "Register", "receipt-euro"),))
        bar.show_pills((PillRow("saved", "Saved on this till", "circle-check", Tone.OK),))
        bar.show_clock("19:42")
        bar.show_person("Marta Rossi", "MR")
        column.addWidget(bar)
        column.addWidget(self.screen, 1)
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()
        self.serve()

    def serve(self) -> None:
        """An order for the evening."""
        ordering = self.cards.store.shop.ordering
        place: object = NewOrder()
        for dish in DISHES:
            done = ordering.add_item(self.cards.marta, place, Asked(ItemId(dish), quantity=2))  # type: ignore[arg-type]  # an order or a new one
            place = done.order_id
        self.screen.open(str(place))
        self.rest()

    def rest(self) -> None:
        """Lets everything that was asked for be answered and painted."""
        self.app.processEvents()
        while not self.till.runner.is_idle:
            self.app.processEvents()
        self.app.processEvents()

    def work(self, rounds: int = 1) -> None:
        """The terminal works, and the screen hears of it."""
        self.cards.work(rounds)
        self.till.changes.changed.emit(EVERY_FACT)
        self.rest()

    def charge(self, play: Play, rounds: int = 1) -> None:
        """A card is taken."""
        self.cards.book.plays.append(play)
        self.payment.card.charge()
        self.rest()
        self.work(rounds)


def taking(stage: Stage) -> None:
    """Cash and card side by side, a tip chosen."""
    stage.payment.card.choose_tip(stage.payment.card.tips[1][1])


def at_terminal(stage: Stage) -> None:
    """The guest types the PIN."""
    stage.payment.card.charge()
    stage.rest()
    attempt = stage.payment.card.attempt
    assert attempt is not None
    stage.cards.desk.send(attempt.attempt_id, key_of(attempt.attempt_id))
    stage.readers.hear([replace(stage.row, attempt_id=attempt.attempt_id, step="waiting_for_pin")])
    stage.till.changes.changed.emit(EVERY_FACT)


def by_hand(stage: Stage) -> None:
    """The cashier types the amount at a terminal that hangs on nothing."""
    stage.payment.card.next_reader()
    stage.payment.card.charge()


def checking(stage: Stage) -> None:
    """The answer was lost."""
    stage.charge(Play.LOST_AFTER)
    stage.cards.book.is_reached = False
    stage.work(1)


def review(stage: Stage) -> None:
    """The terminal cannot tell."""
    checking(stage)
    stage.work(9)


def passing_by(stage: Stage) -> None:
    """A manager lets another card begin."""
    checking(stage)
    stage.payment.card.pass_by()


def declined(stage: Stage) -> None:
    """The bank says no."""
    stage.charge(Play.DECLINE)


def partial(stage: Stage) -> None:
    """The bank says half."""
    stage.charge(Play.PART)


def settled(stage: Stage) -> None:
    """Paid, with a tip at the terminal."""
    stage.charge(Play.SIGN)


def at_risk(stage: Stage) -> None:
    """What is at risk is said before the next card."""
    stage.charge(Play.OFFLINE)
    stage.serve()


SHOTS: dict[str, Callable[[Stage], None]] = {
    "taking": taking, "at_terminal": at_terminal, "by_hand": by_hand, "checking": checking, "review": review,
    "passing_by": passing_by, "declined": declined, "partial": partial, "settled": settled, "at_risk": at_risk,
}  # fmt: skip


def main(folder: Path) -> None:
    """Render all of them, by night and by day."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for look in ("night", "day"):
        theme = prepare_application(app, built_in(look))
        for name, act in SHOTS.items():
            stage = Stage(app, theme)
            act(stage)
            stage.rest()
            stage.window.grab().save(str(folder / f"card_{name}_{look}.png"))
            stage.window.hide()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
