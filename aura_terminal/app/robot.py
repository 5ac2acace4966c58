"""A hand that works the window as a person does: it finds things by what they are called, and clicks and types."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget


class NotInSight(Exception):
    """Nothing in the window is called that."""


class Robot:
    """Clicks and types in one window, through the accessible names that a screen reader would speak."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        QAccessible.setActive(True)  # or views do not tell the tree when their rows change

    def sees(self, name: str) -> bool:
        """Whether something that begins with this name is in sight."""
        return next(self._called(name), None) is not None

    def names(self) -> list[str]:
        """Everything in sight that has a name."""
        return [text for node in self._in_sight() if (text := _name(node))]

    def tap(self, name: str, times: int = 1) -> None:
        """Click the first thing in sight whose name begins so, as fast as a finger can."""
        node = next(self._called(name), None)
        if node is None:
            raise NotInSight(f"{name!r} is not in sight; there is {', '.join(self.names())}")
        self._bring_into_view(node)
        widget, place = self._target(node)
        for _ in range(times):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def type(self, text: str) -> None:
        """Type on the keyboard, wherever the focus is."""
        QTest.keyClicks(self._focus(), text)

    def press(self, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(self._focus(), key)

    def _focus(self) -> QWidget:
        focused: QWidget | None = self._window.focusWidget()
        return self._window if focused is None else focused

    def _called(self, name: str) -> Iterator[QAccessibleInterface]:
        exact = [node for node in self._in_sight() if _name(node) == name]
        yield from exact or (node for node in self._in_sight() if _name(node).startswith(name))

    def _in_sight(self) -> Iterator[QAccessibleInterface]:
        return _walk(QAccessible.queryAccessibleInterface(self._window))

    def _bring_into_view(self, node: QAccessibleInterface) -> None:
        parent = node.parent()
        view = parent.object()
        if isinstance(view, QAbstractItemView) and node.role() is QAccessible.Role.ListItem:
            view.scrollTo(view.model().index(parent.indexOfChild(node), 0))
            return
        widget = node.object()
        area = widget.parentWidget() if isinstance(widget, QWidget) else None
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and isinstance(widget, QWidget):
            area.ensureWidgetVisible(widget)

    def _target(self, node: QAccessibleInterface) -> tuple[QWidget, QPoint]:
        middle = node.rect().center()
        inside = self._window.mapFromGlobal(middle)
        child: QWidget | None = self._window.childAt(inside)
        widget = self._window if child is None else child
        return widget, widget.mapFromGlobal(middle)


def _name(node: QAccessibleInterface) -> str:
    return str(node.text(QAccessible.Text.Name))


def _walk(node: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if node is None:
        return
    state = node.state()
    if state.invisible or state.disabled:
        return
    yield node
    for place in range(node.childCount()):
        yield from _walk(node.child(place))
