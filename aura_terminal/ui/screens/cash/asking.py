"""The questions an act asks before it is done: how much, how many of each, to whom, why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.cash_rules import Holding
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.acts import Act
from aura_terminal.ui.screens.cash.choose_sheet import ChooseSheet
from aura_terminal.ui.screens.cash.count_sheet import CountSheet
from aura_terminal.ui.screens.cash.move_sheet import MoveSheet
from aura_terminal.ui.screens.cash.rules_sheet import RulesSheet
from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.view_models.cash import CashModel, SessionRow

RECOUNT, HEIR, NO_SALE, WHY, CASHIER = "recount", "heir", "no_sale", "why", "cashier"


class Asking(QObject):
    """Opens the sheets of one page over its window, and has the model do what was answered."""

    def __init__(self, model: CashModel, theme: Theme, money: MoneyText, page: QWidget) -> None:
        super().__init__(page)
        self._model, self._theme, self._money, self._page = model, theme, money, page
        self._sheets: tuple[CountSheet, MoveSheet, ChooseSheet, RulesSheet] | None = None
        self._heir = ""
        self._row: SessionRow | None = None

    @Slot(str)
    def ask(self, act: str) -> None:
        """Whatever this act needs to know."""
        count, move, choose, _ = self._made()
        model = self._model
        desk = model.desk
        if desk is None:
            return
        currency, rules = desk.currency, desk.rules
        match Act(act):
            case Act.BEGIN if self._is_for_somebody():
                rows = [ChoiceRow(one.id, one.name, one.role) for one in desk.staff]
                choose.ask(CASHIER, tr("Who answers for this drawer?"), rows)
            case Act.BEGIN | Act.CHECK | Act.END:
                self._heir = ""
                self._ask_count(count, act, currency)
            case Act.DROP:
                move.ask(MovementKind.DROP, currency, ())
            case Act.PAID_IN:
                move.ask(MovementKind.PAID_IN, currency, rules.reasons_in or _reasons_in())
            case Act.PAID_OUT:
                move.ask(MovementKind.PAID_OUT, currency, rules.reasons_out or _reasons_out())
            case Act.TIPS_OUT:
                move.ask(MovementKind.TIPS_OUT, currency, tuple(one.name for one in desk.staff))
            case Act.HAND_OVER:
                actor = model.session.actor
                others = [one for one in desk.staff if actor is None or one.id != actor.id]
                rows = [ChoiceRow(one.id, one.name, one.role) for one in others]
                choose.ask(HEIR, tr("Who answers for the drawer from now on?"), rows)
            case Act.NO_SALE:
                choose.ask_words(NO_SALE, tr("Why is the drawer opened?"), _reasons_to_open())

    @Slot(object)
    def ask_recount(self, row: SessionRow) -> None:
        """Count a session that has ended once more."""
        count, *_ = self._made()
        self._row = row
        about = tr("The first count stays in the books; this one stands from now on.")
        count.ask(RECOUNT, tr("Count once more"), about, tr("Keep this count"), row.float.currency)

    @Slot(object, str)
    def ask_why(self, row: SessionRow, told: str = "") -> None:
        """Have it said why a count is off; `told` is what has just been told of it."""
        _, _, choose, _ = self._made()
        self._row = row
        choose.ask_words(WHY, f"{told} {tr('Why?')}".strip(), _reasons_off())

    @Slot()
    def ask_rules(self) -> None:
        """The house's rules for cash."""
        *_, rules = self._made()
        desk, drawer = self._model.desk, self._model.drawer
        if desk is not None and drawer is not None:
            rules.ask(desk.rules, desk.currency, desk.here[0].place.terminal)

    def _is_for_somebody(self) -> bool:
        """Whether the drawer that is shown is one cashier's, and the person here may say whose."""
        drawer = self._model.drawer
        return (
            drawer is not None
            and drawer.place.holding is Holding.ASSIGNED
            and self._model.may(Permission.COUNT_ANY_DRAWER)
        )

    def _ask_count(self, count: CountSheet, act: str, currency: str) -> None:
        titles = {
            Act.BEGIN: (tr("Count the float"), tr("Begin with this")),
            Act.CHECK: (tr("Count in between"), tr("Keep this count")),
            Act.END: (tr("Count the drawer"), tr("Keep this count and end")),
        }
        title, verb = titles[Act(act)]
        about = tr("Count all there is. Whatever you find is kept as it is.")
        self._model.open_to_count()
        count.ask(act, title, about, verb, currency)

    def _made(self) -> tuple[CountSheet, MoveSheet, ChooseSheet, RulesSheet]:
        if self._sheets is None:
            theme, money, host = self._theme, self._money, self._page.window()
            count, move = CountSheet(theme, money, host), MoveSheet(theme, money, host)
            choose, rules = ChooseSheet(theme, host), RulesSheet(theme, money, host)
            count.finished.connect(self._counted)
            move.given.connect(self._move)
            choose.chosen.connect(self._choose)
            rules.given.connect(self._model.put_rules)
            self._sheets = count, move, choose, rules
        return self._sheets

    @Slot(str, object)
    def _counted(self, task: str, pieces: Mapping[int, int]) -> None:
        model = self._model
        if task == RECOUNT and self._row is not None:
            model.recount(self._row, pieces)
        elif task == HEIR:
            model.hand_over(pieces, StaffId(self._heir))
        elif task == Act.BEGIN:
            model.begin(pieces, StaffId(self._heir) if self._heir else None)
        elif task == Act.CHECK:
            model.check(pieces)
        elif task == Act.END:
            model.end(pieces)

    @Slot(object, object, str, str)
    def _move(self, kind: MovementKind, amount: Money, reason: str, recipient: str) -> None:
        self._model.move(kind, amount, reason, recipient)

    @Slot(str, str)
    def _choose(self, task: str, said: str) -> None:
        desk = self._model.desk
        if task == HEIR and desk is not None:
            self._heir = said
            count, *_ = self._made()
            name = next((one.name for one in desk.staff if one.id == said), said)
            self._model.open_to_count()
            title = tr("Hand over to {name}").format(name=name)
            about = tr("Count together. What is found is the float {name} begins with.").format(name=name)
            count.ask(HEIR, title, about, tr("Keep this count and hand over"), desk.currency)
        elif task == CASHIER and desk is not None:
            self._heir = said
            self._ask_count(self._made()[0], Act.BEGIN, desk.currency)
        elif task == NO_SALE:
            self._model.open_without_sale(said)
        elif task == WHY and self._row is not None:
            self._model.explain(self._row.id, said)


def _reasons_in() -> tuple[str, ...]:
    return tr("Change from the bank"), tr("Change from the safe"), tr("Returned deposit")


def _reasons_out() -> tuple[str, ...]:
    return tr("Supplies"), tr("Delivery paid in cash"), tr("Ice or bread"), tr("Petty cash")


def _reasons_to_open() -> tuple[str, ...]:
    return tr("Give change"), tr("Opened by mistake"), tr("Look for something"), tr("Hand a receipt back")


def _reasons_off() -> tuple[str, ...]:
    return tr("Wrong change was given"), tr("Something was not entered"), tr("Counted wrongly"), tr("Nobody knows")
