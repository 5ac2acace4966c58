"""When papers bear the code of their order, while a manager changes it: a tap is kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.bridge_rules import BridgeRules as BridgeRules
from aura_terminal.domain.bridge_rules import Printed as Printed
from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

ANSWERS = (Printed.ALONE, Printed.ALWAYS, Printed.NEVER)


class BridgeRulesModel(QObject):
    """`changed` follows every reading, `refused` carries a RuleBroken. Fields are `checks` and `slips`."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self.rules: BridgeRules | None = None
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Read the rules as they are."""
        self._runner.run(lambda shop: shop.bridge.rules(), self._show, self.refused.emit)

    def turn(self, field: str) -> None:
        """The next answer."""
        actor, rules = self._session.must_actor(), self.rules
        if actor is None or rules is None:
            return
        answer = ANSWERS[(ANSWERS.index(getattr(rules, field)) + 1) % len(ANSWERS)]
        wanted = replace(rules, **{field: answer})
        self._runner.run(lambda shop: shop.bridge.set_rules(actor, wanted), self._kept, self.refused.emit)

    def _show(self, rules: BridgeRules) -> None:
        self.rules = rules
        self.changed.emit()

    def _kept(self, fact: DocumentPut) -> None:
        self._changes.announce(fact)
        self.refresh()
