"""On the smallest screen a till may have, everything that can be tapped is named and as large as a finger."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.widgets.chips import Chip
from aura_terminal.ui.widgets.order_delegate import Hit, Part
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import SectionRow
from aura_terminal.ui.widgets.sheet import Sheet
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import act, button, grid, lines_of, press, shown_list, tap

BEER = "Birra Moretti 0.33 l"
LEAST = 48
WIDTH, HEIGHT = 1024, 768
Role = QAccessible.Role
TARGETS = (Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ListItem)


def sheet(stage: Stage) -> Sheet:
    """The sheet in front."""
    return next(each for each in stage.register.findChildren(Sheet) if each.isVisible())


def selected_line(stage: Stage) -> QWidget:
    """A line with its stepper and its buttons."""
    tap(grid(stage.register), BEER)
    stage.settle()
    return stage.window


def line_with_choices(stage: Stage) -> QWidget:
    """A line with one button more than others."""
    stage.category("pizza")
    tap(grid(stage.register), "Margherita")
    stage.settle()
    return stage.window


def undo(stage: Stage) -> QWidget:
    """A line was taken off and another one is selected."""
    for name in ("Birra Moretti 0.33 l", "Ichnusa 0.33 l"):
        tap(grid(stage.register), name)
        stage.settle()
    QTest.keyClick(stage.register, Qt.Key.Key_Delete)
    stage.settle()
    tap(lines_of(stage.register), f"1 {BEER}")
    return stage.window


def letters(stage: Stage) -> QWidget:
    """The keyboard on the screen."""
    QTest.mouseClick(stage.search, Qt.MouseButton.LeftButton)
    return stage.window


def choices(stage: Stage) -> QWidget:
    """What a pizza is asked about."""
    stage.category("pizza")
    tap(grid(stage.register), "Build your own")
    stage.settle()
    return stage.window


def options(stage: Stage) -> QWidget:
    """What can be decided about an order."""
    selected_line(stage)
    press(stage.register, "Order options")
    return stage.window


def tables(stage: Stage) -> QWidget:
    """Where the guests sit."""
    options(stage)
    press(sheet(stage), "Table")
    stage.settle()
    return stage.window


def open_orders(stage: Stage) -> QWidget:
    """What else is open."""
    options(stage)
    press(sheet(stage), "Open orders")
    stage.settle()
    return stage.window


def note(stage: Stage) -> QWidget:
    """Words for the kitchen."""
    selected_line(stage)
    act(lines_of(stage.register), f"1 {BEER}", "note")
    return stage.window


def reason(stage: Stage) -> QWidget:
    """Why a sent line is taken back."""
    selected_line(stage)
    press(stage.register, "Send 1")
    stage.settle()
    tap(lines_of(stage.register), "Sent 19:30")
    tap(lines_of(stage.register), f"1 {BEER}")
    act(lines_of(stage.register), f"1 {BEER}", "void")
    return stage.window


def approval(stage: Stage) -> QWidget:
    """Somebody else's PIN for it."""
    reason(stage)
    why = sheet(stage)
    tap(shown_list(why), "Entered by mistake")
    press(why, "Void")
    stage.settle()
    return stage.window


def payment(stage: Stage) -> QWidget:
    """What the guest hands over."""
    selected_line(stage)
    screen = stage.payment()
    screen.resize(WIDTH, HEIGHT - 56)
    return screen


def settled(stage: Stage) -> QWidget:
    """The change."""
    screen = payment(stage)
    stage.till.payment.pay()
    stage.settle()
    stage.qtbot.waitUntil(lambda: button(screen, "New order").isEnabled())
    return screen


SCENES = (
    selected_line, line_with_choices, undo, letters, choices, options, tables, open_orders, note, reason, approval,
    payment, settled,
)  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_every_target_on_the_smallest_screen_is_named_and_as_large_as_a_finger(
    stage: Stage, scene: Callable[[Stage], QWidget]
) -> None:
    stage.theme.measure(Metrics(WIDTH, HEIGHT, 15.0))
    stage.window.resize(WIDTH, HEIGHT)
    root = scene(stage)
    for _ in range(3):
        QApplication.processEvents()
    assert root.width() == WIDTH
    assert check_targets(root) > 3
    for name, width, height in painted_parts(root):
        assert min(width, height) >= LEAST, f"{name} is only {width} x {height}"


def check_targets(root: QWidget) -> int:
    """Hold every target below a widget to the rule; how many there were.

    In a call of its own, so that the accessible nodes are gone before the widgets they speak for.
    """
    found = 0
    for node in nodes(QAccessible.queryAccessibleInterface(root)):
        rect, name = node.rect(), node.text(QAccessible.Text.Name)
        if node.role() not in TARGETS or node.state().invisible or is_heading(node):
            continue
        found += 1
        assert name, f"a {node.role().name} at {rect} has no name"
        assert min(rect.width(), rect.height()) >= LEAST, f"{name} is only {rect.width()} x {rect.height()}"
        inside = root.rect().translated(root.mapToGlobal(QPoint()))
        assert node.role() is Role.ListItem or isinstance(node.object(), Chip) or inside.contains(rect), name
    return found


def nodes(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything assistive tools are told of."""
    for place in range(root.childCount()):
        child = root.child(place)
        if child.isValid():
            yield child
            yield from nodes(child)


def is_heading(node: QAccessibleInterface) -> bool:
    """Whether it is a row of an order that nobody can tap."""
    view = node.parent().object()
    if node.role() is not Role.ListItem or not isinstance(view, OrderList):
        return False
    return isinstance(view.rows()[node.parent().indexOfChild(node)], SectionRow)


def painted_parts(root: QWidget) -> Iterator[tuple[str, int, int]]:
    """Buttons that are painted inside rows, as wide and tall as a tap finds them."""
    for lines in root.findChildren(OrderList):
        if lines.isVisible():
            yield from parts_of(lines)


def parts_of(lines: OrderList) -> Iterator[tuple[str, int, int]]:
    """The stepper and the buttons of the selected line."""
    found: dict[Hit, list[QPoint]] = {}
    area = lines.viewport().rect()
    for x in range(area.width()):
        for y in range(0, area.height(), 4):
            hit = lines.hit(QPoint(x, y))
            if hit is not None and hit.part is not Part.ROW:
                found.setdefault(hit, []).append(QPoint(x, y))
    for hit, points in found.items():
        middle = points[len(points) // 2]
        tall = [y for y in range(area.height()) if lines.hit(QPoint(middle.x(), y)) == hit]
        wide = {at.x() for at in points}
        yield f"{hit.part.name} {hit.action}", max(wide) - min(wide) + 1, len(tall)
