"""Walks over everything a person can touch in a window and says where a promise of the design is broken.

A target has a name and a role, is as large as a finger, can be reached by keys, lies whole in the window, shows the
focus, and looks different while it is pressed; nothing lies over its neighbour. Each finding is one sentence that is
the same in every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLayout,
    QLineEdit,
    QStackedLayout,
    QWidget,
)

from aura_terminal.ui.screens.floor_editing.piece import PlanPiece
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.screens.tables.line import PanelLine
from aura_terminal.ui.shell.notice_bar import NoticeBar
from aura_terminal.ui.shell.training_mark import TrainingMark
from aura_terminal.ui.shell.veil import Veil
from aura_terminal.ui.widgets.keypad import Keypad, PaymentPad
from aura_terminal.ui.widgets.on_screen_keyboard import OnScreenKeyboard
from aura_terminal.ui.widgets.pin_pad import PinPad, PlainKey
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.undo_bar import UndoBar

Role = QAccessible.Role
TARGETS = frozenset({
    Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ListItem, Role.ComboBox, Role.SpinBox,
    Role.ButtonMenu, Role.PushButton, Role.PageTab, Role.Slider, Role.Link, Role.Cell, Role.TreeItem,
})  # fmt: skip
LEAST, LEAST_OF_HASTE = 48, 64
HASTY = (KitchenScreen, PaymentScreen)
"""Where hands are greasy or a queue is waiting."""
PIXELS_OF_A_STATE = 8
LEAST_OVERLAP = 3
PRESSED, FOCUSED = "while it is pressed", "with the focus"
TYPED = (OnScreenKeyboard, Keypad, PaymentPad, PinPad)
"""Keys painted for people without a keyboard; whoever has one types instead."""
SILENT = (PlainKey,)
"""Keys of a secret: nobody who looks on sees which one was pressed."""
TRUE_TO_SCALE = (PlanPiece,)
"""What is drawn as large as it is; what is too thin for a finger is reached by Tab and changed beside the plan."""


@dataclass(frozen=True, order=True)
class Finding:
    """What is broken: the rule's name, whose, and how."""

    rule: str
    who: str
    how: str


def findings(window: QWidget) -> list[Finding]:
    """Everything that is broken in the window as it stands."""
    covers = covers_of(window)
    found = set(_of_nodes(window, covers))
    found.update(_of_buttons(window, covers))
    found.update(_of_layouts(window))
    return sorted(found)


def _of_nodes(window: QWidget, covers: list[QWidget]) -> Iterator[Finding]:
    """What assistive tools are told. In a call of its own, so that the nodes are gone before the widgets are."""
    for node, owner in targets(window):
        if is_covered(owner, covers):
            continue
        who = who_of(node, owner)
        name = node.text(QAccessible.Text.Name).strip()
        if not name:
            yield Finding("name", who, "has no name")
        if _is_scenery(node, owner):
            continue
        least = least_of(owner)
        rect = node.rect()
        if not isinstance(owner, TRUE_TO_SCALE) and min(rect.width(), rect.height()) < least:
            yield Finding("size", who, f"is {rect.width()} x {rect.height()}, not {least}")
        if not is_reached(owner):
            yield Finding("keys", who, "is not reached by keys")


def _of_buttons(window: QWidget, covers: list[QWidget]) -> Iterator[Finding]:
    for widget in window.findChildren(QWidget):
        is_target = isinstance(widget, QAbstractButton | QLineEdit)
        if not is_target or not widget.isVisible() or is_covered(widget, covers):
            continue
        who = f"{type(widget).__name__} {widget.accessibleName()!r}"
        if is_cut_off(widget, window):
            yield Finding("clipped", who, "lies partly outside what can be seen")
        if isinstance(widget, QAbstractButton) and not isinstance(widget, TRUE_TO_SCALE):
            silent = isinstance(widget, SILENT)
            for state in same_looking_states(widget):
                if silent and state == PRESSED:
                    continue
                yield Finding("state", who, f"looks the same {state}")


def _of_layouts(window: QWidget) -> Iterator[Finding]:
    """Neighbours that are painted over each other, as where there is less room than they need."""
    for parent in (window, *window.findChildren(QWidget)):
        layout = parent.layout()
        if not parent.isVisible() or layout is None or isinstance(layout, QStackedLayout):
            continue
        shown = [each for each in managed(layout) if each.isVisible()]
        for first, second in combinations(shown, 2):
            common = first.geometry().intersected(second.geometry())
            if min(common.width(), common.height()) > LEAST_OVERLAP:
                yield Finding("overlap", named(first), f"lies {common.height()} pixels over {named(second)}")


def managed(layout: QLayout) -> Iterator[QWidget]:
    """Every widget that a layout, or one in it, puts in its place."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (None, None) if item is None else (item.widget(), item.layout())
        if widget is not None:
            yield widget
        elif inner is not None and not isinstance(inner, QStackedLayout):
            yield from managed(inner)


def named(widget: QWidget) -> str:
    """What it is called, or says."""
    words = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
    return f"{type(widget).__name__} {words!r}"


def targets(window: QWidget) -> Iterator[tuple[QAccessibleInterface, QWidget]]:
    """Every node that can be tapped, with the widget it is part of."""
    for node, owner in nodes(QAccessible.queryAccessibleInterface(window), window):
        if node.role() in TARGETS and not node.state().invisible and is_heard(owner):
            yield node, owner


def is_heard(widget: QWidget) -> bool:
    """Whether anything follows from a tap: a line that only says something is no target, whatever it is made of."""
    return not isinstance(widget, PanelLine) or widget.receivers("2clicked(bool)") > 0


def nodes(root: QAccessibleInterface, owner: QWidget) -> Iterator[tuple[QAccessibleInterface, QWidget]]:
    """Everything assistive tools are told of, in sight."""
    for place in range(root.childCount()):
        child = root.child(place)
        if not child.isValid():
            continue
        widget = child.object()
        mine = widget if isinstance(widget, QWidget) else owner
        if mine is not owner and not mine.isVisible():
            continue
        yield child, mine
        yield from nodes(child, mine)


def who_of(node: QAccessibleInterface, owner: QWidget) -> str:
    """How a finding calls it."""
    name = node.text(QAccessible.Text.Name).strip()
    return f"{type(owner).__name__} {node.role().name} {name!r}"


def least_of(widget: QWidget) -> int:
    """How many pixels a finger needs there."""
    over: QWidget | None = widget
    while over is not None:
        if isinstance(over, HASTY):
            return LEAST_OF_HASTE
        over = over.parentWidget()
    return LEAST


def is_reached(widget: QWidget) -> bool:
    """Whether Tab, or a key of the list it is in, gets there."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
        return True
    over = widget.parentWidget()
    if isinstance(widget, QAbstractButton) and widget.autoExclusive() and over is not None:
        group = (each for each in over.findChildren(QAbstractButton) if each.autoExclusive())
        return any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group)  # arrows lead on from there
    while over is not None and not over.isWindow():
        if isinstance(over, TYPED) or (isinstance(over, QAbstractItemView) and over.focusPolicy()):
            return True
        over = over.parentWidget()
    return False


COVERS = (Sheet, Veil, NoticeBar, UndoBar, TrainingMark)


def covers_of(window: QWidget) -> list[QWidget]:
    """What lies over the rest of the window now."""
    return [each for each in window.findChildren(QWidget) if isinstance(each, COVERS) and each.isVisible()]


def is_covered(widget: QWidget, covers: list[QWidget], at: QPoint | None = None) -> bool:
    """Whether one of them lies over its middle, or over a point of the screen that belongs to it."""
    place = widget.mapToGlobal(widget.rect().center()) if at is None else at
    return any(_lies_over(cover, widget, place) for cover in covers)


def _lies_over(cover: QWidget, widget: QWidget, place: QPoint) -> bool:
    if cover is widget or cover.isAncestorOf(widget) or widget.isAncestorOf(cover):
        return False
    return _height(cover) > _height(widget) and cover.rect().contains(cover.mapFromGlobal(place))


def _height(widget: QWidget) -> tuple[int, ...]:
    """Where it lies in the pile: later children of one parent lie over earlier ones."""
    places: list[int] = []
    over = widget
    while (parent := over.parentWidget()) is not None:
        places.append(parent.children().index(over))
        over = parent
    return tuple(reversed(places))


def is_cut_off(widget: QWidget, window: QWidget) -> bool:
    """Whether part of it cannot be seen and cannot be scrolled to: what scrolls down does not scroll sideways."""
    box, over = QRect(QPoint(), widget.size()), widget
    while over is not window and (parent := over.parentWidget()) is not None:
        box.translate(over.pos())
        if isinstance(area := parent.parentWidget(), QAbstractScrollArea):
            return _goes_down_only(area) and not (box.left() >= 0 and box.right() < parent.width())
        if not parent.rect().contains(box):
            return True
        over = parent
    return False


def _goes_down_only(area: QAbstractScrollArea) -> bool:
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return area.horizontalScrollBarPolicy() == off and area.verticalScrollBarPolicy() != off


def same_looking_states(button: QAbstractButton) -> Iterator[str]:
    """The states in which it looks as it does at rest."""
    if not button.isEnabled() or button.size().isEmpty() or button.visibleRegion().isEmpty():
        return
    rest = seen(button)
    button.setDown(True)
    pressed = seen(button)
    button.setDown(False)
    if is_alike(rest, pressed):
        yield PRESSED
    if button.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = QApplication.focusWidget()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        focused = seen(button)
        if button.hasFocus() and before is not button and is_alike(rest, focused):
            yield FOCUSED
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            button.clearFocus()


def seen(widget: QWidget) -> QImage:
    """What it looks like now."""
    return widget.grab().toImage()


def is_alike(first: QImage, second: QImage) -> bool:
    """Whether an eye finds no difference."""
    if first.size() != second.size():
        return False
    differing = 0
    for y in range(0, first.height()):
        if first.scanLine(y) == second.scanLine(y):
            continue
        for x in range(first.width()):
            if first.pixel(x, y) != second.pixel(x, y):
                differing += 1
                if differing >= PIXELS_OF_A_STATE:
                    return False
    return True


def _is_scenery(node: QAccessibleInterface, owner: QWidget) -> bool:
    """Whether it is a row that only says something: nobody can choose it."""
    if node.role() is not Role.ListItem or not isinstance(owner, QAbstractItemView):
        return False
    index = owner.model().index(node.parent().indexOfChild(node), 0)
    return not owner.model().flags(index) & Qt.ItemFlag.ItemIsSelectable
