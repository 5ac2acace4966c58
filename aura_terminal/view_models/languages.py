"""Whose language the screen speaks: that of who is signed in, else the screen's own, else the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.shop import StoreProfile
    from aura_terminal.ports.tiles import StaffRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class LanguagesModel(QObject):
    """`wanted` carries the code of the language whenever another one is to be spoken; `screen_chosen` what was chosen
    for this screen. Codes are those of the catalogues, "" for none chosen. Without a session it is a kitchen's screen.
    """

    wanted = Signal(str)
    screen_chosen = Signal(str)

    def __init__(self, store: str, screen: str, session: SessionModel | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._screen, self._person = store, screen, ""
        self._is_kitchen = session is None
        self._said = self.in_force
        if session is not None:
            session.signed_in.connect(self._meet)
            session.signed_out.connect(self._part)

    @property
    def in_force(self) -> str:
        """The language to speak now, "" where nobody chose one."""
        return self._person or self._screen or self._store

    @property
    def screen(self) -> str:
        """What was chosen for this screen."""
        return self._screen

    @property
    def store(self) -> str:
        """What the store speaks where nothing else is chosen."""
        return self._store

    def choose_for_screen(self, code: str) -> None:
        """This screen speaks it from now on, whenever nobody is signed in who prefers another."""
        if code != self._screen:
            self._screen = code
            self.screen_chosen.emit(code)
            self._tell()

    def follow(self, runner: Runner, changes: Changes) -> None:
        """Hear of the store's choice from now on, wherever it is made."""
        self._runner = runner
        self._watch = Watch(changes, _about_the_store, self)
        self._watch.due.connect(self._read)
        self._watch.wake()

    @Slot()
    def _read(self) -> None:
        self._runner.run(_profile, self._take)

    def _take(self, profile: StoreProfile) -> None:
        self._store = (profile.kitchen_language if self._is_kitchen else "") or profile.language
        self._tell()

    @Slot(object)
    def _meet(self, person: StaffRow | None) -> None:
        self._person = "" if person is None else person.language
        self._tell()

    @Slot()
    def _part(self) -> None:
        self._person = ""
        self._tell()

    def _tell(self) -> None:
        if self._said != self.in_force:
            self._said = self.in_force
            self.wanted.emit(self._said)


def _about_the_store() -> Iterable[type[Fact]]:
    from aura_terminal.domain.documents import DocumentPut  # a terminal that only starts reads no documents

    return (DocumentPut,)


def _profile(shop: Shop) -> StoreProfile:
    return shop.reads.store.profile()
