"""The check that is brought to a table before it pays: printed, kept as a fact, and no drawer opens for it."""

from __future__ import annotations

from aura_terminal.domain.guest_checks import print_check
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper import PrintJob, PrintJobId
from aura_terminal.domain.service_facts import CheckPrinted
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.check_tips import tips_asked
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.receipts import copy_of, guest_check


class GuestChecks:
    """The verb of whoever brings the check. Any terminal may print it: nothing is taken and nothing is closed."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def print_check(self, by: Actor, order_id: OrderId) -> CheckPrinted:
        """Print what the guests owe now; the same paper once more says that it is a copy and needs that right.

        Raises RuleBroken: ORDER_NOT_OPEN, and ORDER_EMPTY where nothing is charged.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            printed = print_check(order, work.now)
            if printed.copy_no:
                by.must(Permission.REPRINT)
            asked = tuple(tips_asked(order, service_rules(work.documents)))
            slip = guest_check(order, work.documents.get(StoreProfile, STORE_PROFILE), asked)
            if printed.copy_no:
                slip = copy_of(slip)
            work.keep(printed)
            job_id = PrintJobId(self._ids.new())
            work.spool(
                PrintJob(job_id, slip.kind, slip.route, slip.title, order_id, slip.document, copy_no=printed.copy_no)
            )
        return printed
