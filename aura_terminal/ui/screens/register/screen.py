"""The register screen: menu and order side by side, and the sheets that ask what a tap left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.kinds import LineState, Permission
from aura_terminal.ui.hands import toward
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.board import Board
from aura_terminal.ui.screens.register.house_reasons import HouseReasons
from aura_terminal.ui.screens.register.order_panel import UNDO_MILLISECONDS, OrderPanel
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.view_models.entry import Use
from aura_terminal.view_models.screen_choices import Hand

if TYPE_CHECKING:
    from collections.abc import Callable

    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.ui.approval_sheet import ApprovalSheet
    from aura_terminal.ui.order_act import OrderAct
    from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet
    from aura_terminal.ui.screens.register.moving import Moving
    from aura_terminal.ui.screens.register.options_sheet import OptionsSheet
    from aura_terminal.ui.screens.register.picker_sheet import OpenOrdersSheet, TableSheet
    from aura_terminal.ui.screens.register.reason_sheet import ReasonSheet
    from aura_terminal.ui.screens.register.scale_sheet import ScaleSheet
    from aura_terminal.ui.screens.register.serving import Serving
    from aura_terminal.ui.screens.register.stock_sheet import StockSheet
    from aura_terminal.ui.text_sheet import TextSheet
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.ui.widgets.search_field import SearchField
    from aura_terminal.view_models.choosing import Choosing
    from aura_terminal.view_models.discounts import DiscountsModel
    from aura_terminal.view_models.guests import GuestsModel
    from aura_terminal.view_models.menu_board import MenuBoardModel
    from aura_terminal.view_models.order_options import OrderOptionsModel
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.rows import LineRow, OrderSheet, TileRow
    from aura_terminal.view_models.scale import ScaleModel
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.together import Together

LONGEST_QUANTITY = 3  # more digits than a quantity can have are a code
NAME = "name"
CANCEL = "cancel"
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class RegisterScreen(Panel):
    """Takes orders. `pay_requested(order_id)` asks for the payment screen; `said(sentence)` is for the window's notice.

    Digits typed anywhere are the keypad's, a long number with Enter is a scanned code, letters go to the search field
    given by `use_search`. Ctrl+1 to Ctrl+9 choose a category. Every button painted on a selected line has its key:
    + and - its stepper, Delete Remove or Void, Ctrl+N Note, Ctrl+E its choices; Tab and arrows reach the line, Enter
    selects it.
    """

    pay_requested = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        board: MenuBoardModel,
        register: RegisterModel,
        options: OrderOptionsModel,
        session: SessionModel,
        theme: Theme,
        money: MoneyText | None = None,
        *,
        undo_milliseconds: int = UNDO_MILLISECONDS,
    ) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._menu, self._register, self._options, self._session = board, register, options, session
        self._theme, self._money = theme, money or MoneyText()
        self.board = self._board = Board(board, register, theme, self._money, self)
        self._panel = OrderPanel(register, theme, self._money, undo_milliseconds, self)
        self.reasons = HouseReasons()
        self._together: Together | None = None
        self._serving: Serving | None = None
        self._acts: list[OrderAct] = []
        self._stock: StockSheet | None = None
        self._guards: list[Callable[[OrderSheet], bool]] = []
        self._moving: Moving | None = None
        self._scale: ScaleModel | None = None
        self._scale_sheet: ScaleSheet | None = None
        self._choices: ChoiceSheet | None = None
        self._sheet: OptionsSheet | None = None
        self._tables: TableSheet | None = None
        self._orders: OpenOrdersSheet | None = None
        self._text: TextSheet | None = None
        self._reasons: ReasonSheet | None = None
        self._approval: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Register"))
        line = self._halves = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._board, 1)
        line.addWidget(self._panel)
        self._connect()

    def lay_out_for(self, hand: Hand) -> None:
        """Put the order with its keys on the side of this hand."""
        self._halves.setDirection(toward(hand))
        self._panel.lean(hand)

    def use_search(self, field: SearchField) -> None:
        """Search with this field, wherever it stands."""
        self._board.use_search(field)

    def join(self, together: Together) -> None:
        """Say how far the kitchen is, who else is at the order and what is sold out, and move orders, from now on."""
        self._together = together
        together.stock.refused.connect(self._refuse)
        self._board.offer_stock(together.stock)
        self._board.held.connect(self._ask_stock)
        self._panel.join(together.deliveries, together.presences)
        if self.isVisible():
            together.deliveries.watch.wake()

    def serve(self, discounts: DiscountsModel, guests: GuestsModel) -> None:
        """The order can be made cheaper, and somebody's whom the house knows, from now on."""
        from aura_terminal.ui.screens.register.serving import Serving

        self._serving = Serving(discounts, guests, self._panel, self._theme, self._money, self, self.reasons)

    @property
    def panel(self) -> OrderPanel:
        """The order's side of the screen."""
        return self._panel

    def guard_payment(self, guard: Callable[[OrderSheet], bool]) -> None:
        """Ask this before the payment screen; where it answers True it goes on by itself."""
        self._guards.append(guard)

    def offer_act(self, act: OrderAct) -> None:
        """One more thing that can be done with the order, among its options."""
        self._acts.append(act)
        if self._sheet is not None:
            self._sheet.offer(act)

    def join_scale(self, scale: ScaleModel) -> None:
        """Items sold by weight are weighed, from now on."""
        self._scale = scale
        self._register.weighing_wanted.connect(scale.weigh)
        scale.opened.connect(self._open_scale)
        scale.refused.connect(self._refuse)

    @Slot()
    def _open_scale(self) -> None:
        if self._scale_sheet is None and self._scale is not None:
            from aura_terminal.ui.screens.register.scale_sheet import ScaleSheet

            self._scale_sheet = ScaleSheet(self._scale, self._theme, self._money, self)
        if self._scale_sheet is not None:
            self._scale_sheet.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._menu.watch.wake()
        if self._together is not None:
            self._together.deliveries.watch.wake()
        self._board.end_search()
        self._register.counter.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._menu.watch.rest()
        if self._together is not None:
            self._together.deliveries.watch.rest()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, key, entry = event.text(), Qt.Key(event.key()), self._register.entry
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._press_with_control(key)
        elif len(text) == 1 and text.isdecimal() and text.isascii():
            entry.press(text)
        elif key in ENTERING:
            self._enter()
        elif key is Qt.Key.Key_Backspace:
            entry.erase()
        elif key is Qt.Key.Key_Escape:
            entry.clear()
        elif key in STEPS or key is Qt.Key.Key_Delete:
            self._on_selected(key)
        elif text and text.isprintable() and not text.isspace():
            self._board.begin_search(entry.take_code() + text)
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._board.entered.connect(self._register.scan)
        self._panel.pay_tapped.connect(self._ask_to_pay)
        self._panel.options_tapped.connect(self._open_options)
        self._panel.note_tapped.connect(self._ask_note)
        self._panel.choices_tapped.connect(self._change_choices)
        self._panel.void_tapped.connect(self._ask_void)
        self._register.choices_wanted.connect(self._open_choices)
        self._register.refused.connect(self._refuse)
        self._register.number_needed.connect(self._need_number)
        self._register.counter.approvals.wanted.connect(self._ask_approval)
        self._options.reprinted.connect(self._say_reprinted)

    def _enter(self) -> None:
        entry = self._register.entry
        if len(entry.digits) > LONGEST_QUANTITY:
            self._register.scan(entry.take_code())
        elif entry.digits:
            self._register.use_entry(Use.QUANTITY)

    def _press_with_control(self, key: Qt.Key) -> None:
        line = self._register.selected
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._board.choose_place(key - Qt.Key.Key_1)
        elif line is None or line.state is not LineState.NEW:
            return
        elif key is Qt.Key.Key_N:
            self._ask_note(line.line_id)
        elif key is Qt.Key.Key_E and line.has_choices:
            self._register.change_choices(line.line_id)

    def _on_selected(self, key: Qt.Key) -> None:
        line = self._register.selected
        if line is None:
            return
        if line.state is LineState.SENT and key is Qt.Key.Key_Delete:
            self._ask_void(line.line_id)
        elif line.state is LineState.NEW and key is Qt.Key.Key_Delete:
            self._register.remove(line.line_id)
        elif line.state is LineState.NEW:
            self._register.step(line.line_id, STEPS[key])

    @Slot()
    def _ask_to_pay(self) -> None:
        order = self._register.order
        if order is not None and not any(guard(order) for guard in self._guards):
            self.pay_requested.emit(order.order_id)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(object)
    def _need_number(self, use: Use) -> None:
        words = {Use.QUANTITY: self.tr("Qty"), Use.COURSE: self.tr("Course"), Use.SEAT: self.tr("Seat")}
        self.said.emit(self.tr("Type a number first, then {key}.").format(key=words[use]))

    @Slot(str)
    def _say_reprinted(self, number: str) -> None:
        self.said.emit(self.tr("The receipt of order {number} is on its way once more.").format(number=number))

    @Slot(object)
    def _open_choices(self, choices: Choosing) -> None:
        if self._choices is None:
            from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet

            self._choices = ChoiceSheet(self._register, self._theme, self._money, self)
        self._choices.ask(choices)

    @Slot(str)
    def _change_choices(self, line_id: str) -> None:
        self._register.change_choices(LineId(line_id))

    @Slot()
    def _open_options(self) -> None:
        if self._sheet is None:
            from aura_terminal.ui.screens.register.options_sheet import OptionsSheet

            self._sheet = OptionsSheet(self._options, self._theme, self)
            self._sheet.table_wanted.connect(self._ask_table)
            self._sheet.name_wanted.connect(self._ask_name)
            self._sheet.open_orders_wanted.connect(self._ask_order)
            self._sheet.cancel_wanted.connect(self._ask_cancel)
            self._offer_moves(self._sheet)
            if self._serving is not None:
                self._serving.offer(self._sheet)
            for act in self._acts:
                self._sheet.offer(act)
        self._sheet.ask()

    def ask_act(self, id: str) -> None:
        """As if the button of that id had been tapped; nothing where no feature offers it."""
        for act in self._acts:
            if act.id == id:
                act.ask()

    def _offer_moves(self, sheet: OptionsSheet) -> None:
        if self._together is not None and self._moving is None:
            from aura_terminal.ui.screens.register.moving import Moving

            moves, panel = self._together.moves, self._panel
            self._moving = Moving(moves, self._options, panel, self._theme, self._money, self)
            self._moving.said.connect(self.said)
            sheet.split_wanted.connect(self._moving.ask_split)
            sheet.merge_wanted.connect(self._moving.ask_merge)
            sheet.offer_moves()

    @Slot()
    def _ask_table(self) -> None:
        if self._tables is None:
            from aura_terminal.ui.screens.register.picker_sheet import TableSheet

            self._tables = TableSheet(self._options, self._theme, self._money, self)
        self._tables.ask()

    @Slot()
    def _ask_order(self) -> None:
        if self._orders is None:
            from aura_terminal.ui.screens.register.picker_sheet import OpenOrdersSheet

            self._orders = OpenOrdersSheet(self._options, self._theme, self._money, self)
        self._orders.ask()

    @Slot(str)
    def _ask_note(self, line_id: str) -> None:
        line = self._line(line_id)
        if line is not None:
            self._text_sheet().ask(line_id, self.tr("Note on {name}").format(name=line.name), line.note)

    @Slot()
    def _ask_name(self) -> None:
        counter = self._register.counter
        shown = counter.new if counter.order is None else counter.order
        self._text_sheet().ask(NAME, self.tr("Guest name"), shown.guest_name)

    @Slot(str)
    def _ask_void(self, line_id: str) -> None:
        line = self._line(line_id)
        if line is not None:
            title = self.tr("Void {name}").format(name=line.name)
            self._reason_sheet().ask(line_id, title, self.tr("Void"), line.quantity - line.voided)

    @Slot()
    def _ask_cancel(self) -> None:
        order = self._register.order
        if order is not None:
            title = self.tr("Cancel order {number}").format(number=order.number)
            self._reason_sheet().ask(CANCEL, title, self.tr("Cancel order"), 1)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            from aura_terminal.ui.approval_sheet import ApprovalSheet

            self._approval = ApprovalSheet(self._register.counter.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot(object)
    def _ask_stock(self, tile: TileRow) -> None:
        if self._stock is None and self._together is not None:
            from aura_terminal.ui.screens.register.stock_sheet import StockSheet

            self._stock = StockSheet(self._together.stock, self._theme, self)
        if self._stock is not None:
            self._stock.ask(tile)

    def _text_sheet(self) -> TextSheet:
        if self._text is None:
            from aura_terminal.ui.text_sheet import TextSheet

            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._write)
        return self._text

    def _reason_sheet(self) -> ReasonSheet:
        if self._reasons is None:
            from aura_terminal.ui.screens.register.reason_sheet import ReasonSheet

            self._reasons = ReasonSheet(self._theme, self, self.reasons)
            self._reasons.given.connect(self._take_back)
        return self._reasons

    @Slot(str, str)
    def _write(self, id: str, words: str) -> None:
        if id == NAME:
            self._options.name_guest(words)
        else:
            self._register.note(LineId(id), words)

    @Slot(str, int, str)
    def _take_back(self, id: str, quantity: int, reason: str) -> None:
        if id == CANCEL:
            self._options.cancel_order(reason)
        else:
            self._register.void(LineId(id), quantity, reason)

    def _line(self, line_id: str) -> LineRow | None:
        order = self._register.order
        lines = order.lines if order is not None else ()
        return next((line for line in lines if line.line_id == line_id), None)
