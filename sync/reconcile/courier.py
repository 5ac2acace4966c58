"""The courier: tells one back office what became true here, and mirrors what it keeps; without clock, thread or socket.

It is told what happens and answers with effects. A request leaves only after its row is committed, and what it came to
is committed in one transaction with the end of its row: whatever dies in between, the next run goes on from the rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from aura_terminal.domain.central import RecordId
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import CentralBook, WireRow
from sync.mesh.contract import Chance, Moment
from sync.reconcile.backoff import Circuit
from sync.reconcile.budget import Budget
from sync.reconcile.contract import (
    Answer,
    Call,
    Connector,
    Lane,
    Later,
    Lost,
    Outcome,
    Problem,
    Refusal,
    Reply,
    SignInAgain,
    Unknown,
    canonical,
)
from sync.reconcile.effects import CourierLimits, Effect, Kept, Link, Said, Send, Standing, Ticket, Trouble, Turn
from sync.reconcile.planning import Planning
from sync.reconcile.pulling import Pulling
from sync.reconcile.pushing import Errand, Pushing
from sync.reconcile.replies import outcome_of
from sync.reconcile.signing import Signing
from sync.reconcile.wires import Wires

DEFAULT_LIMITS = CourierLimits()
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class _Flight:
    """A request under way. `row` is the step it is about, `resource` the pull; neither is signing in."""

    sent: float
    row: WireRow | None = None
    errand: Errand | None = None
    resource: str = ""


class Courier:
    """One back office, spoken to by this terminal. Every call comes on the thread of its store; `drain` after each.

    A terminal begins on standby: it keeps account of what would have to be told, and says nothing.
    """

    def __init__(
        self, connector: Connector, book: CentralBook, budget: Budget, chance: Chance,
        limits: CourierLimits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._connector = connector
        self._budget = budget
        self._limits = limits
        self._circuit = Circuit(chance)
        self._signing = Signing(connector, chance)
        self._wires = Wires(connector.name, book)
        self._planning = Planning(connector, book, self._wires, limits)
        self._pushing = Pushing(connector, book, self._wires, self._planning, limits, chance)
        self._pulling = Pulling(connector, book, self._is_pending, chance, limits.facts)
        self._flights: dict[Ticket, _Flight] = {}
        self._answers: deque[tuple[_Flight, Answer]] = deque()
        self._effects: list[Effect] = []
        self._actions: deque[Callable[[Moment], bool]] = deque(
            (self._settle, self._dispatch, self._look, self._plan, self._keep_page, self._tell_again)
        )
        self._turn: Turn | None = None
        self._tickets = 0
        self._has_begun = self._is_news = False
        self._looked = float("-inf")
        self._detail = ""
        self._unauthorised: set[str] = set()
        self._said: Standing | None = None

    @property
    def is_gateway(self) -> bool:
        """Whether this terminal speaks for the store."""
        return self._turn is not None

    @property
    def is_well(self) -> bool:
        """Whether the back office answers and accepts the account, as far as is known."""
        return not self._circuit.is_open and not self._signing.refused

    @property
    def is_refused(self) -> bool:
        """Whether the account is not accepted."""
        return bool(self._signing.refused)

    def is_idle(self, now: Moment) -> bool:
        """Whether everything that can be told was told, and everything due was mirrored."""
        has_begun = self._has_begun and not self._planning.is_loading
        is_quiet = has_begun and not self._is_news and not self._flights and not self._answers
        is_planned = not self._planning.agenda.has_ready and not len(self._wires)
        return is_quiet and is_planned and self._pulling.is_idle(now)

    def become_gateway(self, turn: Turn, now: Moment) -> None:
        """Speak for the store from now on."""
        if self._turn is None:
            self._turn = turn
            self._pushing.turn(turn, now)
            self._planning.put_off(self._busy())

    def step_down(self, now: Moment) -> None:
        """Somebody else speaks for the store: nothing new leaves; answers to what is under way are still taken."""
        if self._turn is not None:
            self._turn = None
            self._planning.put_off(self._busy())

    def heard(self, speaking: Mapping[str, bool], now: Moment) -> None:
        """The other terminals that are heard now, by origin, and whether each speaks for the store as well."""
        if self._turn is not None:
            self._pushing.heard(speaking, now)

    def committed(self, now: Moment) -> None:
        """The journal has new facts, from here or from elsewhere."""
        self._is_news = True

    def sign_in_again(self, now: Moment) -> None:
        """Somebody put the account right."""
        self._signing.again()
        self._connector.expire(now.wall_ms)

    def pull_again(self, now: Moment, resources: Collection[str] = ()) -> None:
        """Mirror these resources, or everything, anew, whenever they were mirrored last."""
        self._pulling.again(resources)

    def try_now(self, now: Moment) -> None:
        """Somebody says that the back office may be there again: ask it without waiting any longer."""
        self._circuit.try_now(now.monotonic)

    def answered(self, ticket: Ticket, answer: Answer, now: Moment) -> None:
        """What came of a request; taken in by `work`."""
        flight = self._flights.pop(ticket, None)
        if flight is not None:
            self._answers.append((flight, answer))

    def tick(self, now: Moment) -> None:
        """Time passes; to be called at least every quarter of a second."""
        if now.monotonic - self._looked >= self._limits.look_round:
            self._is_news = True
        standing = self.standing(now)
        if standing != self._said:
            self._said = standing
            self._effects.append(Said(standing))

    def work(self, now: Moment) -> bool:
        """One short step: an answer, some requests, a slice of facts, of plans or of a page. True: call again now."""
        if not self._has_begun:
            self._has_begun = self._is_news = True
            self._wires.begin()
            self._planning.begin()
            self._pulling.begin()
            return True
        if self._planning.is_loading:
            self._planning.load()
            return True
        for _ in range(len(self._actions)):
            action = self._actions[0]
            self._actions.rotate(-1)
            if action(now):
                return True
        return False

    def drain(self) -> list[Effect]:
        """What is to be done now, in this order; each effect is handed out once."""
        effects, self._effects = self._effects, []
        return effects

    def standing(self, now: Moment) -> Standing:
        """Where things stand."""
        agenda = self._planning.agenda
        pause_ms = max(0, round((self._resumes(now) - now.monotonic) * 1000))
        trouble, detail = self._trouble(now)
        return Standing(
            self._connector.name, self._link(), len(agenda), agenda.blocked, len(self._flights), self._wires.unknown,
            self._budget.left(now), now.wall_ms + pause_ms if pause_ms else 0, trouble, detail,
        )  # fmt: skip

    def _link(self) -> Link:
        if self._signing.refused:
            return Link.REFUSED
        if self._turn is None:
            return Link.STANDBY
        if self._circuit.is_open:
            return Link.OFFLINE
        return Link.ONLINE if self._circuit.is_well else Link.RETRYING

    def _resumes(self, now: Moment) -> float:
        return max(self._budget.paused_until, self._circuit.until if self._circuit.is_open else now.monotonic)

    def _trouble(self, now: Moment) -> tuple[Trouble, str]:
        if self._signing.refused:
            return Trouble.ACCOUNT, self._signing.refused
        if self._pushing.is_signed_out:
            return Trouble.SIGNED_OUT, ""
        if not self._circuit.is_well:
            return Trouble.UNREACHED, self._detail
        if now.monotonic < self._budget.paused_until:
            return Trouble.SLOWED, ""
        trouble = Trouble.UNREADABLE if self._pulling.has_unread else Trouble.NONE
        return trouble, "; ".join(self._pulling.troubles)

    def _is_pending(self, record: RecordId) -> bool:
        return record in self._planning.agenda or bool(self._wires.of(record))

    def _busy(self) -> set[RecordId]:
        """Records with a request under way, or an answer that waits to be taken in."""
        return {flight.row.record for flight in self._out() if flight.row is not None}

    def _out(self) -> list[_Flight]:
        """Requests whose outcome is not taken in yet."""
        return [*self._flights.values(), *(flight for flight, _ in self._answers)]

    def _look(self, now: Moment) -> bool:
        """A slice of what was committed."""
        if not self._is_news:
            return False
        self._looked = now.monotonic
        self._is_news = self._planning.look(now)
        return self._is_news

    def _plan(self, now: Moment) -> bool:
        if self._turn is None:
            return self._stand_by(now)
        if not self._pulling.is_base_here:
            return False
        facts = self._planning.prepare(now, self._busy())
        self._tell(facts)
        return facts is not None

    def _stand_by(self, now: Moment) -> bool:
        facts = self._planning.hand_over(now, self._busy())
        self._tell(facts)
        return facts is not None or self._planning.tidy(now, self._busy())

    def _keep_page(self, now: Moment) -> bool:
        facts = self._pulling.keep(now)
        self._planning.expect(facts or ())
        self._tell(facts)
        return facts is not None

    def _tell_again(self, now: Moment) -> bool:
        facts = self._pushing.tell_again(now) if self._turn is not None else ()
        self._tell(facts)
        return bool(facts)

    def _tell(self, facts: tuple[Fact, ...] | None) -> None:
        if facts:
            self._planning.heard(facts)
            self._is_news = True
            self._effects.append(Kept())

    def _dispatch(self, now: Moment) -> bool:
        """Let requests leave, as many as may."""
        if self._turn is None or self._signing.refused:
            return False
        under_way = len(self._flights)
        room = min(1, self._limits.at_once) if self._circuit.is_open else self._limits.at_once
        if under_way >= room or not self._circuit.allows(under_way, now.monotonic):
            return False
        if now.monotonic < self._budget.paused_until:
            return False
        if not self._is_signed_in(now):
            return False
        pull = self._next_pull(now)
        sent = self._push(room - under_way - (pull is not None), now)
        if pull is not None and len(self._flights) < room:
            call, resource = pull
            self._ask(call, Lane.REFERENCE, _Flight(now.monotonic, resource=resource), now)
            sent = True
        return sent

    def _is_signed_in(self, now: Moment) -> bool:
        """Whether requests may leave; otherwise the one that signs in does, if it may."""
        if any(flight.row is None and not flight.resource for flight in self._out()):
            return False
        call = self._signing.call(now)
        if call is None:
            return True
        if self._signing.is_due(now) and self._budget.allows(Lane.SIGN_IN, now):
            self._ask(call, Lane.SIGN_IN, _Flight(now.monotonic), now)
        return False

    def _next_pull(self, now: Moment) -> tuple[Call, str] | None:
        if any(flight.resource for flight in self._out()) or not self._budget.allows(Lane.REFERENCE, now):
            return None
        return self._pulling.next(now)

    def _push(self, room: int, now: Moment) -> bool:
        """Requests about records: frozen in one transaction, then sent."""
        leaving = self._pushing.freeze(room, self._busy(), self._budget, now)
        for one in leaving:
            self._send(one.method, one.path, one.body, one.key, _Flight(now.monotonic, one.row, one.errand))
        return bool(leaving)

    def _ask(self, call: Call, lane: Lane, flight: _Flight, now: Moment) -> None:
        """A request that is about no record leaves."""
        self._budget.spent(lane, now)
        self._send(call.method, call.path, b"" if call.body is None else canonical(call.body), "", flight)

    def _send(self, method: str, path: str, body: bytes, key: str, flight: _Flight) -> None:
        self._tickets += 1
        ticket = Ticket(self._tickets)
        self._flights[ticket] = flight
        self._effects.append(Send(ticket, method, path, self._connector.headers(key), body))

    def _settle(self, now: Moment) -> bool:
        """Take one answer in."""
        if not self._answers:
            return False
        flight, answer = self._answers.popleft()
        self._budget.answered(self._connector.rate(answer) if isinstance(answer, Reply) else None, now)
        if flight.row is not None and flight.errand is not None:
            outcome, facts = self._pushing.take(flight.row, flight.errand, answer, now, flight.sent)
            self._tell(facts)
        elif flight.resource:
            outcome = self._page(flight.resource, answer, now)
        else:
            outcome = self._signing.take(answer, now)
        self._learn(flight, answer, outcome, now)
        return True

    def _page(self, resource: str, answer: Answer, now: Moment) -> Outcome | None:
        """A page came, or none."""
        outcome = Unknown(answer.why) if isinstance(answer, Lost) else outcome_of(answer)
        if isinstance(outcome, SignInAgain) and resource in self._unauthorised:
            outcome = Refusal(Problem.NOT_ALLOWED, 401, "signing in again does not help")
        self._unauthorised.discard(resource)
        match outcome:
            case None if isinstance(answer, Reply):
                self._pulling.take(resource, answer, now)
            case Refusal() if outcome.problem is Problem.NOT_ALLOWED:
                self._pulling.refused(resource, outcome.said or outcome.problem.value, now)
            case Refusal() if isinstance(answer, Reply):
                self._pulling.take(resource, answer, now)
            case SignInAgain():
                self._unauthorised.add(resource)
            case _:
                self._pulling.unanswered(resource, now)
        return outcome

    def _learn(self, flight: _Flight, answer: Answer, outcome: Outcome | None, now: Moment) -> None:
        """What an outcome says of the line, the budget and the account."""
        match outcome:
            case Unknown():
                self._detail = outcome.why
                self._circuit.failed(flight.sent, now.monotonic)
            case Later() if isinstance(answer, Reply) and answer.status == _TOO_MANY:
                self._budget.refused(outcome.seconds, now)
            case Later():
                self._budget.pause(outcome.seconds, now)
            case SignInAgain():
                if flight.errand is not None or flight.resource:
                    self._connector.expire(now.wall_ms)
            case _:
                if self._circuit.succeeded():
                    self._pushing.forgive(now)
