"""Somebody else's PIN for what the person at the register may not do alone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.phrases import permission_words, sentence
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.pin_pad import PinPad, PinWords
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.rows import StaffRow
from aura_terminal.view_models.session import SessionModel

translate = QCoreApplication.translate


class ApprovalSheet(Sheet):
    """Asks who allows it and for their PIN; a wrong one may be tried again, closing it leaves all as it was."""

    def __init__(self, approvals: Approvals, session: SessionModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 860, 560)
        self._approvals, self._session = approvals, session
        self._who = ""
        self._people = ChoiceList(theme, self.tr("Who allows it"), Picking.ONE)
        self._pad = PinPad(theme, PinWords(self.tr("PIN"), self.tr("Erase"), self.tr("Allow")))
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        line.addWidget(self._people, 3)
        line.addWidget(self._pad, 2)
        self.set_content(content)
        self._people.tapped.connect(self._choose)
        self._pad.entered.connect(self._approve)
        self.cancelled.connect(approvals.drop)
        approvals.refused.connect(self._refuse)
        approvals.settled.connect(self.close_sheet)

    def ask(self, permission: Permission) -> None:
        """Open for something that needs this right."""
        self.set_title(self.tr("Who may {permission}?").format(permission=permission_words(permission)))
        self._who = ""
        self._pad.clear()
        self._pad.show_message("")
        self._show()
        self.open()

    def _show(self) -> None:
        person = self._session.person
        others = (row for row in self._session.staff if person is None or row.id != person.id)
        rows = [ChoiceRow(row.id, row.name, row.role, int(row.id == self._who)) for row in rarest_role_first(others)]
        self._people.show_rows(rows)
        if self._who:
            self._pad.release()
        else:
            self._pad.hold()

    @Slot(str)
    def _choose(self, staff_id: str) -> None:
        self._who = staff_id
        self._pad.clear()
        self._pad.show_message("")
        self._show()
        self._pad.setFocus()

    @Slot(str)
    def _approve(self, pin: str) -> None:
        self._approvals.approve(StaffId(self._who), pin)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._pad.show_message(sentence(broken))


def rarest_role_first(people: Iterable[StaffRow]) -> list[StaffRow]:
    """Those whose role few others have come first: whoever may allow something is seldom one of the many who serve."""
    rows = list(people)
    roles = [row.role for row in rows]
    return sorted(rows, key=lambda row: (roles.count(row.role), row.role))
