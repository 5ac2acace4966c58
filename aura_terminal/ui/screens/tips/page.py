"""The room of tips: everybody's share of a day, deciding it, and paying it out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.tips.cards import ShareRow, share_card
from aura_terminal.ui.screens.tips.pay_sheet import PaySheet
from aura_terminal.ui.screens.tips.rules_sheet import TipRulesSheet
from aura_terminal.ui.screens.tips.words import about, day_words, parts, rule_lines, state_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Side, TurningHead, stand_beside
from aura_terminal.view_models.tips import TipDay, TipShare, TipsModel, TipsShared

SIDE, SIDE_NARROW, TALL, WIDEST = 320, 268, 60, 900


class TipsPage(RoomPage):
    """The day on top, a card for each person, and beside them how far it is and what can be done."""

    def __init__(self, model: TipsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model, self._theme, self._money = model, theme, money
        self._head = TurningHead(theme, tr("The day before"), tr("The day after"))
        self._total = Words(theme, "", Voice.TOTAL)
        self._cards: CardColumn[ShareRow] = CardColumn(
            tr("Shares"), partial(share_card, theme, self._ask_to_pay), WIDEST
        )
        self._nothing = Words(theme, tr("There are no tips on this day."), Voice.MUTED)
        self._state = Words(theme, "", Voice.STRONG)
        self._rules = Words(theme, "", Voice.MUTED)
        self._change = Button(theme, tr("Rules"), icon="settings", say=tr("Rules for sharing tips"))
        self._print = Button(theme, tr("Print again"), icon="printer")
        self._share = Button(theme, tr("Share the tips"), kind=Kind.PRIMARY, icon="check")
        self._pay_sheet: PaySheet | None = None
        self._rules_sheet: TipRulesSheet | None = None
        self._approval: ApprovalSheet | None = None
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Tips"))
        self._arrange()
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    def _arrange(self) -> None:
        self._head.bar.setContentsMargins(14, 6, 18, 6)
        self._head.bar.addWidget(self._total)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._head)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 14, 6, 14)
        inside.addWidget(self._nothing)
        inside.addWidget(self._cards, 1)
        left.addLayout(inside, 1)
        self._side.say(self._state, self._rules)
        self._side.column.addStretch(1)
        self._side.offer(200, TALL, self._change, self._print, self._share)
        stand_beside(self, left, self._side)

    def _bind(self) -> None:
        model = self._model
        self._head.turned.connect(model.step_day)
        self._share.clicked.connect(model.share)
        self._print.clicked.connect(model.print_again)
        self._change.clicked.connect(self._change_rules)
        model.changed.connect(self._show)
        model.shared.connect(self._say_shared)
        model.paid.connect(self._say_paid)
        model.printed.connect(self._say_printed)
        model.refused.connect(self._refuse)
        model.approvals.wanted.connect(self._ask_who_allows)

    @Slot()
    def _show(self) -> None:
        model, page = self._model, self._model.page
        tips = None if page is None else page.tips
        shares = () if tips is None else _shown(tips)
        self._head.show_title(day_words(model))
        self._total.setText("" if tips is None else self._money.total(tips.total))
        self._head.later.setEnabled(tips is not None and not model.is_today)
        self._cards.show_rows([self._row(tips, share) for share in shares] if tips is not None else [])
        self._nothing.setVisible(tips is not None and not shares)
        self._state.setText("\n\n".join(state_words(model, self._money)))
        self._rules.setText("" if tips is None else "\n".join(rule_lines(tips.rules)))
        self._share.setEnabled(tips is not None and bool(shares) and not tips.is_settled)
        self._print.setEnabled(tips is not None and tips.current is not None)
        self._change.setVisible(model.may(Permission.EDIT_SETTINGS))

    def _row(self, tips: TipDay, share: TipShare) -> ShareRow:
        owed = tips.owed_to(share.staff_id)
        amount, act, state = self._money.amount(share.share), "", ""
        if tips.current is not None and tips.is_settled:
            state = tr("paid") if not owed else ""
            words = tr("Pay {amount}") if owed.minor > 0 else tr("Take in {amount}")
            act = words.format(amount=self._money.amount(owed if owed.minor > 0 else -owed)) if owed else ""
        say = f"{share.name}, {amount}, {state}".rstrip(", ")
        return ShareRow(
            share.staff_id, share.name, about(share), parts(share, self._money), amount, state, act, say
        )  # fmt: skip

    def _ask_to_pay(self, staff_id: str) -> None:
        page = self._model.page
        share = None if page is None else next((one for one in page.tips.shares if one.staff_id == staff_id), None)
        if page is None or share is None:
            return
        if self._pay_sheet is None:
            self._pay_sheet = PaySheet(self._model, self._theme, self._money, self)
        self._pay_sheet.ask(share, page.tips.owed_to(share.staff_id))

    @Slot()
    def _change_rules(self) -> None:
        page = self._model.page
        if page is not None:
            if self._rules_sheet is None:
                self._rules_sheet = TipRulesSheet(self._model, self._theme, self)
            self._rules_sheet.ask(page.tips.rules, page.jobs)

    @Slot(object)
    def _ask_who_allows(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.approvals, self._model.session, self._theme, self)
        self._approval.ask(permission)

    @Slot(object)
    def _say_shared(self, fact: TipsShared) -> None:
        words = tr("{amount} of tips are shared. It comes out at the receipt printer.")
        self.said.emit(words.format(amount=self._money.total(fact.total)))

    @Slot(object)
    def _say_paid(self, _fact: object) -> None:
        self.said.emit(tr("That is kept."))

    @Slot()
    def _say_printed(self) -> None:
        self.said.emit(tr("It comes out at the receipt printer."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def _shown(tips: TipDay) -> tuple[TipShare, ...]:
    """Those who have, had or get something, the largest share first."""
    if not tips.total and tips.current is None:
        return ()
    return tuple(sorted(tips.shares, key=lambda one: (-one.share.minor, one.name)))
