"""An inquiry at the register: somebody asks for a party or for catering while the house is busy."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.ui.fields_sheet import FieldsSheet
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.widgets.chips import ChipRow
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.view_models.leads import LeadsModel


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Inquiries", words)


def join_inquiries(parts: CounterParts) -> None:
    """Put it among what is done at the register without an order."""
    taking = Taking(parts)
    words = tr("Write an inquiry down")
    parts.register_screen.offer_act(OrderAct("inquiry", words, "phone", taking.ask, Group.PARTY, needs_order=False))


class Taking(QObject):
    """The sheet, made when it is first asked for. Nobody is handed on who did not agree to it."""

    def __init__(self, parts: CounterParts) -> None:
        super().__init__(parts.register_screen)
        self._parts = parts
        self._model = LeadsModel(parts.runner, parts.session, parts.changes, self)
        self._sheet: FieldsSheet | None = None

    def ask(self) -> None:
        """Open it empty."""
        if self._sheet is None:
            parts = self._parts
            names = (tr("Name"), tr("Telephone"), tr("E-mail"), tr("What they ask for"))
            title, choice = tr("An inquiry"), tr("May they be written to?")
            self._sheet = FieldsSheet(parts.theme, parts.register_screen, title, names, choice)
            self._sheet.written.connect(self._take)
            self._model.done.connect(self._end)
            self._model.refused.connect(self._refuse)
        rows = [
            ChipRow(Consent.WITHDRAWN.value, tr("Only here")),
            ChipRow(Consent.GIVEN.value, tr("They agree to news and to be handed on")),
        ]
        remark = tr("A back office that is told puts them on its newsletter: ask before.")
        self._sheet.ask(rows, Consent.WITHDRAWN.value, remark)

    @Slot(object, str)
    def _take(self, texts: tuple[str, ...], consent: str) -> None:
        name, phone, email, message = texts
        self._model.capture(Inquiry(name, phone, email, message, Consent(consent or Consent.WITHDRAWN.value)))

    @Slot()
    def _end(self) -> None:
        if self._sheet is not None:
            self._sheet.done()
        self._parts.window.say(tr("The inquiry is on the manager's list."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        if self._sheet is not None:
            self._sheet.try_again()
        self._parts.window.say(sentence(broken))
