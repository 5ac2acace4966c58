"""What a person does with fingers, keys and a scanner, on the real widgets."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListView, QWidget

from aura_terminal.ui.widgets.choice_list import ChoiceList, stepper
from aura_terminal.ui.widgets.order_delegate import Part
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.tile_grid import TileGrid

LEFT = Qt.MouseButton.LeftButton


def button(root: QWidget, name: str) -> QAbstractButton:
    """The visible button of that accessible name, or whose name begins with it."""
    shown = [each for each in root.findChildren(QAbstractButton) if each.isVisible()]
    exact = [each for each in shown if each.accessibleName() == name]
    return (exact or [each for each in shown if each.accessibleName().startswith(name)])[0]


def press(root: QWidget, name: str) -> None:
    """Click a button."""
    QTest.mouseClick(button(root, name), LEFT)


def place_of(view: QListView, words: str) -> QPoint:
    """Where the row whose spoken words begin so stands."""
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if str(index.data()).startswith(words):
            view.scrollTo(index)
            return view.visualRect(index).center()
    raise AssertionError(f"{words!r} is not shown")


def tap(view: QListView, words: str) -> None:
    """Click a row or tile."""
    QTest.mouseClick(view.viewport(), LEFT, pos=place_of(view, words))


def tap_fast(view: QListView, words: str, times: int) -> None:
    """Click in the rhythm in which a mouse reports every second press as a double click."""
    at = place_of(view, words)
    for time in range(times):
        if time % 2:
            QTest.mouseDClick(view.viewport(), LEFT, pos=at)  # only the press of it
            QTest.mouseRelease(view.viewport(), LEFT, pos=at)
        else:
            QTest.mouseClick(view.viewport(), LEFT, pos=at)


def touch(view: QListView, words: str, device: QPointingDevice) -> None:
    """Tap with a finger."""
    at = place_of(view, words)
    QTest.touchEvent(view.viewport(), device).press(1, at, view.viewport())
    QTest.touchEvent(view.viewport(), device).release(1, at, view.viewport())


def act(lines: OrderList, words: str, action: str) -> None:
    """Click a button of the selected line."""
    _hit(lines, words, Part.ACTION, action)


def step(lines: OrderList, words: str, part: Part) -> None:
    """Click minus or plus of the selected line."""
    _hit(lines, words, part, "")


def _hit(lines: OrderList, words: str, part: Part, action: str) -> None:
    model = lines.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if not str(index.data()).startswith(words):
            continue
        box = lines.visualRect(index)
        for x in range(box.left(), box.right(), 8):
            at = QPoint(x, box.bottom() - 20)
            hit = lines.hit(at)
            if hit is not None and hit.part is part and hit.action == action:
                QTest.mouseClick(lines.viewport(), LEFT, pos=at)
                return
    raise AssertionError(f"{words!r} has no {part} {action}")


def fewer(cards: ChoiceList, words: str) -> None:
    """Click the minus of a chosen card."""
    at = place_of(cards, words)
    cell = cards.visualRect(cards.indexAt(at))
    (minus, _), _ = stepper(cell)
    QTest.mouseClick(cards.viewport(), LEFT, pos=minus.center())


def shown_list(root: QWidget) -> ChoiceList:
    """The cards that are in front."""
    return next(each for each in root.findChildren(ChoiceList) if each.isVisible())


def grid(root: QWidget) -> TileGrid:
    """The menu."""
    return root.findChildren(TileGrid)[0]


def lines_of(root: QWidget) -> OrderList:
    """The order."""
    return root.findChildren(OrderList)[0]


def type_pin(root: QWidget, pin: str) -> None:
    """Tap the digits of a PIN and confirm."""
    for digit in pin:
        press(root, digit)
    press(root, "Sign in")
