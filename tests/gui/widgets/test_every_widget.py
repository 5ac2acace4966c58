"""What holds for all widgets together: names, sizes, the theme switched under them, and what may be imported."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from tests.gui.widgets.conftest import Show
from tests.support.gallery_dialogs import dialog_page
from tests.support.gallery_kitchen import kitchen_page
from tests.support.gallery_register import register_page

Role = QAccessible.Role
TARGETS = (Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ListItem)
PAGES = (register_page, kitchen_page, dialog_page)
FORBIDDEN = ("sqlalchemy", "asyncio", "numpy", "babel", "PySide6.QtQml", "PySide6.QtSvg", "PySide6.QtNetwork")


def nodes(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for place in range(root.childCount()):
        child = root.child(place)
        if child.isValid():
            yield child
            yield from nodes(child)


@pytest.mark.parametrize("page", PAGES)
def test_every_target_has_a_name_and_the_size_of_a_finger(
    theme: Theme, show: Show, page: Callable[[Theme], QWidget]
) -> None:
    widget = show(page(theme), 1366, 768)
    found = 0
    for node in nodes(QAccessible.queryAccessibleInterface(widget)):
        if node.role() not in TARGETS or node.state().invisible:
            continue
        found += 1
        name = node.text(QAccessible.Text.Name)
        rect = node.rect()
        assert name, f"a {node.role().name} at {rect} has no name"
        heading = node.role() is Role.ListItem and name == "Mains, not sent yet, 3 new"
        assert heading or min(rect.width(), rect.height()) >= 48, f"{name} is only {rect.width()} x {rect.height()}"
    assert found > 20


@pytest.mark.parametrize("page", PAGES)
def test_a_theme_switched_under_live_widgets_equals_one_built_with_it(
    theme: Theme, show: Show, page: Callable[[Theme], QWidget]
) -> None:
    widget = show(page(theme), 1366, 768)
    before = widget.grab().toImage()
    theme.switch(built_in("day"))
    QApplication.processEvents()
    switched = widget.grab().toImage()
    fresh = show(page(theme), 1366, 768)
    QApplication.processEvents()
    if (focused := widget.focusWidget()) is not None:
        focused.clearFocus()
    if (focused := fresh.focusWidget()) is not None:
        focused.clearFocus()
    assert widget.grab().toImage() == fresh.grab().toImage()
    assert switched != before


def test_nothing_heavy_is_imported_with_the_widgets() -> None:
    code = f"import sys, tests.support.widget_gallery\nprint([name for name in {FORBIDDEN!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "[]"


def test_importing_the_theme_and_the_widgets_does_nothing() -> None:
    code = (
        "import tests.support.widget_gallery\n"
        "from PySide6.QtWidgets import QApplication\n"
        "print(QApplication.instance())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "None"
