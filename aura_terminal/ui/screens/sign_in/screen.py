"""The sign-in screen: tap a name, type a PIN. It lies over what was on the screen and loses none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.sign_in.people import People
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pin_pad import PinPad, PinWords
from aura_terminal.view_models.session import SessionModel

if TYPE_CHECKING:
    from aura_terminal.domain.staff import Actor
    from aura_terminal.view_models.clock_cards import ClockCard
    from aura_terminal.view_models.languages import LanguagesModel
    from aura_terminal.view_models.time_clock import TimeClockModel

WIDEST, TALLEST, PADDING = 1120, 620, 28


class SignInScreen(QWidget):
    """Paints only its own panel, so that whatever holds it can dim the screen below. `said` is for the window."""

    said = Signal(str)

    def __init__(self, session: SessionModel, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._title = Words(theme, self.tr("Who is working?"), Voice.TITLE)
        self._people = People(theme, self.tr("People"))
        self._name = Words(theme, "", Voice.HEADING)
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pad = PinPad(theme, PinWords(self.tr("PIN"), self.tr("Erase"), self.tr("Sign in")))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Sign in"))
        self._arrange()
        self._people.chosen.connect(self._choose)
        self._pad.entered.connect(self._enter)
        session.staff_changed.connect(self._show_people)
        session.refused.connect(self._refuse)
        session.wait_changed.connect(self._show_wait)
        session.signed_in.connect(self._begin_anew)
        session.signed_out.connect(self._begin_anew)
        self._clock: TimeClockModel | None = None
        self._show_people()
        self._show_person()

    def offer_languages(self, languages: LanguagesModel) -> None:
        """Whoever stands here chooses what this screen speaks while nobody is signed in who prefers another."""
        from aura_terminal.ui.screens.sign_in.language_button import LanguageButton

        self._left.addWidget(LanguageButton(languages, self._theme, self))

    def offer_clock(self, clock: TimeClockModel) -> None:
        """People can come to their time clock from here: a button, their name, their PIN, and nobody is signed in."""
        from aura_terminal.ui.approval_sheet import ApprovalSheet
        from aura_terminal.ui.screens.sign_in.clock_panel import ClockPanel

        self._clock = clock
        self._to_clock = Button(self._theme, self.tr("Clock in or out"), icon="clock", parent=self._panel)
        self._to_clock.setCheckable(True)
        self._to_clock.keep_at_least(0, 56)
        self._to_clock.toggled.connect(self._turn)
        self._left.addWidget(self._to_clock)
        self._clock_panel = ClockPanel(clock, self._theme, self)
        self._clock_panel.setMaximumSize(WIDEST, TALLEST)
        self._clock_panel.hide()
        self._whole.addWidget(self._clock_panel)
        self._allow = ApprovalSheet(clock.approvals, self._session, self._theme, self)
        clock.approvals.wanted.connect(self._allow.ask)
        self._clock_panel.done.connect(self._leave_clock)
        self._session.identified.connect(self._open_clock)
        self._session.signed_in.connect(self._leave_clock)
        self._session.signed_in.connect(clock.look_for)
        clock.noticed.connect(self._tell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self._clock_panel if self._panel.isHidden() else self._pad).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        if self._panel.isHidden():
            canvas.painter.end()
            return
        canvas.box(QRectF(self._panel.geometry()), look.radii.ticket, fill=look.color.surface1, line=look.color.outline)
        canvas.painter.end()

    def _arrange(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self._people)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.viewport().setAutoFillBackground(False)
        self._drag = Drag(scroll)
        self._people.setAutoFillBackground(False)
        left = self._left = QVBoxLayout()
        left.setSpacing(18)
        left.addWidget(self._title)
        left.addWidget(scroll, 1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._name)
        right.addWidget(self._pad, 1)
        self._panel = QWidget()
        self._panel.setMaximumSize(WIDEST, TALLEST)
        line = QHBoxLayout(self._panel)
        line.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        line.setSpacing(PADDING)
        line.addLayout(left, 5)
        line.addLayout(right, 3)
        whole = self._whole = QHBoxLayout(self)
        whole.addWidget(self._panel)

    @property
    def _chosen(self) -> StaffId:
        return StaffId(self._people.selected())

    @Slot()
    def _show_people(self) -> None:
        self._people.show_rows(self._session.staff)
        self._show_person()

    def _show_person(self) -> None:
        name = next((row.name for row in self._session.staff if row.id == self._chosen), "")
        self._name.setText(name or self.tr("Tap your name"))
        seconds = self._session.wait_of(self._chosen)
        if seconds or not name:
            self._pad.hold()
        else:
            self._pad.release()
        if seconds:
            self._pad.show_message(self.tr("Too many wrong tries. Wait {seconds} s.").format(seconds=seconds))

    @Slot(str)
    def _choose(self, staff_id: str) -> None:
        self._pad.clear()
        self._pad.show_message("")
        self._show_person()
        self._pad.setFocus()

    @Slot(str)
    def _enter(self, pin: str) -> None:
        if self._chosen and self._is_clocking():
            self._session.identify(self._chosen, pin)
        elif self._chosen:
            self._session.sign_in(self._chosen, pin)

    def _is_clocking(self) -> bool:
        return self._clock is not None and self._to_clock.isChecked()

    @Slot()
    def _turn(self) -> None:
        words = self.tr("Who clocks in or out?") if self._is_clocking() else self.tr("Who is working?")
        self._title.setText(words)
        self._pad.setFocus()

    @Slot(object)
    def _open_clock(self, actor: Actor) -> None:
        if self._clock is not None and self._is_clocking():
            self._begin_anew()
            self._clock.open(actor)
            self._panel.hide()
            self._clock_panel.show()
            self._clock_panel.setFocus()

    @Slot()
    def _leave_clock(self) -> None:
        if self._clock is not None and not self._clock_panel.isHidden():
            self._clock.close()
            self._to_clock.setChecked(False)
            self._clock_panel.hide()
            self._panel.show()
            self._pad.setFocus()

    @Slot(object)
    def _tell(self, card: ClockCard) -> None:
        from aura_terminal.ui.screens.sign_in.clock_words import notice_words

        self.said.emit(notice_words(card))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._pad.show_message(sentence(broken))
        self._show_person()

    @Slot(str, int)
    def _show_wait(self, staff_id: str, seconds: int) -> None:
        if staff_id == self._chosen:
            if not seconds:
                self._pad.show_message("")
            self._show_person()

    @Slot()
    def _begin_anew(self) -> None:
        self._pad.clear()
        self._pad.show_message("")
        self._show_person()
