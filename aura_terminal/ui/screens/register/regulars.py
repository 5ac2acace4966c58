"""The guest in front of the counter: the usual with one tap, and dishes that go against what they must not eat."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.dietary import Concern
from aura_terminal.ui.screens.register.order_panel import OrderPanel
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.regulars import RegularsModel, UsualDish

LIST_HEIGHT = 320


class Regulars(QObject):
    """Two strips above the lines: what the guest usually has, until the order has a line, and what goes against them,
    until somebody has seen it. `said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(self, model: RegularsModel, panel: OrderPanel, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._model, self._panel, self._theme, self._host = model, panel, theme, host
        self._warning, self._usual = Strip(theme), Strip(theme)
        self._sheet: UsualSheet | None = None
        for strip in (self._usual, self._warning):
            panel.put_above_lines(strip)
        self._usual.tapped.connect(self.ask)
        self._warning.tapped.connect(model.acknowledge)
        model.changed.connect(self._show_usual)
        model.counter.changed.connect(self._show_usual)
        model.warned.connect(self._show_warning)
        model.counter.changed.connect(self._show_warning)
        model.left_out.connect(self._say_left_out)

    @Slot()
    def ask(self) -> None:
        """What of the usual is it today?"""
        if self._sheet is None:
            self._sheet = UsualSheet(self._model, self._theme, self._host)
        self._sheet.ask()

    @Slot()
    def _show_usual(self) -> None:
        order, usual = self._model.counter.order, self._model.usual
        if order is None or order.lines or not usual.dishes:
            self._usual.say("", "history", Tone.CALM)
            return
        names = ", ".join(dish.name for dish in usual.dishes[:3])
        self._usual.say(tr("Usually has {names}").format(names=names), "history", Tone.INFO, tr("The usual"))

    @Slot()
    def _show_warning(self) -> None:
        order = self._model.counter.order
        shown = self._model.concerns
        names = {} if order is None else {line.line_id: line.name for line in order.lines if line.line_id in shown}
        self._panel.warn({line_id: against_words(shown[line_id]) for line_id in names})
        unseen = [one for one in self._model.unseen if one.line_id in names]
        words = "; ".join(f"{names[one.line_id]}: {against_words(one)}" for one in unseen)
        self._warning.say(words, "triangle-alert", Tone.WARN, tr("Seen") if unseen else "")

    @Slot(object)
    def _say_left_out(self, names: Iterable[str]) -> None:
        self.said.emit(tr("{names} cannot be had now.").format(names=", ".join(names)))


class UsualSheet(Sheet):
    """A tap asks for one more of a dish; it stays open for the next. All of last time is one tap as well."""

    def __init__(self, model: RegularsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("The usual"), tr("Close"), 900, 560)
        self._model = model
        self._list = ChoiceList(theme, tr("The usual"), Picking.ONE)
        self._list.setMinimumHeight(LIST_HEIGHT)
        self._last = Button(theme, tr("All of last time"), kind=Kind.PRIMARY, icon="history")
        self._last.keep_at_least(220, 60)
        self.set_content(self._list)
        self.set_actions(self._last)
        self._list.tapped.connect(self._serve)
        self._last.clicked.connect(self._serve_last)
        model.changed.connect(self._show)

    def ask(self) -> None:
        """Open for the guest of the order."""
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        usual = self._model.usual
        self._list.show_rows([_row(str(place), dish, usual.visits) for place, dish in enumerate(usual.dishes)])
        self._last.setEnabled(any(dish.is_sold for dish in usual.last))

    @Slot(str)
    def _serve(self, place: str) -> None:
        dishes = self._model.usual.dishes
        if int(place) < len(dishes):
            self._model.serve((dishes[int(place)],))

    @Slot()
    def _serve_last(self) -> None:
        self._model.serve(self._model.usual.last)
        self.close_sheet()


def _row(id: str, dish: UsualDish, visits: int) -> ChoiceRow:
    often = tr("{times} of {visits} visits").format(times=dish.visits, visits=visits)
    words = ", ".join((dish.name, *dish.choices))
    return ChoiceRow(id, words, often, refused="" if dish.is_sold else tr("Sold out"))


def against_words(concern: Concern) -> str:
    """What a dish goes against."""
    contains = tr("contains {what}").format(what=", ".join(map(_plain, concern.contains))) if concern.contains else ""
    against = tr("not {what}").format(what=", ".join(map(_plain, concern.against))) if concern.against else ""
    return ", ".join(filter(None, (contains, against)))


def _plain(word: str) -> str:
    return word.replace("_", " ")


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Regulars", words)
