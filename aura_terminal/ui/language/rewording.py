"""Windows that are open when the language changes: what they say is found in the old language and said in the new one.

Sentences that stand by themselves are looked up the other way round, in widgets and in what widgets keep to paint.
What is made of figures and names is made anew by the screens: every view-model they show tells that it changed.
What somebody typed is nobody's sentence and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from aura_terminal.ui.language.dictionary import Dictionary
from aura_terminal.ui.widgets.rows import RowModel

SCREENS, MODELS = "aura_terminal.ui", "aura_terminal.view_models"
CHANGED = "changed"
KEPT = frozenset({"id", "_id"})
"""Fields that name a row; a name is never said."""


class Rewording:
    """Says everything anew that is on some widget."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._seen: set[int] = set()
        self._models: list[QObject] = []
        self._near: tuple[str, ...] = ()

    def say_anew(self, widgets: Iterable[QWidget]) -> None:
        """Go through widgets and what they keep, then let their view-models tell."""
        every = list(widgets)
        for widget in filter(isValid, every):
            self._near = tuple(_around(widget))
            self._reword_properties(widget)
            self._reword_kept(widget)
        for model in filter(isValid, self._models):
            QMetaObject.invokeMethod(model, CHANGED)
        for widget in filter(isValid, every):  # screens that were made anew have dropped some
            widget.updateGeometry()
            widget.update()

    def _reword_properties(self, widget: QWidget) -> None:
        for told, tell in (
            (widget.accessibleName, widget.setAccessibleName),
            (widget.accessibleDescription, widget.setAccessibleDescription),
            (widget.toolTip, widget.setToolTip),
            (widget.windowTitle, widget.setWindowTitle),
        ):
            self._reword(told(), tell)
        if isinstance(widget, QLabel):
            self._reword(widget.text(), widget.setText)
        elif isinstance(widget, QLineEdit):
            self._reword(widget.placeholderText(), widget.setPlaceholderText)
        elif isinstance(widget, QAbstractButton):
            self._reword(widget.text().replace("&&", "&"), lambda words: widget.setText(words.replace("&", "&&")))
        for action in widget.actions():
            self._reword_action(action)

    def _reword_action(self, action: QAction) -> None:
        self._reword(action.text(), action.setText)

    def _reword(self, text: str, tell: Callable[[str], Any]) -> None:
        said = self._words(text)
        if said != text:
            tell(said)

    def _words(self, text: str) -> str:
        return self._dictionary.look_up(text, self._near) if any(map(str.isalpha, text)) else text

    def _reword_kept(self, holder: object) -> None:
        """Attributes of a widget, and of what belongs to it."""
        if id(holder) in self._seen or not hasattr(holder, "__dict__"):
            return
        self._seen.add(id(holder))
        for name, value in list(vars(holder).items()):
            if name not in KEPT:
                said = self._kept(value)
                if said is not value:
                    setattr(holder, name, said)

    def _kept(self, value: Any) -> Any:
        """What is kept, in the new language; the same object where nothing of it is a sentence."""
        if type(value) is str:
            return self._words(value) if _reads_like_words(value) else value
        if isinstance(value, RowModel):
            value.show([self._kept(row) for row in value.rows])
            return value
        if isinstance(value, QWidget):
            return value  # it has its own turn
        if type(value) is tuple:
            said = tuple(map(self._kept, value))
            return said if any(new is not old for new, old in zip(said, value, strict=True)) else value
        if type(value) is list:
            value[:] = map(self._kept, value)
            return value
        if type(value) is dict:
            for key, each in list(value.items()):
                value[key] = self._kept(each)
            return value
        return self._kept_object(value)

    def _kept_object(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value  # there is one of it for all, and its name is no sentence
        home = type(value).__module__
        if home.startswith(MODELS):
            self._note_model(value)
        elif home.startswith(SCREENS) and is_dataclass(value) and not isinstance(value, type):
            return self._kept_row(value)
        elif home.startswith(SCREENS) and not isinstance(value, type):
            self._reword_kept(value)
        return value

    def _kept_row(self, row: Any) -> Any:
        changes: Mapping[str, Any] = {
            field.name: said
            for field in fields(row)
            if field.init and field.name not in KEPT
            and (said := self._kept(old := getattr(row, field.name))) is not old
        }  # fmt: skip
        return replace(row, **changes) if changes else row

    def _note_model(self, value: object) -> None:
        if isinstance(value, QObject) and isValid(value) and id(value) not in self._seen:
            self._seen.add(id(value))
            if value.metaObject().indexOfSignal(f"{CHANGED}()") >= 0:
                self._models.append(value)
            for each in vars(value).values():
                if type(each).__module__.startswith(MODELS):
                    self._note_model(each)


def _around(widget: QWidget) -> Iterable[str]:
    """Contexts that may have said it, the nearest first: classes and packages of the widget and of those around it."""
    each: QWidget | None = widget
    while each is not None:
        for kind in type(each).__mro__:
            if kind.__module__.startswith(SCREENS):
                yield kind.__name__
                yield kind.__module__.rpartition(".")[0]
        each = each.parentWidget()


def _reads_like_words(text: str) -> bool:
    """Whether it may be a sentence rather than the name of a state, such as paid."""
    return " " in text or not text.islower()
