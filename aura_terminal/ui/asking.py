"""Questions over a page: one of a list, any of a list, a PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.pin_pad import PinPad, PinWords
from aura_terminal.ui.widgets.sheet import Sheet

TALL = 56


class ListSheet(Sheet):
    """A list to choose from. `picked(id, choice)` follows a tap where one is asked for, `chosen(id, choices)` Done."""

    picked = Signal(str, str)
    chosen = Signal(str, object)

    def __init__(self, theme: Theme, host: QWidget, picking: Picking) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 660)
        self._id = ""
        self._rows: tuple[ChoiceRow, ...] = ()
        self._picking = picking
        self._ticked: list[str] = []
        self._list = ChoiceList(theme, "", picking)
        self._list.setMinimumHeight(300)
        self._list.tapped.connect(self._tap)
        self.set_content(self._list)
        if picking is Picking.MANY:
            done = Button(theme, tr("Done"), kind=Kind.PRIMARY)
            done.keep_at_least(200, TALL)
            done.clicked.connect(self._finish)
            self.set_actions(done)

    def ask(self, id: str, title: str, rows: Sequence[ChoiceRow], ticked: Sequence[str] = ()) -> None:
        """Open with these rows; some are ticked already."""
        self._id, self._rows, self._ticked = id, tuple(rows), list(ticked)
        self.set_title(title)
        self._list.setAccessibleName(title)
        self._show()
        self.open()

    def _show(self) -> None:
        self._list.show_rows(
            [ChoiceRow(row.id, row.words, row.detail, int(row.id in self._ticked), row.refused) for row in self._rows]
        )

    @Slot(str)
    def _tap(self, choice: str) -> None:
        if self._picking is Picking.ONE:
            self.close_sheet()
            self.picked.emit(self._id, choice)
            return
        if choice in self._ticked:
            self._ticked.remove(choice)
        else:
            self._ticked.append(choice)
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.chosen.emit(self._id, tuple(self._ticked))


class PinSheet(Sheet):
    """A new PIN, typed twice; `entered(id, pin)` when both are the same.

    `refuse` says why one will not do, "" where it does; without it any is taken here.
    """

    entered = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 480, 640)
        self._id, self._first = "", ""
        self._refuse: Callable[[str], str] | None = None
        self._pad = PinPad(theme, PinWords(tr("New PIN"), tr("Erase"), tr("Keep")))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_content(content)
        self._pad.entered.connect(self._take)

    def ask(self, id: str, title: str, refuse: Callable[[str], str] | None = None) -> None:
        """Open for somebody."""
        self._id, self._first, self._refuse = id, "", refuse
        self.set_title(title)
        self._pad.clear()
        self._pad.show_message(tr("Four to eight digits; six for whoever allows things."))
        self.open()
        self._pad.setFocus()

    @Slot(str)
    def _take(self, pin: str) -> None:
        why = self._refuse(pin) if self._refuse is not None and not self._first else ""
        if why:
            self._pad.clear()
            self._pad.show_message(why)
        elif not self._first:
            self._first = pin
            self._pad.clear()
            self._pad.show_message(tr("Once more, to be sure."))
        elif pin != self._first:
            self._first = ""
            self._pad.clear()
            self._pad.show_message(tr("These are two different PINs. Begin again."))
        else:
            self._first = ""
            self.close_sheet()
            self.entered.emit(self._id, pin)


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("People", words)
