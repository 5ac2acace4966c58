"""What lets nobody close the day, chosen by the house."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.day import ALWAYS, CheckKind, ClosingRules, DayModel


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("ClosingRulesSheet", words)


def kind_words(kind: CheckKind) -> str:
    """A check in a few words."""
    match kind:
        case CheckKind.CARDS_UNDECIDED:
            return tr("Cards nobody knows of")
        case CheckKind.DRAWERS_RUNNING:
            return tr("Drawers not counted")
        case CheckKind.OPEN_ORDERS:
            return tr("Open orders")
        case CheckKind.CONFLICTS:
            return tr("Conflicts not decided")
        case CheckKind.CARDS_AT_RISK:
            return tr("Cards approved offline")
        case CheckKind.UNPRINTED:
            return tr("Paper that did not come out")
        case CheckKind.CLOCKED_IN:
            return tr("People clocked in")
        case CheckKind.TERMINALS_MISSING:
            return tr("Terminals not heard")
        case CheckKind.UNSHARED:
            return tr("Known on one machine only")
        case CheckKind.NOT_TOLD:
            return tr("Not told to the back office")


class ClosingRulesSheet(Sheet):
    """A tap marks what has to be done before the day can be closed; everything else is told and printed."""

    def __init__(self, model: DayModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Before the day can be closed"), tr("Not now"), 720, 660)
        self._model = model
        self._refuses: frozenset[CheckKind] = ALWAYS
        self._kinds = ChoiceList(theme, tr("What has to be done first"), Picking.MANY)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        words = Words(theme, tr("What is marked has to be settled first. The rest is told and stands on the report."))
        words.setWordWrap(True)
        words.speak(Voice.BODY)
        column.addWidget(words)
        column.addWidget(self._kinds, 1)
        self.set_content(content)
        keep = Button(theme, tr("Keep"), kind=Kind.PRIMARY, icon="check")
        keep.keep_at_least(240, 60)
        keep.clicked.connect(self._keep)
        self.set_actions(keep)
        self._kinds.tapped.connect(self._toggle)

    def ask(self, rules: ClosingRules) -> None:
        """Open with the rules in force."""
        self._refuses = frozenset(rules.refuses) | ALWAYS
        self._show()
        self.open()

    def _show(self) -> None:
        always = tr("always")
        self._kinds.show_rows([
            ChoiceRow(kind.value, kind_words(kind), always if kind in ALWAYS else "", int(kind in self._refuses))
            for kind in CheckKind
        ])  # fmt: skip

    @Slot(str)
    def _toggle(self, kind: str) -> None:
        self._refuses = (self._refuses ^ {CheckKind(kind)}) | ALWAYS
        self._show()

    @Slot()
    def _keep(self) -> None:
        self.close_sheet()
        self._model.put_rules(ClosingRules(refuses=tuple(kind for kind in CheckKind if kind in self._refuses)))
