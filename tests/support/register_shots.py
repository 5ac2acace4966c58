"""Renders the register's screens with the demo shop into PNGs: `python -m tests.support.register_shots FOLDER`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import CategoryId, ModifierId
from aura_terminal.domain.money import Money
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.top_bar import BarWords, Destination, TopBar
from aura_terminal.view_models.choices import ChoicesModel
from tests.support.memory_shop import InlineStoreThread, demo_store
from tests.support.till import MARTA, Till, pin_of, till_over

WIDTH, HEIGHT = 1366, 768


class Stage:
    """A till with its screens under a bar, as the window shows them."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        store = demo_store()
        self.app, self.theme = app, theme
        self.till: Till = till_over(store, InlineStoreThread(store.shop))
        till = self.till
        till.session.sign_in(MARTA, pin_of(MARTA))
        self.register = RegisterScreen(till.board, till.register, till.options, till.session, theme)
        self.payment = PaymentScreen(till.payment, theme)
        self.orders = OrdersScreen(till.orders, till.held, theme)
        self.sign_in = SignInScreen(till.session, theme)
        self.window = Panel(theme, Ground.CANVAS)
        self.pages = QStackedLayout()
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addLayout(self.pages, 1)
        for screen in (self.register, self.payment, self.orders, self.sign_in):
            self.pages.addWidget(screen)
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()
        self.rest()

    def rest(self) -> None:
        """Lets everything that was asked for be answered and painted."""
        self.app.processEvents()
        while not self.till.runner.is_idle:
            self.app.processEvents()
        self.app.processEvents()

    def show(self, screen: QWidget) -> None:
        """Brings a screen to the front."""
        self.pages.setCurrentWidget(screen)
        screen.setFocus()
        self.rest()

    def _bar(self) -> TopBar:
        bar = TopBar(self.theme, BarWords("Search or scan", "Lock", "Signed in:"))
        bar.show_destinations(
            (Destination("register", "Register", "receipt-euro"), Destination("orders", "Orders", "layers"))
        )
        bar.mark_destination("register")
        bar.show_pills((PillRow("saved", "Saved on this till", "circle-check", Tone.OK),))
        bar.show_clock("19:42")
        bar.show_person("Marta Rossi", "MR")
        self.register.use_search(bar.search)
        return bar


def serve(stage: Stage) -> None:
    """Table 12 at 19:42: starters with the kitchen, mains being taken."""
    till = stage.till
    table = next(row for row in till.shop.reads.orders.tables() if row.number == "12")
    till.options.choose_table(table.id, 4)
    for item in ("birra-moretti-0-33-l", "birra-moretti-0-33-l", "pomodoro-e-basilico"):
        till.register.tap_tile(till.tile(item))
    till.register.send()
    till.board.choose_category(CategoryId("pizza"))
    till.register.tap_tile(till.tile("napoli"))
    for item in ("margherita", "margherita", "diavola"):
        till.register.tap_tile(till.tile(item))
    stage.rest()
    new = {line.item_id: line for line in till.order.lines}
    opened: list[ChoicesModel] = []
    till.register.choices_wanted.connect(opened.append)
    for item, modifier in (("margherita", "pizza-no-basil"), ("diavola", "pizza-nduja")):
        till.register.change_choices(new[till.tile(item).item_id].line_id)
        stage.rest()
        opened[-1].step(ModifierId(modifier), 1)
        till.register.add_choices()
        stage.rest()
    for sheet in stage.register.findChildren(Sheet):
        sheet.close_sheet()
    till.register.note(new[till.tile("diavola").item_id].line_id, "well done")
    till.register.remove(new[till.tile("napoli").item_id].line_id)
    stage.rest()
    if till.register.selected is None:
        till.register.select(new[till.tile("diavola").item_id].line_id)


def register(stage: Stage) -> None:
    """The register as it is most of the time."""
    serve(stage)


def choices(stage: Stage) -> None:
    """An item that must be asked about."""
    till = stage.till
    till.board.choose_category(CategoryId("pizza"))
    till.register.entry.press("2")
    till.register.tap_tile(till.tile("build-your-own"))


def payment(stage: Stage) -> None:
    """A guest hands over fifty."""
    serve(stage)
    stage.payment.open(stage.till.order.order_id)
    stage.show(stage.payment)
    stage.till.payment.name_amount(Money(10000, "EUR"))


def settled(stage: Stage) -> None:
    """The change."""
    payment(stage)
    stage.till.payment.pay()
    stage.rest()
    while not any(each.isEnabled() for each in stage.payment.findChildren(Button) if each.words == "New order"):
        stage.app.processEvents()


def orders(stage: Stage) -> None:
    """One order paid, one open."""
    settled(stage)
    stage.rest()
    stage.till.options.new_order()
    stage.till.register.tap_tile(stage.till.tile("tiramisu"))
    stage.show(stage.orders)


def sign_in(stage: Stage) -> None:
    """Somebody else takes over."""
    stage.show(stage.sign_in)


def options(stage: Stage) -> None:
    """What can be decided about the order."""
    serve(stage)
    button = next(each for each in stage.register.findChildren(Button) if each.accessibleName() == "Order options")
    button.click()


SHOTS: dict[str, Callable[[Stage], None]] = {
    "register": register,
    "choices": choices,
    "payment": payment,
    "settled": settled,
    "orders": orders,
    "sign_in": sign_in,
    "options": options,
}


def render(folder: Path) -> list[Path]:
    """One picture per screen and theme; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in ("night", "day"):
        theme = prepare_application(app, built_in(name))
        for words, act in SHOTS.items():
            stage = Stage(app, theme)
            act(stage)
            stage.rest()
            path = folder / f"{words}_{name}.png"
            stage.window.grab().save(str(path))
            stage.window.close()
            written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say the folder for the pictures")
    for file in render(Path(sys.argv[1])):
        print(file)
