"""Moments of what few people ever open: languages, drills, the guests' board, lists of choices, invoices, suppliers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.screens.board.screen import ReadyBoardScreen
from aura_terminal.ui.screens.drills.page import DrillsPage
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn
from aura_terminal.ui.screens.menu_editing.page import MenuPage
from aura_terminal.ui.screens.sign_in.language_button import LanguageButton
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.drills import Drill, DrillModel
from aura_terminal.view_models.languages import LanguagesModel
from aura_terminal.view_models.menu_editing_fields import FieldKind
from aura_terminal.view_models.ready_board import ReadyBoardModel
from tests.support import purchase_shots, value_shots
from tests.support.kitchen_busy import play_busy
from tests.support.memory_shop import demo_store
from tests.support.shots import Stage

OWNER = StaffId("davide-greco")


class QuietHands(QObject):
    """Pulls nothing."""

    ready = Signal()
    failed = Signal(str)
    caught_up = Signal()

    def prepare(self, drill: Drill) -> None:
        """Nothing is to be prepared."""

    def pull(self, drill: Drill) -> None:
        """Nothing is pulled."""

    def mend(self) -> None:
        """Nothing is mended."""

    def pulled_printer(self) -> str:
        """The one that would be."""
        return "kitchen"

    def resumed(self) -> bool:
        """No terminal was pulled."""
        return False


def language(stage: Stage) -> None:
    """Which language does this screen speak?"""
    languages = LanguagesModel("en", "", stage.terminal.till.session, stage.window)
    button = LanguageButton(languages, stage.theme, stage.window)
    button.setParent(stage.window)
    stage.behind += [languages, button]
    button.click()


def drills(stage: Stage) -> None:
    """What can be pulled."""
    stage.sign_in(OWNER)
    till, hands = stage.terminal.till, QuietHands(stage.window)
    model = DrillModel(hands, till.runner, till.changes, stage.terminal.status, till.counter, stage.window)
    stage.put_into(DrillsPage(model, stage.theme))


def ready_board(stage: Stage) -> None:
    """What guests see who wait for their food."""
    till = stage.terminal.till
    board = ReadyBoardScreen(stage.theme, ReadyBoardModel(till.runner, till.changes, stage.store.clock.now))
    stage.put_into(board)


def one_choice(stage: Stage) -> None:
    """A field that takes one of a list."""
    ask_for(stage, FieldKind.ONE)


def many_choices(stage: Stage) -> None:
    """A field that takes several of a list."""
    ask_for(stage, FieldKind.MANY)


def ask_for(stage: Stage, kind: FieldKind) -> None:
    """The first field of that kind of an item."""
    stage.sign_in(OWNER)
    stage.enter("menu")
    (page,) = stage.window.findChildren(MenuPage)
    page.model.choose("pizza")
    stage.settle()
    page.model.edit_item("margherita")
    stage.settle()
    field = next(row for row in page.model.form.rows() if row.kind is kind)
    (column,) = [each for each in page.findChildren(FieldColumn) if each.isVisible()]
    column.tapped.emit(field.id)
    stage.settle()


def invoices(stage: Stage) -> None:
    """What a house account owes."""
    value_shots.accounts(stage)
    stage.press("Invoices")


def suppliers(stage: Stage) -> None:
    """Whom to buy from."""
    stage.enter("purchases")
    stage.press("New from low stock")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene
    for scene in (language, drills, ready_board, one_choice, many_choices, invoices, suppliers)
}  # fmt: skip


def opened(theme: Theme, scene: str) -> Stage:
    """A terminal over the house that the scene is about."""
    if scene == invoices.__name__:
        return value_shots.opened(theme, "accounts")
    if scene == suppliers.__name__:
        return purchase_shots.opened(theme, scene)
    store = demo_store()
    if scene == ready_board.__name__:
        play_busy(store)
    return Stage(store, theme)
