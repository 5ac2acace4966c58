"""The language of this terminal's screens: chosen by store, screen and person, spoken by all windows of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.language.languages import language_of
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.view_models.languages import LanguagesModel

if TYPE_CHECKING:
    from aura_terminal.store.first_frame import FirstFrame
    from aura_terminal.view_models.session import SessionModel


class Speaking(QObject):
    """Speaks before the first window is made; `languages` follows what is chosen from then on.

    Where nothing is chosen it is English, with figures as they are written nowhere and understood everywhere.

    A kitchen's screen has no `session`: it speaks the kitchen's language unless another was chosen for it.
    """

    def __init__(
        self, application: QApplication, frame: FirstFrame, habits: Habits, session: SessionModel | None,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        store = frame.language if session is not None else frame.kitchen_language or frame.language
        self.languages = LanguagesModel(store, habits.language, session, self)
        self._zone = frame.calendar.zone
        self._tongue = Tongue(application, parent=self)
        self.languages.screen_chosen.connect(habits.keep_language)
        self.languages.wanted.connect(self._speak)
        self._speak(self.languages.in_force)

    @Slot(str)
    def _speak(self, code: str) -> None:
        if code:
            self._tongue.write_as_in(self._zone)
        self._tongue.speak(language_of(code))
