"""The driver of card terminals that only their maker's cloud can reach; without internet they take nothing.

One driver, two dialects (`cloud_stripe`, `cloud_sumup`). Every call names our attempt; the one that starts a charge is
said once, and what became of it is looked up by our reference.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardCancelled,
    CardLost,
    NotProcessed,
    NotSent,
    QueryOutcome,
    ReaderAbilities,
    ReaderOutcome,
    ReaderRequest,
    ReaderStatus,
    Step,
    StillRunning,
    TellStep,
)
from aura_terminal.ports.printing import Fault
from devices.readers.cloud_dialect import Dialect, Look, NotReadable, Outcome, Said
from devices.readers.http_exchange import Call, NotReached, Reply, exchange

NOT_OFFERED = telling.told("this terminal does not take that")
NO_ACCESS = telling.told("the cloud does not take this key; check it in the settings")
_NO_ACCESS = frozenset({401, 403})
_GIVES_BACK = frozenset({CardAct.REFUND, CardAct.REVERSAL})


@dataclass(frozen=True, slots=True)
class CloudSetup:
    """Whose account and which reader, and how long (seconds) a charge, a call and giving up may take.

    `interval` lies between two looks; `settle` is how long after a first "nothing there" it is looked again.
    """

    secret: str = field(repr=False)
    reader: str
    merchant: str = ""
    address: str = ""
    charge_within: float = 120.0
    answer_within: float = 15.0
    give_up_within: float = 15.0
    interval: float = 1.0
    settle: float = 5.0


class CloudReader:
    """A terminal behind a cloud; one thread uses it, `cancel` alone may come from another."""

    def __init__(self, dialect: Dialect, setup: CloudSetup, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._dialect = dialect
        self._setup = setup
        self._monotonic = monotonic
        self._cancelled = threading.Event()
        self._trusted: ssl.SSLContext | None = None

    @property
    def abilities(self) -> ReaderAbilities:
        return self._dialect.abilities

    def prepare(self, request: ReaderRequest) -> str:
        """Make what the reader will process, where the cloud has such a thing: it moves nothing by itself."""
        self._cancelled.clear()  # a cancel that came after the charge before this one
        said = self._dialect.begin(request)
        if said is None:
            return ""
        reply = self._ask(said)
        try:
            return self._dialect.read_begun(reply)
        except NotReadable as wrong:
            raise Unavailable(self._dialect.name, str(wrong)) from None

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        try:
            said = self._asking(request)
        except ValueError as wrong:
            return NotSent(Fault.NOT_SET_UP, str(wrong))
        try:
            reply = self._say(said)
        except NotReached as gone:
            return NotSent(Fault.UNREACHABLE, gone.hint)
        except Unavailable as gone:
            return CardLost(gone.hint)
        try:
            if reply.status in _NO_ACCESS:
                return NotSent(Fault.NOT_SET_UP, NO_ACCESS)
            if reply.status >= 500:
                return CardLost(
                    telling.told(
                        "{dialect} answered with HTTP {status}", dialect=self._dialect.name, status=reply.status
                    )
                )
            if reply.status >= 400:
                return self._dialect.refused(reply)
            if request.act in _GIVES_BACK:
                return _or_lost(self._read_back(request, reply))
            tell(Step.WAITING_FOR_CARD)
            return self._follow(request)
        except NotReadable as wrong:
            return CardLost(str(wrong))
        finally:
            self._cancelled.clear()

    def query(self, request: ReaderRequest) -> QueryOutcome:
        try:
            told = self._find(request)
            if told is Look.NOTHING:  # what was cut may just be being read: only the second "nothing" counts
                threading.Event().wait(self._setup.settle)
                told = self._find(request)
            return _resolved(told)
        except NotReadable as wrong:
            return CannotTell(str(wrong), is_final=False)
        except Unavailable as gone:
            return CannotTell(gone.hint, is_final=False)
        except ValueError as wrong:
            return CannotTell(str(wrong), is_final=True)

    def cancel(self) -> None:
        self._cancelled.set()

    def status(self) -> ReaderStatus:
        try:
            return self._dialect.read_status(self._ask(self._dialect.reader()))
        except NotReadable as wrong:
            raise Unavailable(self._dialect.name, str(wrong)) from None

    def close(self) -> None:
        """Each call has a connection of its own: nothing is held."""

    def _asking(self, request: ReaderRequest) -> Said:
        """The one call that moves money; ValueError where this cloud has none for it."""
        dialect = self._dialect
        if request.amount.minor <= 0 or not dialect.takes(request.amount):
            raise ValueError(telling.told("this terminal does not take that amount or currency"))
        if request.act in _GIVES_BACK and dialect.give_back is not None:
            return dialect.give_back(request)
        if request.act is not CardAct.SALE:
            raise ValueError(NOT_OFFERED)
        if dialect.begin(request) is not None and not request.note:
            raise ValueError(telling.told("it was not prepared"))
        return dialect.start(request)

    def _follow(self, request: ReaderRequest) -> ReaderOutcome:
        """Look until it has ended; asks the reader to give up when this is cancelled or takes too long."""
        until, was_asked = self._monotonic() + self._setup.charge_within, False
        reason = telling.told("it did not end in time")
        while True:
            try:
                found = self._outcome(request)
                if found is not None:
                    return found
                if was_asked and not self._is_at_work(request) and self._is_let_go(request):
                    return CardCancelled()
            except Unavailable as gone:
                reason = gone.hint
            except NotReadable as wrong:
                reason = str(wrong)
            is_late = self._monotonic() >= until
            if is_late and was_asked:
                return CardLost(reason)
            if (is_late or self._cancelled.is_set()) and not was_asked:
                was_asked, until = True, self._monotonic() + self._setup.give_up_within
                self._ask_to_give_up()
            elif was_asked:
                threading.Event().wait(self._setup.interval)
            else:
                self._cancelled.wait(self._setup.interval)

    def _outcome(self, request: ReaderRequest) -> Outcome | None:
        """What the cloud says came of it, or the reader; none while it is open."""
        found = self._dialect.read_look(request, self._say(self._dialect.look(request)))
        if not isinstance(found, Look):
            return found
        return self._dialect.read_failure(request, self._say(self._dialect.reader())) if found is Look.NOTHING else None

    def _is_at_work(self, request: ReaderRequest) -> bool:
        return self._dialect.is_at_work(request, self._say(self._dialect.reader()))

    def _is_let_go(self, request: ReaderRequest) -> bool:
        """Whether it can never be paid any more; where the cloud cannot promise that, nobody says so."""
        said = self._dialect.withdraw(request)
        return said is not None and self._dialect.is_withdrawn(self._say(said))

    def _ask_to_give_up(self) -> None:
        try:
            self._say(self._dialect.cancel())
        except Unavailable:
            return  # whether it gave up is told by the next looks

    def _find(self, request: ReaderRequest) -> Outcome | Look:
        if request.act in _GIVES_BACK and self._dialect.find_back is not None:
            return self._read_back(request, self._say(self._dialect.find_back(request)))
        look = self._dialect.read_look(request, self._say(self._dialect.look(request)))
        return self._of_nothing(request) if look is Look.NOTHING else look

    def _of_nothing(self, request: ReaderRequest) -> Outcome | Look:
        """Nothing was paid so far: whether the reader is still at it, said why not, or it can be let go for good."""
        reader = self._say(self._dialect.reader())
        if self._dialect.is_at_work(request, reader):
            return Look.OPEN
        failed = self._dialect.read_failure(request, reader)
        if failed is not None:
            return failed
        said = self._dialect.withdraw(request)
        if said is None:
            return Look.NOTHING
        return Look.LET_GO if self._dialect.is_withdrawn(self._say(said)) else Look.OPEN

    def _read_back(self, request: ReaderRequest, reply: Reply) -> Outcome | Look:
        if self._dialect.read_back is None:
            raise ValueError(NOT_OFFERED)
        return self._dialect.read_back(request, reply)

    def _ask(self, said: Said) -> Reply:
        """Say something that moves no money, to a cloud that must know us."""
        reply = self._say(said)
        if reply.status in _NO_ACCESS:
            raise Unavailable(self._dialect.name, NO_ACCESS)
        return reply

    def _say(self, said: Said) -> Reply:
        setup, dialect = self._setup, self._dialect
        path = said.path.replace("{reader}", quote(setup.reader, safe="")).replace(
            "{merchant}", quote(setup.merchant, safe="")
        )
        kind, body = dialect.encode(said.fields)
        headers: Mapping[str, str] = {
            "Authorization": dialect.authorise(setup.secret),
            **({"Content-Type": kind} if said.method == "POST" else {}),
            **({"Idempotency-Key": said.once} if said.once else {}),
        }
        call = Call(said.method, f"{setup.address or dialect.address}{path}", headers, body)
        self._trusted = self._trusted or ssl.create_default_context()
        return exchange(call, name=dialect.name, trusted=self._trusted, within=setup.answer_within)


def _resolved(found: Outcome | Look) -> QueryOutcome:
    if not isinstance(found, Look):
        return found
    if found in (Look.NOTHING, Look.LET_GO):
        return NotProcessed()
    return (
        StillRunning() if found is Look.OPEN else CannotTell(telling.told("another charge was told of"), is_final=False)
    )


def _or_lost(found: Outcome | Look) -> ReaderOutcome:
    return CardLost(telling.told("the cloud does not say what became of it")) if isinstance(found, Look) else found
