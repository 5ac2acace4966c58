"""The wizard that learns a bump bar: it asks for one key after the other."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.kitchen.bump_bar import NINE, Move
from aura_terminal.ui.screens.kitchen.keys import Act
from aura_terminal.ui.screens.kitchen.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup, KeyCode


class BumpBarSheet(Sheet):
    """Follows a BumpBarSetup. Its buttons are for a finger: every key is the bar's while it is open."""

    def __init__(self, theme: Theme, host: QWidget, setup: BumpBarSetup) -> None:
        super().__init__(theme, host, tr("Bump bar"), tr("Close"), 860, 520)
        self._setup = setup
        self._question = Words(theme, "", Voice.STATION)
        self._question.setWordWrap(True)
        self._hint = Words(theme, "", Voice.WARNING)
        self._hint.setWordWrap(True)
        self._progress = Words(theme, "", Voice.MUTED)
        self._back = Button(theme, tr("One back"), icon="arrow-left")
        self._skip = Button(theme, tr("No key for this"))
        self._anew = Button(theme, tr("Forget all keys"), kind=Kind.GRAVE)
        self._keep = Button(theme, tr("Use these keys"), kind=Kind.PRIMARY)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._progress)
        column.addWidget(self._question, 1)
        column.addWidget(self._hint)
        line = QHBoxLayout()
        for button in (self._back, self._skip, self._anew):
            button.keep_at_least(180, 60)
            line.addWidget(button)
        column.addLayout(line)
        self.set_content(content)
        self._keep.keep_at_least(200, 64)
        self.set_actions(self._keep)
        self._back.clicked.connect(setup.back)
        self._skip.clicked.connect(setup.skip)
        self._anew.clicked.connect(setup.forget)
        self._keep.clicked.connect(setup.keep)
        self.cancelled.connect(setup.drop)
        setup.changed.connect(self._show)
        setup.refused.connect(self._refuse)
        setup.learned.connect(self._close)

    @Slot()
    def ask(self) -> None:
        """Open at the question that is asked now."""
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        act, (asked, all_) = self._setup.act, self._setup.progress
        self._hint.setText("")
        self._progress.setText(tr("{asked} of {all}").format(asked=min(asked + 1, all_), all=all_))
        if act is None:
            self._question.setText(
                tr("All keys were asked for. {count} are known.").format(count=len(self._setup.mapping))
            )
        else:
            self._question.setText(tr("Press the key for: {act}").format(act=act_words(act)))
        known: dict[str, KeyCode] = {each: code for code, each in self._setup.mapping.items()}
        if act in known:
            self._hint.setText(tr("It has a key; press another one, or go on."))
        self._skip.setEnabled(act is not None)
        self._back.setEnabled(asked > 0)

    @Slot(str)
    def _refuse(self, taken: str) -> None:
        self._hint.setText(tr("That key is for {act} already.").format(act=act_words(taken)))

    @Slot()
    def _close(self) -> None:
        self.close_sheet()


def act_words(act: str) -> str:
    """What a key does, in a cook's words."""
    if act in NINE:
        return tr("bump ticket {place}").format(place=NINE.index(act) + 1)
    return {
        Move.TAP: tr("tap what is ringed"),
        Move.LEFT: tr("ring to the left"),
        Move.RIGHT: tr("ring to the right"),
        Move.UP: tr("ring up"),
        Move.DOWN: tr("ring down"),
        Act.RECALL_LAST: tr("bring the last ticket back"),
        Act.RECALL_LIST: tr("list of bumped tickets"),
        Act.RUSH: tr("rush a ticket"),
        Act.HOLD: tr("hold a ticket"),
        Act.START: tr("start a ticket that waits"),
        Act.LOOK: tr("look at a change"),
        Act.NEXT_UNSTARTED: tr("next ticket nobody has begun"),
        Act.NEXT_PAGE: tr("next page"),
        Act.PAGE_BEFORE: tr("page before"),
        Act.FIRST_PAGE: tr("first page"),
        Act.COUNTS: tr("dishes or ingredients"),
        Act.STATION: tr("another station"),
        Act.FILTER: tr("kinds of orders"),
        Act.SOUND: tr("sound on or off"),
        Act.MORE: tr("more"),
    }[Act(act) if act in list(Act) else Move(act)]
