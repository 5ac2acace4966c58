"""A connector that is used for some of what its back office can do: the rest is neither told nor mirrored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import Picture, Sweep, Touched, WireRow
from sync.reconcile.contract import Answer, Call, Lane, Outcome, Page, Plan, Pull, RateWord, Reply, Step
from sync.reconcile.office import Office, Session, SpokenConnector


class Serving:
    """A connector with some of its capabilities. What was under way when one was taken away still comes to its end."""

    def __init__(self, office: Office, serves: frozenset[Capability], connector: SpokenConnector) -> None:
        self._office = office
        self._serves = serves
        self._connector = connector

    @property
    def name(self) -> str:
        """As in settings and record ids."""
        return self._connector.name

    @property
    def session(self) -> Session:
        """What the account is let in by."""
        return self._connector.session

    def headers(self, key: str) -> Mapping[str, str]:
        """Headers for a request."""
        return self._connector.headers(key)

    def sign_in(self, now_ms: int) -> Call | None:
        """The request that gets or renews the tokens."""
        return self._connector.sign_in(now_ms)

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Take the answer to `sign_in`."""
        return self._connector.signed_in(answer, now_ms)

    def expire(self, now_ms: int) -> None:
        """The access token was refused."""
        self._connector.expire(now_ms)

    def rate(self, reply: Reply) -> RateWord:
        """What a reply says of the budget."""
        return self._connector.rate(reply)

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        """Those of the connector's that belong to what it is used for."""
        return [one for one in self._connector.records_of(touched, picture) if self._is_served(one)]

    def lane(self, record: RecordId) -> Lane:
        """How urgent the first step of such a record is."""
        return self._connector.lane(record)

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        """What is due; nothing of what somebody else is used for now."""
        if not self._is_served(record.id):
            return Plan()
        plan = self._connector.plan(record, picture)
        return replace(plan, steps=tuple(map(self._without_others, plan.steps)))

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        """What an answer to a sent step means."""
        return self._connector.read(row, answer, picture, now_ms)

    def look(self, row: WireRow) -> Call | None:
        """How to find out whether a step was done."""
        return self._connector.look(row)

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        """Done when it is there."""
        return self._connector.looked(row, answer, picture, now_ms)

    def pulls(self) -> Sequence[Pull]:
        """What is mirrored of what it is used for."""
        resources = self._office.resources
        return [one for one in self._connector.pulls() if self._is_used(resources.get(one.resource))]

    def ask(self, sweep: Sweep) -> Call:
        """The request for a pull's next page."""
        return self._connector.ask(sweep)

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        """Take a page."""
        return self._connector.page(sweep, answer, picture, now_ms)

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        """What follows from things two complete passes did not show any more."""
        return self._connector.vanished(sweep, ids, picture)

    def _without_others(self, step: Step) -> Step:
        """The step without what it waits for in vain: records of what this back office is not used for."""
        return replace(step, needs=tuple(one for one in step.needs if self._is_served(one)))

    def _is_served(self, record: RecordId) -> bool:
        connector, kind, _ = name_of(record)
        return connector != self.name or self._is_used(self._office.kinds.get(kind))

    def _is_used(self, capability: Capability | None) -> bool:
        return capability is None or capability in self._serves
