"""An order that goes to another terminal on paper: printed as a signed code here, read and gone on with there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from aura_terminal.domain.bridge_rules import BRIDGE_RULES, BridgeRules, Printed
from aura_terminal.domain.carried import BY_PAPER, PaperScanned, TicketPaperScanned
from aura_terminal.domain.documents import DocumentKind, DocumentPut
from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import override
from aura_terminal.domain.ids import OrderId, StaffId, TicketId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Cut, PaperDocument, PrintJob, PrintJobId, SpoolKind
from aura_terminal.domain.paper_bundle import OF_ORDERS, Bundle, SignedPaper, Telling, news_in
from aura_terminal.domain.paper_symbols import symbols_of
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.saying import said
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.mesh_reads import MeshReads
from aura_terminal.ports.paper_press import PaperPress, Signer
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.bridge_paper import code_blocks, has_codes, with_codes

HEARD_FOR_SECONDS = 45
"""A terminal counts as heard so long after the store was told that it was; that is written down every 30 s."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of reading a paper: the order, who printed it when, and whether anything of it was new here.

    `took_over` says that this terminal takes its money from now on, because its holder (`holder`) is not heard.
    """

    order_id: OrderId
    number: str
    status: OrderStatus
    printed_by: str
    printed_at: datetime
    is_news: bool
    took_over: bool
    holder: str
    is_heard: bool
    tickets: tuple[TicketId, ...]
    facts: tuple[Fact, ...]


class PaperBridge:
    """Puts codes on papers and takes them in; `begin` opens work whose papers bear them by the house's rules."""

    def __init__(
        self, begin: Begin, mesh: MeshReads, press: PaperPress, clock: Clock, ids: Ids, terminal: TerminalIdentity
    ) -> None:
        self._begin = begin
        self._mesh = mesh
        self._press = press
        self._clock = clock
        self._ids = ids
        self._terminal = terminal

    def begin(self, staff_id: StaffId) -> AbstractContextManager[Work]:
        """A unit of work whose papers get the codes of their orders, as they are once everything in it was kept."""
        return self._with_codes(staff_id)

    def rules(self) -> BridgeRules:
        """The house's rules."""
        with self._begin(SYSTEM) as work:
            return rules_of(work)

    def set_rules(self, by: Actor, rules: BridgeRules) -> DocumentPut:
        """Set the house's rules."""
        by.must(Permission.EDIT_SETTINGS)
        with self._begin(by.id) as work:
            fact = DocumentPut(DocumentKind.BRIDGE_RULES, BRIDGE_RULES, replace(rules, id=BRIDGE_RULES))
            work.keep(fact)
        return fact

    def print_code(self, by: Actor, order_id: OrderId) -> None:
        """Print the code of an order by itself, whoever is heard.

        Raises Unavailable where this terminal has no keys: it was never paired, and nobody could read the paper.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            number = work.order(order_id).number
            codes = self._codes(work, order_id)
            if codes is None:
                raise Unavailable(told("The code"), told("this terminal belongs to no others that could read it"))
            document = PaperDocument("order_code", 1, (*code_blocks(number, codes), Cut()))
            job_id = PrintJobId(self._ids.new())
            work.spool(
                PrintJob(
                    job_id, SpoolKind.REPORT, RECEIPT_ROUTE, said("Code {number}", number=number), order_id, document
                )
            )

    def scan(self, by: Actor, sealed: bytes) -> TakenIn:
        """Go on with an order from its paper, and take its money here if whoever holds it is not heard.

        What is known is passed over, so that an older paper changes nothing. Raises RuleBroken as `PaperPress.open`.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            paper, facts = self._take_in(work, sealed)
            order = work.order(paper.bundle.order_id)
            holder, may_take = order.token.holder, Permission.TAKE_PAYMENT in by.permissions
            if may_take and order.status is OrderStatus.OPEN and not self._is_heard(holder):
                token = override(order, self._terminal.label, BY_PAPER, Approval(by.id, work.now, BY_PAPER))
                work.keep(token)
                facts = (*facts, token)
            return self._taken_in(work, paper, facts, holder)

    def scan_in_the_kitchen(self, by: StaffId, sealed: bytes) -> TakenIn:
        """Show the tickets of a slip whose terminal is not heard; whose money it is does not change."""
        with self._begin(by) as work:
            paper, facts = self._take_in(work, sealed)
            return self._taken_in(work, paper, facts, work.order(paper.bundle.order_id).token.holder)

    def is_alone(self) -> bool:
        """Whether there are other terminals in the store and none of them is heard."""
        others = [row.label for row in self._mesh.terminals() if row.revoked_at is None]
        others = [label for label in others if label not in self._terminal.labels]
        return bool(others) and not any(self._is_heard(label) for label in others)

    def _take_in(self, work: Work, sealed: bytes) -> tuple[SignedPaper, tuple[Fact, ...]]:
        paper = self._press.open(sealed, lambda terminal_id: _signer(work, terminal_id))
        by = work.terminal(paper.terminal_id).label
        news = news_in(paper.bundle, _known(work, paper.bundle))
        facts = tuple(_scanned(paper, by, self._terminal.label, work.now, telling) for telling in news)
        work.keep(*facts)
        return paper, facts

    def _taken_in(self, work: Work, paper: SignedPaper, facts: tuple[Fact, ...], holder: str) -> TakenIn:
        order, bundle = work.order(paper.bundle.order_id), paper.bundle
        tickets = tuple(TicketId(telling.id) for telling in bundle.tellings if telling.aggregate != OF_ORDERS)
        by = work.terminal(paper.terminal_id).label
        took_over = order.token.holder != holder
        return TakenIn(
            order.id, order.number, order.status, by, bundle.printed_at, bool(facts), took_over, order.token.holder,
            self._is_heard(by), tickets, facts,
        )  # fmt: skip

    @contextmanager
    def _with_codes(self, staff_id: StaffId) -> Iterator[Work]:
        with self._begin(staff_id) as work:
            coded = _CodedWork(work)
            yield cast("Work", coded)
            if coded.waiting:
                work.spool(*self._coded(work, coded.waiting))

    def _coded(self, work: Work, jobs: list[PrintJob]) -> list[PrintJob]:
        rules, is_alone = rules_of(work), self.is_alone()
        codes: dict[OrderId, tuple[str, ...] | None] = {}

        def coded(job: PrintJob) -> PrintJob:
            if not _may_bear_codes(job) or _CODED[job.kind](rules) not in (Printed.ALWAYS, when_alone):
                return job
            order_id = OrderId(job.order_id or "")
            if order_id not in codes:
                codes[order_id] = self._codes(work, order_id)
            said, document = codes[order_id], job.document
            if said is None or document is None:
                return job
            return replace(job, document=with_codes(document, work.order(order_id).number, said))

        when_alone = Printed.ALONE if is_alone else Printed.ALWAYS
        return [coded(job) for job in jobs]

    def _codes(self, work: Work, order_id: OrderId) -> tuple[str, ...] | None:
        sealed = self._press.seal(Bundle(order_id, work.now, work.ledger.told_of(order_id)))
        return None if sealed is None else symbols_of(sealed)

    def _is_heard(self, label: str) -> bool:
        if label in self._terminal.labels:
            return label == self._terminal.label
        now_ms = self._clock.now().timestamp() * 1000
        heard = [peer.last_heard_ms for peer in self._mesh.peers() if peer.label == label]
        return any(abs(now_ms - at) <= HEARD_FOR_SECONDS * 1000 for at in heard)


class _CodedWork:
    """A unit of work that keeps papers about orders back until everything else in it was kept, and those after them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.waiting: list[PrintJob] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    def spool(self, *jobs: PrintJob) -> None:
        for job in jobs:
            if self.waiting or _may_bear_codes(job):
                self.waiting.append(job)
            else:
                self._work.spool(job)


_CODED = {SpoolKind.RECEIPT: lambda rules: rules.checks, SpoolKind.KITCHEN_SLIP: lambda rules: rules.slips}


def _may_bear_codes(job: PrintJob) -> bool:
    return (
        job.kind in _CODED and bool(job.order_id) and job.document is not None and not has_codes(job.document)
    )  # fmt: skip


def rules_of(work: Work) -> BridgeRules:
    """The house's rules; the usual ones where nobody set any."""
    return next(iter(work.documents.all(BridgeRules)), BridgeRules())


def _signer(work: Work, terminal_id: str) -> Signer | None:
    machine = work.terminal(terminal_id)
    if machine.paired_at is None:
        return None
    return Signer(machine.label, machine.fingerprint, machine.certificate, machine.belongs)


def _known(work: Work, bundle: Bundle) -> tuple[Telling, ...]:
    """What is known here of the orders of a paper; those that left with their day are brought back."""
    found: list[Telling] = []
    for telling in bundle.tellings:
        if telling.aggregate == OF_ORDERS:
            order_id = OrderId(telling.id)
            if _order_or_none(work, order_id) is not None or work.ledger.seen_of(order_id):
                found += work.ledger.told_of(order_id)
    return tuple(found)


def _order_or_none(work: Work, order_id: OrderId) -> Order | None:
    try:
        return work.order(order_id)
    except (NotFound, Unavailable):  # never heard of here, or not wholly: what a paper brings may complete it
        return None


def _scanned(paper: SignedPaper, by: str, here: str, now: datetime, telling: Telling) -> Fact:
    if telling.aggregate == OF_ORDERS:
        return PaperScanned(
            OrderId(telling.id), paper.paper_id, by, paper.bundle.printed_at, here, now, telling.carried
        )
    return TicketPaperScanned(TicketId(telling.id), paper.paper_id, telling.carried)
