"""The one window of a terminal: navigation, status strip, the lock, and a place for a calm sentence."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.shell.details import DetailsSheet
from aura_terminal.ui.shell.first_frame import FirstFrame
from aura_terminal.ui.shell.idle_lock import IdleLock
from aura_terminal.ui.shell.notice_bar import NoticeBar
from aura_terminal.ui.shell.screens import BEHIND_STATUS, EVERYWHERE, Screens, View, destinations, place_of
from aura_terminal.ui.shell.shortcuts import shortcuts_of
from aura_terminal.ui.shell.status_words import pills_of
from aura_terminal.ui.shell.veil import Veil
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.top_bar import HEIGHT, BarWords, TopBar
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import StatusModel, StatusRow

ICON_FILE = Path(__file__).parents[3] / "resources" / "icons" / "aura-terminal.svg"
LEAST_WIDTH, LEAST_HEIGHT = 1024, 700
NOTICE_MILLISECONDS = 7000
NOTICE_LEFT, NOTICE_RIGHT = 420, 64


class ShellWindow(QMainWindow):
    """Shows one screen at a time of those it is given; a kitchen screen alone has no bar, no sign-in and no lock.

    With a session and a sign-in screen the window is locked until somebody signs in; the screens below keep what they
    show. `first_frame_painted` follows once, `view_shown(View)` each time another screen is in front.
    """

    first_frame_painted = Signal()
    view_shown = Signal(object)

    def __init__(
        self,
        theme: Theme,
        screens: Screens,
        status: StatusModel,
        session: SessionModel | None = None,
        idle: IdleLock | None = None,
        *,
        alone: View | None = None,
    ) -> None:
        super().__init__()
        self._status = status
        self._session = session
        self._idle = idle
        self._alone = alone
        self._kitchen = screens.kitchen
        self._pages: dict[View, QWidget] = {}
        self._view: View | None = None
        self._before: View | None = None
        self._bar = TopBar(theme, BarWords(self.tr("Search or scan"), self.tr("Lock"), self.tr("Signed in:")))
        self._stack = QStackedWidget()
        self._body = Panel(theme, Ground.CANVAS)
        self._build()
        self._details = DetailsSheet(theme, self._body)
        self._notice = NoticeBar(theme, NOTICE_MILLISECONDS, self)
        self._veil = Veil(theme, self, screens.sign_in) if session is not None and screens.sign_in else None
        self._first_frame = FirstFrame(self)
        self._shortcuts = shortcuts_of(self, self._follow_key, self.lock)
        for view, screen in screens.views().items():
            self.offer(view, screen)
        self._connect()
        self._show_status(status.row)
        if self._pages:
            self.go(alone or next(iter(self._pages)))

    @property
    def view(self) -> View | None:
        """The screen in front."""
        return self._view

    @property
    def search(self) -> SearchField:
        """The field for searching and scanning, shown with the register, to which it belongs."""
        return self._bar.search

    @property
    def sentence(self) -> str:
        """What the notice bar says now, "" for nothing."""
        return self._notice.sentence

    @property
    def is_locked(self) -> bool:
        """Whether somebody must sign in first."""
        return self._veil is not None and self._veil.isVisibleTo(self)

    def offer(self, view: View, screen: QWidget) -> None:
        """One more screen; its place in the navigation is fixed. Offering the same view again changes nothing."""
        is_ours = self._alone is None or view in EVERYWHERE or place_of(view) is place_of(self._alone)
        if view in self._pages or not is_ours:
            return
        self._pages[view] = screen
        self._stack.addWidget(screen)
        offered = [each for each in destinations() if View(each.id) in self._pages]
        self._bar.show_destinations(offered if len(offered) > 1 else ())
        if self._view is not None:
            self._bar.mark_destination(place_of(self._view))
        if view in BEHIND_STATUS:
            self._details.offer(view)

    def put_banner(self, banner: QWidget) -> None:
        """A strip between the bar and whatever screen is in front; it hides itself while it has nothing to say."""
        self._column.insertWidget(1, banner)

    def put_beside(self, panel: QWidget) -> None:
        """A panel beside whatever screen is in front; it hides itself while it has nothing to say."""
        self._middle.addWidget(panel)

    def go_back(self) -> None:
        """Bring the screen to the front that was there before this one."""
        self.go(self._before or next(iter(self._pages)))

    def show_badge(self, view: View, badge: str, say: str) -> None:
        """What waits at a screen, "" for nothing; `say` is the destination's spoken name with it."""
        self._bar.show_badge(view, badge, say)

    def go(self, view: View) -> None:
        """Bring a screen to the front; one that is not offered changes nothing."""
        if view not in self._pages:
            return
        if view is not self._view:
            self._before, self._view = self._view, view
        self._stack.setCurrentWidget(self._pages[view])
        self._bar.mark_destination(place_of(view))
        self._bar.search.setVisible(view is View.REGISTER)
        self._pages[view].setFocus()
        self.view_shown.emit(view)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Say something calmly, for a few seconds."""
        self._notice.say(sentence)

    @Slot()
    def stay_awake(self) -> None:
        """Somebody works here, though no finger and no key reached the window."""
        if self._idle is not None and not self.is_locked:
            self._idle.restart()

    @Slot()
    def lock(self) -> None:
        """Leave the terminal; what is on the screens stays."""
        if self._veil is not None and self._session is not None:
            self._session.lock()
            self._cover()

    def grab_to(self, file: Path) -> None:
        """Save a picture of the window as it is. Raises OSError where that cannot be written."""
        if not self.grab().save(str(file)):
            raise OSError(f"cannot write the picture {file}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous() or (handle := self.windowHandle()) is None:
            return
        self._first_frame.watch(handle)
        if self._idle is not None:
            self._idle.watch(handle)
        if self._session is not None and self._session.actor is None:
            self._cover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.setGeometry(QRect(NOTICE_LEFT, 0, max(0, self.width() - NOTICE_LEFT - NOTICE_RIGHT), HEIGHT))

    def _build(self) -> None:
        column = self._column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self._stack, 1)
        column.addLayout(self._middle, 1)
        self.setCentralWidget(self._body)
        self.setWindowTitle("Aura Terminal")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        if self._alone is View.KITCHEN:
            self._bar.hide()
            if self._kitchen is not None:
                self._kitchen.stand_alone()
                self._kitchen.status_tapped.connect(self._open_details)

    def _connect(self) -> None:
        self._bar.destination_chosen.connect(self._choose)
        self._bar.pill_tapped.connect(self._open_details)
        self._bar.lock_tapped.connect(self.lock)
        self._bar.person_tapped.connect(self.lock)
        self._details.view_wanted.connect(self._choose)
        self._status.changed.connect(self._show_status)
        self._first_frame.painted.connect(self._adorn)
        self._first_frame.painted.connect(self.first_frame_painted)
        if self._session is not None:
            self._session.signed_in.connect(self._uncover)
            self._session.sign_in_needed.connect(self._cover)
            self._session.signed_out.connect(self._cover)
        if self._idle is not None:
            self._idle.timed_out.connect(self.lock)

    @Slot(str)
    def _choose(self, view: str) -> None:
        self.go(View(view))

    @Slot()
    def _follow_key(self) -> None:
        self.go(View(self.sender().objectName()))

    @Slot()
    def _open_details(self) -> None:
        self._details.show_status(self._status.row)
        self._details.open()

    @Slot(object)
    def _show_status(self, row: StatusRow) -> None:
        pills, clock = pills_of(row), clock_text(row.time) if row.time else ""
        self._bar.show_pills(pills)
        self._bar.show_clock(clock)
        self._bar.show_person(row.person.name if row.person else "", row.person.initials if row.person else "")
        if self._kitchen is not None and self._alone is View.KITCHEN:
            self._kitchen.show_status(pills, clock)
        if self._details.isVisible():
            self._details.show_status(row)

    @Slot()
    def _cover(self) -> None:
        if self._veil is not None and not self.is_locked:
            self._details.close_sheet()
            self._shut()
            self._veil.cover()
            if self._idle is not None:
                self._idle.stop()

    @Slot()
    def _uncover(self) -> None:
        if self._veil is not None:
            self._reopen()
            self._veil.hide()
            if self._view is not None:
                self._pages[self._view].setFocus()
        if self._idle is not None:
            self._idle.restart()

    def _shut(self) -> None:
        self._body.setEnabled(False)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)

    def _reopen(self) -> None:
        self._body.setEnabled(True)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)

    @Slot()
    def _adorn(self) -> None:
        self.setWindowIcon(QIcon(str(ICON_FILE)))
