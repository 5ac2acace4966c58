"""Service at the table, joined to the register: the bar above the lines, the sheets, and the guard before Pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.domain.kinds import LineState, OrderType
from aura_terminal.domain.service_rules import ChoicePolicy, UnsentPolicy
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.serving_bar import AUTO, ServingBar
from aura_terminal.view_models.entry import Use
from aura_terminal.view_models.table_service import TableServiceModel, View

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.ids import FireId, LineId
    from aura_terminal.domain.service_facts import CheckPrinted
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.screens.register.charges_sheet import ChargesSheet
    from aura_terminal.ui.screens.register.courses_sheet import CoursesSheet
    from aura_terminal.ui.screens.register.screen import RegisterScreen
    from aura_terminal.ui.screens.register.slip_tips_sheet import SlipTipsSheet
    from aura_terminal.ui.screens.register.unsent_sheet import UnsentSheet
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.ui.widgets import order_rows
    from aura_terminal.view_models.deliveries import FireDelivery
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.rows import OrderSheet
    from aura_terminal.view_models.slip_tips import SlipTipsModel
    from aura_terminal.view_models.table_service import Repeated

translate = QCoreApplication.translate
ROUND = "round"
LEAST_COURSES, MOST_COURSES, MOST_SEATS = 3, 9, 20


class TableServing(QObject):
    """Joins courses, seats, rounds, charges and the check to the register; sheets are made when first asked for."""

    def __init__(
        self, service: TableServiceModel, slip_tips: SlipTipsModel, register: RegisterModel, screen: RegisterScreen,
        theme: Theme, money: MoneyText,
    ) -> None:  # fmt: skip
        super().__init__(screen)
        self._service, self._register, self._screen = service, register, screen
        self._theme, self._money, self._slip_tips = theme, money, slip_tips
        self._courses: CoursesSheet | None = None
        self._charges: ChargesSheet | None = None
        self._unsent: UnsentSheet | None = None
        self._slips: SlipTipsSheet | None = None
        self._pays_next = False
        self._bar = ServingBar(theme, service.course_name, screen.panel)
        screen.panel.put_above_lines(self._bar)
        screen.guard_payment(self._guards)
        screen.panel.undone.connect(self._undo)
        self._bar.course_chosen.connect(self._choose_course)
        self._bar.seat_chosen.connect(self._choose_seat)
        service.changed.connect(self._look)
        service.repeated.connect(self._say_repeated)
        service.printed.connect(self._say_printed)
        service.counter.changed.connect(self._follow)
        register.entry.changed.connect(self._show_bar)
        register.lacking.connect(self._warn_of_choices)
        self._look()

    @Slot()
    def ask_courses(self) -> None:
        """Which course, and what is done with it?"""
        if self._courses is None:
            from aura_terminal.ui.screens.register.courses_sheet import CoursesSheet

            self._courses = CoursesSheet(self._service, self._theme, self._screen)
        self._courses.ask()

    @Slot()
    def ask_charges(self) -> None:
        """What does the house charge on the order?"""
        if self._charges is None:
            from aura_terminal.ui.screens.register.charges_sheet import ChargesSheet

            self._charges = ChargesSheet(self._service, self._theme, self._money, self._screen)
        self._charges.ask()

    @Slot()
    def ask_slips(self) -> None:
        """Which tips did guests write on their slips?"""
        if self._slips is None:
            from aura_terminal.ui.screens.register.slip_tips_sheet import SlipTipsSheet

            self._slips = SlipTipsSheet(self._slip_tips, self._theme, self._money, self._screen)
            self._slip_tips.refused.connect(self._service.counter.refused)
        self._slips.ask()

    @Slot()
    def repeat(self) -> None:
        """The selected line once more, or else the last round."""
        line = self._register.selected
        self._service.repeat(None if line is None else (line.line_id,))

    @Slot()
    def hold_line(self) -> None:
        """Hold the selected line, or let it go; without one, hold all that is not sent, or let that go."""
        order, line = self._service.counter.order, self._register.selected
        unsent = [one for one in (() if order is None else order.lines) if one.state is LineState.NEW]
        chosen = [line] if line is not None and line.state is LineState.NEW else unsent
        ids = tuple(one.line_id for one in chosen)
        if ids and all(one.held for one in chosen):
            self._service.let_go(ids)
        else:
            self._service.hold(ids)

    @Slot()
    def fire_line(self) -> None:
        """Send the selected line now and no other; without one, every held line."""
        order, line = self._service.counter.order, self._register.selected
        unsent = [one for one in (() if order is None else order.lines) if one.state is LineState.NEW]
        chosen = [line] if line is not None and line.state is LineState.NEW else [one for one in unsent if one.held]
        self._service.fire_lines(tuple(one.line_id for one in chosen))

    # The bar

    @Slot()
    def _look(self) -> None:
        view, rules = self._service.view, self._service.rules
        self._register.choice_policy = None if rules is None else rules.choices
        self._screen.panel.group_by(None if view is View.SENDING else self._grouped)
        self._show_bar()

    def _grouped(
        self, order: OrderSheet, selected: LineId | None, ledger: Mapping[FireId, FireDelivery], discount: str
    ) -> list[order_rows.OrderRow]:
        from aura_terminal.ui.screens.register.course_rows import grouped_rows

        service = self._service
        return grouped_rows(
            order, service.view, selected, service.course_name, service.counter.local, self._money, ledger, discount
        )

    @Slot()
    def _show_bar(self) -> None:
        order, entry = self._service.counter.order, self._register.entry
        shown = self._service.counter.new if order is None else order
        view = self._service.view
        wanted = view is not View.SENDING and shown.order_type is OrderType.DINE_IN
        self._bar.setVisible(wanted)
        if wanted:
            lines = () if order is None else order.lines
            rules = self._service.rules
            named = 0 if rules is None else len(rules.courses)
            courses = max((LEAST_COURSES, named, *(line.course for line in lines)))
            seats = max((shown.guests, *(line.seat for line in lines)), default=0)
            line = self._register.selected
            course, seat = entry.next.course, entry.next.seat
            if line is not None and line.state is LineState.NEW:
                course, seat = line.course, line.seat
            self._bar.show_places(
                0 if view is View.SEAT else min(courses, MOST_COURSES),
                0 if view is View.COURSE else min(seats, MOST_SEATS), course or None, seat,
            )  # fmt: skip

    @Slot(str)
    def _choose_course(self, chosen: str) -> None:
        self._choose(Use.COURSE, chosen)

    @Slot(str)
    def _choose_seat(self, chosen: str) -> None:
        self._choose(Use.SEAT, chosen)

    def _choose(self, use: Use, chosen: str) -> None:
        """A line that is selected goes there; else everything that is added from now on."""
        entry, line = self._register.entry, self._register.selected
        number = 0 if chosen == AUTO else int(chosen)
        if line is not None and line.state is LineState.NEW:
            entry.clear()
            entry.press(str(number))
            self._register.use_entry(use)
            return
        standing = entry.standing
        if use is Use.COURSE:
            entry.stand(standing.seat, number or None)
        else:
            entry.stand(number, standing.course)

    # What came of it

    @Slot(object)
    def _follow(self, _facts: object) -> None:
        order, entry = self._service.counter.order, self._register.entry
        if order is None and entry.standing != type(entry.standing)():
            entry.stand(0, None)  # a new party begins as the menu says
        self._show_bar()
        if self._pays_next and order is not None and not order.unsent:
            self._pays_next = False
            self._screen.pay_requested.emit(order.order_id)

    @Slot(object)
    def _warn_of_choices(self, problem: RuleBroken | None) -> None:
        """Where the house wants to be warned: that a dish was added whose choice is still to be made."""
        rules = self._service.rules
        if problem is not None and rules is not None and rules.choices is ChoicePolicy.WARN:
            words = translate("RegisterScreen", "Added, but not sent before it is chosen. {problem}")
            self._screen.said.emit(words.format(problem=sentence(problem)))

    @Slot(object)
    def _say_repeated(self, again: Repeated) -> None:
        words = translate("RegisterScreen", "{things} things once more").format(things=again.things)
        if again.left_out:
            missing = translate("RegisterScreen", "not to be had: {names}").format(names=", ".join(again.left_out))
            self._screen.said.emit(f"{words}; {missing}.")
        self._screen.panel.offer_undo(ROUND, words)

    @Slot(str)
    def _undo(self, id: str) -> None:
        if id == ROUND:
            self._service.take_round_back()

    @Slot(object)
    def _say_printed(self, printed: CheckPrinted) -> None:
        words = translate("RegisterScreen", "The check over {amount} is on its way.")
        if printed.copy_no:
            words = translate("RegisterScreen", "The check over {amount} is on its way once more, marked as a copy.")
        self._screen.said.emit(words.format(amount=self._money.total(printed.due)))

    # The guard before Pay

    def _guards(self, order: OrderSheet) -> bool:
        """Whether somebody is asked first about what is not sent."""
        rules = self._service.rules
        if not order.unsent or rules is None or rules.unsent is UnsentPolicy.IGNORE:
            return False
        if self._unsent is None:
            from aura_terminal.ui.screens.register.unsent_sheet import UnsentSheet

            self._unsent = UnsentSheet(self._theme, self._screen)
            self._unsent.send_wanted.connect(self._send_and_pay)
            self._unsent.pass_wanted.connect(self._pass_and_pay)
            self._service.counter.refused.connect(self._pay_no_more)
        self._unsent.ask(order, rules.unsent)
        return True

    @Slot()
    def _send_and_pay(self) -> None:
        order = self._service.counter.order
        self._pays_next = True
        lines = () if order is None else order.lines
        if any(line.held for line in lines):
            self._service.fire_lines(tuple(line.line_id for line in lines if line.state is LineState.NEW))
        else:
            self._register.send()

    @Slot(str)
    def _pass_and_pay(self, reason: str) -> None:
        self._pays_next = True
        self._service.take_unsent(reason)

    @Slot(object)
    def _pay_no_more(self, _broken: object) -> None:
        self._pays_next = False
