"""The room of hours: who is in, the week, what needs a look, the plan, the rules."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.punches import PunchKind
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.hours import words
from aura_terminal.ui.screens.hours.person_sheet import PersonSheet
from aura_terminal.ui.screens.hours.plan_sheet import PlanSheet
from aura_terminal.ui.screens.hours.punch_sheet import PunchSheet
from aura_terminal.ui.screens.hours.rule_choices import answered, answers, rule_columns, rule_rows
from aura_terminal.ui.screens.hours.table import Column, Heads, Table, TableRow
from aura_terminal.ui.screens.hours.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.hours import HoursModel, HoursView, House, Look, PunchRow

MARGIN, GAP = 18, 12


class HoursPage(RoomPage):
    """Views on top, below them a table; a tap on a row opens what can be done about it."""

    def __init__(self, model: HoursModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model)
        self.model, self._theme, self._money = model, theme, money
        self._views = Chips(theme, tr("What is shown"))
        self._earlier = Button(theme, icon="chevron-left", say=tr("The week before"), kind=Kind.FUNCTION)
        self._week = Words(theme, "", Voice.HEADING)
        self._later = Button(theme, icon="chevron-right", say=tr("The week after"), kind=Kind.FUNCTION)
        self._add = Button(theme, tr("Plan a shift"), icon="plus", kind=Kind.PRIMARY)
        self._notice = Words(theme, "", Voice.WARNING)
        self._heads = Heads(theme)
        self._table = Table(theme, tr("Hours"))
        self._nothing = Words(theme, "", Voice.MUTED)
        self._person = PersonSheet(model, theme, self)
        self._punch = PunchSheet(model, theme, self)
        self._plan = PlanSheet(model, theme, self)
        self._answers = Sheet(theme, self, "", tr("Leave it as it is"), 720, 620)
        self.setAccessibleName(tr("Hours"))
        self.setFocusProxy(self._table)
        self._arrange()
        self._bind()
        self._show()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for part in (self._earlier, self._week, self._later):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self._add)
        self._notice.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._views)
        column.addLayout(bar)
        column.addWidget(self._notice)
        column.addWidget(self._heads)
        column.addWidget(self._nothing)
        column.addWidget(self._table, 1)
        self._add.keep_at_least(200, 52)

    def _bind(self) -> None:
        model = self.model
        self._views.chosen.connect(lambda id_: model.show(HoursView(id_)))
        self._earlier.clicked.connect(lambda: model.step_week(-1))
        self._later.clicked.connect(lambda: model.step_week(1))
        self._add.clicked.connect(self._plan_new)
        self._table.tapped.connect(self.open_row)
        self._person.punch_chosen.connect(self._change_punch)
        self._person.missing.connect(self._enter_missing)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        model, house = self.model, self.model.house
        self._views.show_rows(_views(model))
        self._views.select(model.view.value)
        dated = model.view in (HoursView.WEEK, HoursView.PLAN)
        for part in (self._earlier, self._week, self._later):
            part.setVisible(dated)
        self._later.setEnabled(model.view is HoursView.PLAN or not model.is_this_week)
        self._add.setVisible(house is not None and model.view is HoursView.PLAN and self._may_plan(house))
        self._week.setText("" if house is None else words.week_words(house.week))
        self._notice.setText("" if house is None else _notice(model.view, house))
        self._notice.setVisible(bool(self._notice.text()))
        self._fill(house)

    def _fill(self, house: House | None) -> None:
        columns: tuple[Column, ...] = ()
        rows: list[TableRow] = []
        nothing = ""
        if house is not None:
            match self.model.view:
                case HoursView.NOW:
                    columns, rows, nothing = words.now_columns(), words.now_rows(house), tr("Nobody is clocked in.")
                case HoursView.WEEK:
                    paid = all(one.cost is not None for one in house.week.people)
                    columns, rows = words.week_columns(cost=paid), words.week_rows(house.week, self._money)
                    nothing = tr("Nobody worked in this week.")
                case HoursView.LOOK:
                    columns, rows = words.look_columns(), words.look_rows(house)
                    nothing = tr("All punches fit, and nobody forgot to clock out.")
                case HoursView.PLAN:
                    columns, rows = words.plan_columns(), words.plan_rows(house.plan)
                    nothing = tr("Nobody is planned in this week.")
                case HoursView.RULES:
                    columns, rows = rule_columns(), rule_rows(house.rules)
        self._heads.show_columns(columns if rows else ())
        self._table.show_rows(columns, rows)
        self._nothing.setText("" if rows else nothing)
        self._nothing.setVisible(bool(self._nothing.text()))

    @Slot(str)
    def open_row(self, id_: str) -> None:
        """What a tap on a row does."""
        house = self.model.house
        if house is None or not id_:
            return
        match self.model.view:
            case HoursView.WEEK:
                person = next(one for one in house.week.people if one.staff_id == id_)
                first, last = house.week.first, house.week.last
                day = house.today if first <= house.today <= last else person.shifts[-1].business_date
                self._person.show_person(person.staff_id, person.name, day, first)
            case HoursView.LOOK if self.model.may_edit:
                self._look_into(house, int(id_))
            case HoursView.PLAN if self._may_plan(house):
                self._plan.plan(next(one for one in house.plan if one.schedule_id == id_), house)
            case HoursView.RULES if self.model.may_rule:
                self._ask(house, id_)

    def _look_into(self, house: House, place: int) -> None:
        """A shift nobody ended is given its end at once; a punch that fits nothing is shown among the day's others."""
        row = house.look[place]
        if row.look is Look.FORGOTTEN:
            self._punch.enter(row.staff_id, row.name, row.business_date, PunchKind.CLOCK_OUT, house)
        else:
            week = house.rules.week_of(row.business_date)
            self._person.show_person(row.staff_id, row.name, row.business_date, week)

    @Slot(object)
    def _change_punch(self, punch: PunchRow) -> None:
        sheet, house = self._person, self.model.house
        if house is not None and sheet.staff_id is not None:
            self._punch.change(sheet.staff_id, sheet.name, sheet.day, punch, house)

    @Slot()
    def _enter_missing(self) -> None:
        sheet, house = self._person, self.model.house
        if house is not None and sheet.staff_id is not None:
            self._punch.enter(sheet.staff_id, sheet.name, sheet.day, PunchKind.CLOCK_OUT, house)

    @Slot()
    def _plan_new(self) -> None:
        if self.model.house is not None:
            self._plan.plan(None, self.model.house)

    def _may_plan(self, house: House) -> bool:
        return self.model.may_edit and not house.plan_owner

    def _ask(self, house: House, field: str) -> None:
        """The answers to one rule; a tap sets it."""
        question, values = answers(house.rules, field)
        counts = getattr(house.rules, field)
        choices = ChoiceList(self._theme, question.words, Picking.ONE)
        choices.show_rows([
            ChoiceRow(str(place), question.say(value), quantity=int(value == counts))
            for place, value in enumerate(values)
        ])  # fmt: skip
        choices.tapped.connect(lambda place: self._answer(field, values[int(place)]))
        self._answers.set_title(question.words)
        self._answers.set_content(choices)
        self._answers.open()

    def _answer(self, field: str, value: object) -> None:
        self._answers.close_sheet()
        if self.model.house is not None:
            self.model.set_rules(answered(self.model.house.rules, field, value))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def _views(model: HoursModel) -> list[ChipRow]:
    house = model.house
    look = str(len(house.look)) if house is not None and house.look else ""
    there = str(len(house.on_duty)) if house is not None and house.on_duty else ""
    rules = [ChipRow(HoursView.RULES.value, tr("Rules"))] if model.may_rule else []
    return [
        ChipRow(HoursView.NOW.value, tr("Who is in"), there), ChipRow(HoursView.WEEK.value, tr("Week")),
        ChipRow(HoursView.LOOK.value, tr("To look at"), look), ChipRow(HoursView.PLAN.value, tr("Plan")), *rules,
    ]  # fmt: skip


def _notice(view: HoursView, house: House) -> str:
    if view is HoursView.PLAN and house.plan_owner:
        return tr("{owner} keeps the plan. Change it there; it arrives here by itself.").format(owner=house.plan_owner)
    return words.missing_words(house) if view in (HoursView.NOW, HoursView.WEEK) else ""
