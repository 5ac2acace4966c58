"""The floor in service: rooms on top, the plan, and beside it what can be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.ids import TableId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.shop import Area
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.tables.legend import Legend
from aura_terminal.ui.screens.tables.number_sheet import NumberSheet
from aura_terminal.ui.screens.tables.rules_sheet import RulesSheet
from aura_terminal.ui.screens.tables.side import SidePanel
from aura_terminal.ui.screens.tables.tiles import Sight, fixtures_of, tiles_of
from aura_terminal.ui.screens.tables.words import done_words, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.floor_board import FloorBoard
from aura_terminal.ui.widgets.labels import Ground
from aura_terminal.ui.widgets.page import Page
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.table_desk import Mode, TableDesk
from aura_terminal.view_models.table_states import Standing
from aura_terminal.view_models.table_verbs import Act
from aura_terminal.view_models.tables import MINE

SIDE, SIDE_NARROW, NARROW, LEAST = 410, 348, 1200, 48
UNDO, TEMPLATE = "undo", "template"
UNDO_MILLISECONDS = 8000
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TablesScreen(Page):
    """`said(sentence)` is for the window's notice, `split_wanted(order_id)` for the register.

    Digits jump to a table, letters look for guests and servers, Enter opens, Backspace and Esc take back; Ctrl with an
    arrow goes to the next room, Ctrl+M to one's own tables.
    """

    said = Signal(str)
    split_wanted = Signal(str)

    def __init__(
        self, desk: TableDesk, session: SessionModel, theme: Theme, money: MoneyText, *,
        undo_milliseconds: int = UNDO_MILLISECONDS,
    ) -> None:  # fmt: skip
        super().__init__(theme, Ground.CANVAS, desk.model)
        self._desk, self._session, self._theme, self._money = desk, session, theme, money
        self._areas = Chips(theme, tr("Rooms"))
        self._legend = Legend(theme)
        self._jump = Button(theme, icon="search", say=tr("Go to a table by its number"))
        self._typed, self._strip = Strip(theme), Strip(theme)
        self._board = FloorBoard(theme, tr("Tables"))
        self._undo = UndoBar(theme, undo_milliseconds)
        self._side = SidePanel(desk, session, theme, money)
        self._number: NumberSheet | None = None
        self._text: TextSheet | None = None
        self._rules: RulesSheet | None = None
        self._approval: ApprovalSheet | None = None
        self.setAccessibleName(tr("Tables"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        self._connect()
        self._show()

    @property
    def board(self) -> FloorBoard:
        """The plan."""
        return self._board

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.waiting.watch.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.waiting.watch.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)
        self._show_legend()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in STEPS:
                self._desk.model.step_area(STEPS[Qt.Key(event.key())])
            elif event.key() == Qt.Key.Key_M:
                self._desk.model.go_to(MINE)
            else:
                super().keyPressEvent(event)
        elif event.key() in ENTERING:
            self._desk.enter()
        elif event.key() == Qt.Key.Key_Backspace:
            self._desk.erase()
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back()
        elif event.text().strip() and event.text().isprintable():
            self._desk.type(event.text())
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._jump.keep_at_least(LEAST, LEAST)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._areas, 1)
        for part in (self._legend, self._typed, self._undo, self._jump):
            head.addWidget(part)
        left = QVBoxLayout()
        left.setContentsMargins(16, 8, 16, 12)
        left.setSpacing(10)
        left.addLayout(head)
        left.addWidget(self._strip)
        left.addWidget(self._board, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._side)

    def _connect(self) -> None:
        desk, model, verbs = self._desk, self._desk.model, self._desk.verbs
        self._areas.chosen.connect(model.go_to)
        self._jump.clicked.connect(self._ask_number)
        self._board.tapped.connect(self._tap)
        self._board.swiped.connect(model.step_area)
        self._undo.undone.connect(self._take_back)
        self._undo.expired.connect(self._show_legend)
        self._side.split_wanted.connect(self.split_wanted)
        self._side.keeping_wanted.connect(self._ask_template)
        self._side.rules_wanted.connect(self._ask_rules)
        for signal in (model.changed, model.ticked, desk.changed, desk.waiting.changed):
            signal.connect(self._show)
        verbs.done.connect(self._offer_undo)
        verbs.printed.connect(self._say_printed)
        verbs.touched.connect(self._say_touched)
        verbs.approvals.wanted.connect(self._ask_approval)
        for refused in (model.refused, verbs.refused, desk.waiting.refused):
            refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        self._show_areas()
        self._show_strip()
        self._show_plan()
        self._side.show_now()
        if self._number is not None:
            self._number.show_typed(self._desk.typed)

    def _show_areas(self) -> None:
        model = self._desk.model
        mine = sum(model.is_of(state, model.me) for state in model.states.values())
        rows = [ChipRow(MINE, tr("My tables"), str(mine))] if mine else []
        rows += [self._area_row(area) for area in model.areas]
        self._areas.show_rows(rows)
        if model.is_mine and mine:
            self._areas.select(MINE)
        elif model.area is not None:
            self._areas.select(model.area)

    def _area_row(self, area: Area) -> ChipRow:
        """A room; one that is not in sight says at how many of its tables somebody is needed."""
        states = [state for state in self._desk.model.states.values() if state.table.area == area.id]
        count = sum(state.need is not None or state.standing is Standing.LATE for state in states)
        if not count or area.id == self._desk.model.area:
            return ChipRow(area.id, area.name)
        say = tr("{room}, somebody is needed at {count}").format(room=area.name, count=count)
        return ChipRow(area.id, area.name, f"{count} !", say)

    def _show_strip(self) -> None:
        typed, silent = self._desk.typed, self._desk.model.silent
        words = tr("Table “{typed}”") if self._desk.found else tr("No table and nobody called “{typed}”")
        self._typed.say(words.format(typed=typed) if typed else "", "search", Tone.INFO)
        words = tr("{terminals} cannot be heard: what is done there is not shown here.") if silent else ""
        self._strip.say(words.format(terminals=", ".join(silent)), "wifi-off", Tone.WARN)
        self._show_legend()

    @Slot()
    def _show_legend(self) -> None:
        """What was typed, and what can be undone, stand in its place: the plan does not move for them."""
        is_free = not self._desk.typed and not self._undo.offered()
        self._legend.setVisible(is_free and self.width() >= NARROW)

    def _show_plan(self) -> None:
        model = self._desk.model
        area = next((area for area in model.areas if area.id == model.area), None)
        tiles = tiles_of(model.shown, self._sight(), self._money, self._local)
        self._board.show_plan(tiles, fixtures_of(area))

    def _sight(self) -> Sight:
        desk, model = self._desk, self._desk.model
        chosen = frozenset(() if model.chosen is None else (model.chosen.table.id,))
        bright: frozenset[TableId] | None = None
        if desk.mode is Mode.LINK:
            chosen = frozenset(desk.picked)
        elif desk.mode is Mode.SEAT and desk.coming is not None:
            chosen = frozenset(desk.coming.tables)
        if desk.typed:
            bright = frozenset(desk.found)
        elif model.is_mine:
            bright = frozenset(state.table.id for state in model.shown if model.is_of(state, model.me))
        if desk.mode is not Mode.SECTIONS or model.floor is None:
            return Sight(chosen, bright)
        people = {id: (initials, color) for id, _, initials, color in model.people()}
        return Sight(frozenset(), None, dict(model.floor.sections.given), people)

    def _local(self, instant: datetime) -> datetime:
        return self._desk.model.local(instant)

    @Slot(str)
    def _tap(self, table_id: str) -> None:
        self._desk.tap(TableId(table_id))

    def _step_back(self) -> None:
        desk = self._desk
        if desk.typed:
            desk.forget_typed()
        elif desk.mode is not Mode.LOOK:
            desk.cancel()
        else:
            desk.model.choose(None)

    @Slot(object, str)
    def _offer_undo(self, act: Act, table: str) -> None:
        self._undo.offer(UNDO, done_words(act, table), tr("Undo"))
        self._show_legend()

    @Slot(str)
    def _take_back(self, _id: str) -> None:
        self._desk.verbs.undo()
        self._show_legend()

    @Slot(str)
    def _say_printed(self, number: str) -> None:
        self.said.emit(tr("The bill of {order} is being printed.").format(order=number))

    @Slot(str)
    def _say_touched(self, server: str) -> None:
        self.said.emit(tr("That is {server}'s table.").format(server=server))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if not self.isVisible():
            return  # it was asked for elsewhere
        if self._approval is None:
            self._approval = ApprovalSheet(self._desk.verbs.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot()
    def _ask_number(self) -> None:
        if self._number is None:
            self._number = NumberSheet(self._theme, self)
            self._number.typed.connect(self._desk.type)
            self._number.erased.connect(self._desk.erase)
            self._number.entered.connect(self._desk.enter)
            self._number.cancelled.connect(self._desk.forget_typed)
        self._number.ask()

    @Slot()
    def _ask_template(self) -> None:
        if self._text is None:
            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._keep_template)
        self._text.ask(TEMPLATE, tr("Name of the template"), "")

    @Slot(str, str)
    def _keep_template(self, _id: str, words: str) -> None:
        if words:
            self._desk.verbs.keep_template(words)

    @Slot()
    def _ask_rules(self) -> None:
        floor = self._desk.model.floor
        if self._rules is None:
            self._rules = RulesSheet(self._theme, self)
            self._rules.given.connect(self._put_rules)
        if floor is not None:
            self._rules.ask(floor.house.rules)

    @Slot(object)
    def _put_rules(self, rules: FloorRules) -> None:
        self._desk.verbs.put_rules(rules)
