"""The floor in service, for a house that has tables."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.documents import DocumentPut
from aura_terminal.domain.floor_rules import AfterSending
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.screens.tables.screen import TablesScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.view_models.changes import Watch
from aura_terminal.view_models.table_desk import TableDesk
from aura_terminal.view_models.table_verbs import TableVerbs
from aura_terminal.view_models.tables import TablesModel
from aura_terminal.view_models.waiting import WaitingModel

SPLIT = "share"
"""The act of the register that shares a bill."""


def join_tables(parts: CounterParts) -> TableDesk:
    """The plan has its place in the navigation once there are tables; what it opens is shown at the register."""
    owner = parts.owner
    model = TablesModel(parts.runner, parts.session, parts.changes, parts.status, parts.now, owner)
    verbs = TableVerbs(parts.runner, parts.session, parts.changes, owner)
    waiting = WaitingModel(parts.runner, parts.session, parts.changes, parts.now, owner)
    desk = TableDesk(model, verbs, waiting, owner)
    TablesRoute(parts, desk, TablesScreen(desk, parts.session, parts.theme, parts.money))
    return desk


class TablesRoute(QObject):
    """Where the plan leads, and what leads to it."""

    def __init__(self, parts: CounterParts, desk: TableDesk, screen: TablesScreen) -> None:
        super().__init__(parts.owner)
        self._parts, self._desk, self._screen = parts, desk, screen
        self._came_from_plan = self._to_split = ""
        self._approval: ApprovalSheet | None = None
        screen.said.connect(parts.window.say)
        screen.split_wanted.connect(self._split)
        desk.verbs.opened.connect(self._open)
        desk.model.changed.connect(self._offer)
        desk.verbs.approvals.wanted.connect(self._ask_approval)
        parts.counter.changed.connect(self._follow)
        parts.routes.ask_before_opening(self._take)
        parts.session.signed_in.connect(desk.cancel)
        self._watch = Watch(parts.changes, (DocumentPut,), self)
        self._watch.due.connect(desk.model.refresh)
        self._watch.wake()

    @Slot()
    def _offer(self) -> None:
        """The first table brings the plan; after that it reads by itself while it is shown."""
        if self._desk.model.has_tables:
            self._watch.rest()
            self._parts.window.offer(View.TABLES, self._screen)

    def _take(self, order_id: str) -> None:
        """An order that was chosen on another screen: it may be somebody else's table."""
        me = self._desk.model.me
        row = next((one for one in self._parts.orders.open_orders if one.order_id == order_id), None)
        other = "" if row is None or row.opened_by == me else row.server_name
        self._desk.verbs.open_order(OrderId(order_id), other)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._screen.isVisible():
            return  # it asks by itself
        host = self._parts.window.centralWidget()
        if self._approval is None and host is not None:
            approvals = self._desk.verbs.approvals
            self._approval = ApprovalSheet(approvals, self._parts.session, self._parts.theme, host)
        if self._approval is not None:
            self._approval.ask(permission)

    @Slot(str)
    def _open(self, order_id: str) -> None:
        self._came_from_plan = order_id if self._screen.isVisible() else ""
        self._parts.options.open_order(OrderId(order_id))
        self._parts.window.go(View.REGISTER)

    @Slot(str)
    def _split(self, order_id: str) -> None:
        self._to_split = order_id
        state = self._desk.model.chosen
        party = next((one for one in (state.parties if state else ()) if one.order_id == order_id), None)
        if party is not None:
            self._desk.open_party(party)

    @Slot(object)
    def _follow(self, facts: tuple[object, ...]) -> None:
        """What was to be split is there; and back to the plan once what was opened there is sent, if so wanted."""
        order, floor = self._parts.counter.order, self._desk.model.floor
        if order is not None and order.order_id == self._to_split:
            self._to_split = ""
            self._parts.register_screen.ask_act(SPLIT)
        sent = any(isinstance(fact, LinesFired) for fact in facts)
        if not sent or order is None or order.order_id != self._came_from_plan or floor is None:
            return
        if floor.house.rules.after_sending is AfterSending.PLAN:
            self._came_from_plan = ""
            self._parts.options.new_order()
            self._parts.window.go(View.TABLES)
