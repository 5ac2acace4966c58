"""The room of inquiries: whom to call on the left, the one that is looked at with all that was done beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.fields_sheet import FieldsSheet
from aura_terminal.ui.phrases import office_words, sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.leads.words import (
    CALLS,
    about_words,
    entries_words,
    list_rows,
    occasion_words,
    tr,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Head, Side, stand_beside
from aura_terminal.view_models.leads import LeadsModel, Reached, Wish

SIDE, SIDE_NARROW, TALL, NARROW_BUTTON = 380, 300, 52, 200
OPEN, OVER = "open", "over"


class LeadsPage(RoomPage):
    """Shows a LeadsModel. What needs words is asked in a sheet; nothing is done before they are given."""

    def __init__(self, model: LeadsModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model, self._theme = model, theme
        self._which = Chips(theme, tr("Which inquiries"))
        self._list = ChoiceList(theme, tr("Inquiries"), Picking.ONE)
        self._title = Words(theme, "", Voice.TITLE)
        self._message = Words(theme, "", Voice.BODY)
        self._about = Words(theme, "", Voice.SMALL)
        self._entries = Words(theme, "", Voice.MUTED)
        self._spoken = Button(theme, tr(CALLS[Reached.SPOKEN]), icon="phone")
        self._missed = Button(theme, tr(CALLS[Reached.NO_ANSWER]))
        self._note = Button(theme, tr("Write something down"), icon="pencil")
        self._lost = Button(theme, tr("Nothing comes of it"), kind=Kind.GRAVE)
        self._again = Button(theme, tr("Take up again"), icon="rotate-ccw")
        self._guest = Button(theme, tr("A guest, no booking yet"), icon="id-card")
        self._book = Button(theme, tr("Book for them"), kind=Kind.PRIMARY, icon="calendar")
        self._typing = TextSheet(theme, self)
        self._booking: FieldsSheet | None = None
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Inquiries"))
        self._arrange(theme)
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    def _arrange(self, theme: Theme) -> None:
        head = Head(theme)
        head.bar.addWidget(self._which, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 14, 6, 14)
        inside.addWidget(self._list)
        left.addLayout(inside, 1)
        self._side.say(self._title, self._message, self._about, self._entries)
        self._side.column.addStretch(1)
        self._side.offer(
            NARROW_BUTTON, TALL, self._spoken, self._missed, self._note, self._lost, self._again, self._guest,
            self._book,
        )  # fmt: skip
        stand_beside(self, left, self._side)

    def _bind(self) -> None:
        model = self._model
        self._which.chosen.connect(self._choose)
        self._list.tapped.connect(model.look_at)
        self._spoken.clicked.connect(lambda: model.call(Reached.SPOKEN))
        self._missed.clicked.connect(lambda: model.call(Reached.NO_ANSWER))
        self._note.clicked.connect(lambda: self._typing.ask("note", tr("What was said?"), ""))
        self._lost.clicked.connect(lambda: self._typing.ask("lost", tr("Why does nothing come of it?"), ""))
        self._again.clicked.connect(model.reopen)
        self._guest.clicked.connect(model.make_guest)
        self._book.clicked.connect(self._ask_booking)
        self._typing.written.connect(self._hear)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.done.connect(self._end)

    @Slot()
    def _show(self) -> None:
        model, row = self._model, self._model.shown
        words = tr("To follow up ({count})").format(count=model.waiting)
        chosen = self._which.selected() or OPEN
        self._which.show_rows([ChipRow(OPEN, words), ChipRow(OVER, tr("Over"))])
        self._which.select(chosen)
        self._list.show_rows(list_rows(model))
        hint = tr("Choose an inquiry.") if model.rows else tr("Nobody waits to be called.")
        texts = (
            (self._title, "" if row is None else row.name),
            (self._message, hint if row is None else row.message),
            (self._about, "" if row is None else about_words(row, model)),
            (self._entries, "" if row is None else entries_words(row, model)),
        )
        for label, text in texts:
            label.setText(text)
            label.setVisible(bool(text))
        for button in (self._spoken, self._missed, self._lost, self._guest, self._book):
            button.setVisible(model.is_open)
        self._note.setVisible(row is not None)
        self._again.setVisible(model.is_lost)

    @Slot()
    def _choose(self) -> None:
        self._model.list_over(self._which.selected() == OVER)

    @Slot(str, str)
    def _hear(self, what: str, words: str) -> None:
        if what == "note":
            self._model.note(words)
        else:
            self._model.lose(words)

    @Slot()
    def _ask_booking(self) -> None:
        row = self._model.shown
        if row is None:
            return
        if self._booking is None:
            names = (tr("Day and hour, such as 24.12.2026 18:00"), tr("Guests"), tr("Where, if not in the house"))
            self._booking = FieldsSheet(self._theme, self, tr("Book for them"), names, tr("What for"))
            self._booking.written.connect(self._take_booking)
            self._model.done.connect(self._booking.done)
            self._model.refused.connect(self._booking.try_again)
        rows = [ChipRow(each, occasion_words(each)) for each in self._model.occasions]
        office = self._model.office
        remark = tr("It goes to {office}, which confirms it.").format(office=office_words(office)) if office else ""
        self._booking.ask(rows, rows[-1].id if rows else "", remark)

    @Slot(object, str)
    def _take_booking(self, texts: tuple[str, ...], occasion: str) -> None:
        when, guests, place = texts
        self._model.book(Wish(when, guests, place, occasion))

    @Slot()
    def _end(self) -> None:
        self.said.emit(tr("That is kept."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
