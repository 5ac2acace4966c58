"""Mirroring what a central keeps: pass after pass, page by page, from where the last run stopped.

A pass that ends early has seen everything newer than the watermark; one that goes to the end has seen everything, so
what two of those did not show is gone there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aura_terminal.domain.central import RecordId, record_id
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import CentralBook, Sweep
from sync.mesh.contract import Chance, Moment
from sync.reconcile.backoff import jittered
from sync.reconcile.contract import Call, Connector, Page, Pull, Reply, Unreadable

OVERLAP = timedelta(seconds=120)
GONE_AFTER = 2
MOST_PAGES = 1000
"""Pages of a list: a hundred thousand things; a server that goes on beyond that goes on for ever."""
MOST_TROUBLES = 5
RESTS = 60.0


@dataclass(slots=True)
class _State:
    """One resource between two requests."""

    pull: Pull
    sweep: Sweep
    reached: str = ""
    began_here: bool = False
    due: float = float("-inf")
    failures: int = 0
    trouble: str = ""
    left_out: tuple[str, ...] = ()
    has_gaps: bool = False
    is_refused: bool = False
    was_tried: bool = False
    is_asked: bool = False


@dataclass(slots=True)
class _Taken:
    """A page on its way into the store, a few facts at a time; the last ones move the sweep."""

    state: _State
    facts: list[Fact]
    sweep: Sweep


class Pulling:
    """Says what to ask for next, and takes pages in. `pending` tells whether a record has work under way or waiting."""

    def __init__(
        self, connector: Connector, book: CentralBook, pending: Callable[[RecordId], bool], chance: Chance, facts: int
    ) -> None:
        self._connector = connector
        self._book = book
        self._pending = pending
        self._chance = chance
        self._facts = facts
        self._states: dict[str, _State] = {}
        self._taken: _Taken | None = None

    def begin(self) -> None:
        """Find out how far every pull has come."""
        for pull in self._connector.pulls():
            sweep = self._book.sweep(self._connector.name, pull.resource)
            self._states[pull.resource] = _State(pull, sweep)

    @property
    def is_base_here(self) -> bool:
        """Whether everything that telling builds on was mirrored, or at least asked for to its end."""
        return all(state.sweep.ended_ms > 0 or state.was_tried for state in self._states.values() if state.pull.is_base)

    @property
    def is_taking(self) -> bool:
        """Whether a page is on its way into the store."""
        return self._taken is not None

    @property
    def troubles(self) -> tuple[str, ...]:
        """What the last pass of each resource came to, where something of it was nothing good."""
        return tuple(f"{name}: {words}" for name, state in self._states.items() if (words := _words(state)))

    @property
    def has_unread(self) -> bool:
        """Whether something came that could not be read, or nothing came of what telling builds on."""
        return any(
            state.left_out or (state.trouble and (state.pull.is_base or not state.is_refused))
            for state in self._states.values()
        )

    def again(self, resources: Collection[str] = ()) -> None:
        """These, or everything, are asked for anew, whenever they were asked for last."""
        for state in self._states.values():
            if resources and state.pull.resource not in resources:
                continue
            state.due = float("-inf")
            state.trouble = ""
            state.is_asked = True

    def next(self, now: Moment) -> tuple[Call, str] | None:
        """The request for the next page of whatever is most overdue, and which resource that is."""
        due = [state for state in self._states.values() if self._is_due(state, now)]
        if not due or self._taken is not None:
            return None
        state = max(due, key=lambda one: (one.pull.is_base and not one.sweep.ended_ms, self._overdue(one, now)))
        if not state.sweep.began_ms:
            state.sweep = _begun(state.sweep, now.wall_ms)
            state.reached, state.began_here, state.is_asked = "", True, False
            state.left_out, state.has_gaps = (), False
        return self._connector.ask(state.sweep), state.pull.resource

    def is_idle(self, now: Moment) -> bool:
        """Whether nothing is to be asked for, but what rests because its last page was none."""
        wanted = any(self._is_wanted(state, now) and not state.trouble for state in self._states.values())
        return self._taken is None and not wanted

    def take(self, resource: str, reply: Reply, now: Moment) -> None:
        """A page came; the resource rests when it is not what the documents say."""
        state = self._states[resource]
        try:
            page = self._connector.page(state.sweep, reply, self._book.picture, now.wall_ms)
        except Unreadable as wrong:
            self.failed(resource, str(wrong), now)
            return
        state.failures, state.trouble, state.is_refused = 0, "", False
        state.left_out = (*state.left_out, *page.troubles)[:MOST_TROUBLES]
        state.has_gaps |= page.has_gaps
        if state.sweep.page >= MOST_PAGES and page.has_next:
            state.left_out = (*state.left_out, f"it has no end: {MOST_PAGES} pages were read")
        state.reached = max(state.reached, page.watermark)
        if page.is_enough or not page.has_next or _is_stuck(state.sweep, page):
            is_whole = not page.is_enough and not page.has_next and not state.has_gaps
            facts, sweep = self._ended(state, page, now, is_whole=is_whole)
            self._taken = _Taken(state, facts, sweep)
        else:
            seen = (*state.sweep.seen, *page.ids)
            self._taken = _Taken(state, list(page.facts), replace(state.sweep, page=state.sweep.page + 1, seen=seen))

    def keep(self, now: Moment) -> tuple[Fact, ...] | None:
        """A slice of the page into the store; the facts of it, or None when there is no page."""
        taken = self._taken
        if taken is None:
            return None
        facts, taken.facts = taken.facts[: self._facts], taken.facts[self._facts :]
        if taken.facts:
            self._book.keep(facts)
            return tuple(facts)
        self._book.keep(facts, sweep=taken.sweep)
        taken.state.sweep = taken.sweep
        self._taken = None
        return tuple(facts)

    def refused(self, resource: str, why: str, now: Moment) -> None:
        """The central does not give this list to this account: the resource rests."""
        self.failed(resource, why, now)
        self._states[resource].is_refused = True

    def failed(self, resource: str, why: str, now: Moment) -> None:
        """What came was no page: the resource rests, longer each time; others go on."""
        state = self._states[resource]
        state.is_refused = False
        state.failures += 1
        state.trouble = why
        state.was_tried = True
        state.due = now.monotonic + RESTS + jittered(state.failures, self._chance)

    def unanswered(self, resource: str, now: Moment) -> None:
        """Nothing came: asked again soon."""
        state = self._states[resource]
        state.failures += 1
        state.due = now.monotonic + jittered(state.failures, self._chance)

    def _is_due(self, state: _State, now: Moment) -> bool:
        return now.monotonic >= state.due and self._is_wanted(state, now)

    def _is_wanted(self, state: _State, now: Moment) -> bool:
        return state.sweep.began_ms > 0 or self._overdue(state, now) >= 1

    def _overdue(self, state: _State, now: Moment) -> float:
        """How late a pass is, counted in its own turns; one that was never made is later than any other."""
        if state.is_asked or not state.sweep.ended_ms or state.sweep.ended_ms > now.wall_ms:
            return float("inf")
        return (now.wall_ms - state.sweep.ended_ms) / 1000 / max(state.pull.every, 1.0)

    def _ended(self, state: _State, page: Page, now: Moment, *, is_whole: bool) -> tuple[list[Fact], Sweep]:
        """A pass is over: who was missed, who is gone, and where the next one may stop."""
        sweep = state.sweep
        seen = dict.fromkeys((*sweep.seen, *page.ids))
        facts, missed = list(page.facts), dict(sweep.missed)
        if is_whole:
            missed = {id_: count + 1 for id_, count in sweep.missed if id_ not in seen}
            gone = [id_ for id_, count in missed.items() if count >= GONE_AFTER and not self._is_pending(state, id_)]
            facts.extend(self._connector.vanished(sweep, gone, self._book.picture) if gone else ())
            missed = {id_: count for id_, count in missed.items() if id_ not in gone} | dict.fromkeys(seen, 0)
        watermark = before(state.reached) if state.began_here and state.reached else sweep.watermark
        ended = replace(
            sweep, page=1, began_ms=0, ended_ms=now.wall_ms, watermark=max(sweep.watermark, watermark), seen=(),
            missed=tuple(missed.items()),
        )  # fmt: skip
        return facts, ended

    def _is_pending(self, state: _State, central_id: str) -> bool:
        name, kind = self._connector.name, state.pull.kind
        local_id = self._book.picture.local_of(name, kind, central_id) if kind else ""
        return bool(local_id) and self._pending(record_id(name, kind, local_id))


def _words(state: _State) -> str:
    return "; ".join(one for one in (*state.left_out, state.trouble) if one)


def before(watermark: str) -> str:
    """Two minutes before a watermark, so that what was committed late is seen; one that is no time stays as it is."""
    try:
        at = datetime.fromisoformat(watermark)
    except ValueError:
        return watermark
    return (at - OVERLAP).isoformat().replace("+00:00", "Z")


def _begun(sweep: Sweep, wall_ms: int) -> Sweep:
    return replace(sweep, page=1, began_ms=max(1, wall_ms), seen=())


def _is_stuck(sweep: Sweep, page: Page) -> bool:
    """Whether a server says there is more, and shows the same again, or for ever."""
    return sweep.page >= MOST_PAGES or not _news(page.ids, sweep.seen)


def _news(ids: Iterable[str], seen: Sequence[str]) -> bool:
    known = set(seen)
    return any(id_ not in known for id_ in ids)
