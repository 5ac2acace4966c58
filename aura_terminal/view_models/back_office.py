"""The central back offices: what each has not been told yet, and what one refused and a person must decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.central import CentralFact, RecordId
from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.events import is_subscriber
from aura_terminal.domain.field_paths import value_at
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.central import CentralFigures, CentreRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST = 100
Now = Callable[[], datetime]
Keep = Callable[[str], str]
Decide = Callable[["Actor", "Approval | None", "Shop"], "Fact"]


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """Something a central refused, at a time of the store; `value` stands at `field` in what was sent."""

    record: RecordId
    step: str
    connector: str
    kind: str
    title: str
    problem: str
    said: str
    status: int
    field: str
    value: str
    refused_at: datetime
    waits: int

    @property
    def id(self) -> str:
        """Which one it is."""
        return f"{self.record} {self.step}"

    @property
    def is_event(self) -> bool:
        """Whether it is an event a subscriber did not take; `step` is then its name."""
        return is_subscriber(self.connector)

    @property
    def can_be_matched(self) -> bool:
        """Whether it waits because something of ours has no number there; `field` is then that thing's record."""
        return self.problem.startswith("unknown_") and "/" in self.field

    @property
    def can_be_corrected(self) -> bool:
        """Whether the central named one field of what was sent, which somebody can type anew."""
        return bool(self.field) and self.status > 0


@dataclass(frozen=True, slots=True)
class Reached:
    """What the node says of a back office: whether it answers, which terminal speaks with it, and what is wrong.

    `trouble` is one of unreached, account, signed_out, no_secret, slowed and unreadable, or empty.
    """

    connector: str
    is_reached: bool
    gateway: str
    trouble: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """How the store stands with one back office; its time is on the store's wall clock."""

    connector: str
    pending: int
    unknown: int
    parked: int
    differing: int
    oldest_minutes: int
    last_confirmed: datetime | None
    reached: Reached | None = None


Reading = tuple[tuple[OfficeCard, ...], tuple[RefusedCard, ...]]


class BackOfficeModel(QObject):
    """`changed` follows a reading or a word of the node that differs; `decided` carries the card's id.

    `send_wanted` asks the node to look at once; `exported` says where the list of all that waits for a person was kept
    by `keep`, which is called on the store thread.
    """

    changed = Signal()
    decided = Signal(str)
    refused = Signal(object)
    send_wanted = Signal()
    exported = Signal(str)

    def __init__(
        self,
        runner: Runner,
        session: SessionModel,
        changes: Changes,
        now: Now,
        keep: Keep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._offices: tuple[OfficeCard, ...] = ()
        self._reached: dict[str, Reached] = {}
        self.cards: tuple[RefusedCard, ...] = ()
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, CentralFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def offices(self) -> tuple[OfficeCard, ...]:
        """The back offices of the store, by name; one that was set up but never told anything is among them."""
        told = {office.connector for office in self._offices}
        bare = (OfficeCard(name, 0, 0, 0, 0, 0, None) for name in self._reached if name not in told)
        found = (replace(each, reached=self._reached.get(each.connector)) for each in (*self._offices, *bare))
        return tuple(sorted(found, key=lambda office: office.connector))

    @Slot()
    def refresh(self) -> None:
        """Read them again."""
        self._runner.run(partial(_reading, self._now()), self._show)

    @Slot(object)
    def hear(self, reached: tuple[Reached, ...]) -> None:
        """The node's word of every back office that is set up here."""
        told = {each.connector: each for each in reached}
        if told != self._reached:
            self._reached = told
            self.changed.emit()

    def send_now(self) -> None:
        """Have the node look at once for what is to be sent and fetched."""
        self.send_wanted.emit()

    def retry(self, card: RefusedCard) -> None:
        """Send it once more: the cause was put right."""
        self._decide(card, "", lambda by, allowed, shop: shop.centrals.retry(by, card.record, card.step, allowed))

    def correct(self, card: RefusedCard, text: str) -> None:
        """Send it with the field the central named typed anew."""
        fields = {card.field: text}
        self._decide(
            card, text, lambda by, allowed, shop: shop.centrals.edit(by, card.record, card.step, fields, allowed)
        )

    def match(self, card: RefusedCard, central_id: str) -> None:
        """Say which of the central's things the unknown one is, by its number there, and send it then."""
        self._decide(card, central_id, partial(_matched, card, central_id))

    def link(self, card: RefusedCard, central_id: str) -> None:
        """It is there already, under this number of the central's."""
        self._decide(
            card,
            central_id,
            lambda by, allowed, shop: shop.centrals.link(by, card.record, card.step, central_id, allowed),
        )

    def set_aside(self, card: RefusedCard, reason: str) -> None:
        """It is not sent; the reason is kept."""
        self._decide(
            card, reason, lambda by, allowed, shop: shop.centrals.set_aside(by, card.record, card.step, reason, allowed)
        )

    def export(self) -> None:
        """Keep all that waits for a person as text, one JSON object a line, to be sent to whoever can help."""
        self._runner.run(lambda shop: self._keep(_exported(shop)), self.exported.emit)

    def _decide(self, card: RefusedCard, purpose: str, call: Decide) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            decide = partial(_allowed, call, actor)
            self.approvals.run(decide, purpose or card.title, partial(self._settle, card.id), self._refuse)

    def _settle(self, card_id: str, fact: Fact) -> None:
        self._changes.announce(fact)
        self.refresh()
        self.decided.emit(card_id)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, reading: Reading) -> None:
        if reading != (self._offices, self.cards):
            self._offices, self.cards = reading
            self.changed.emit()


def _matched(card: RefusedCard, central_id: str, by: Actor, approval: Approval | None, shop: Shop) -> Fact:
    shop.centrals.match(by, RecordId(card.field), central_id, approval)
    return shop.centrals.retry(by, card.record, card.step)


def _allowed(call: Decide, by: Actor, approval: Approval | None, shop: Shop) -> Fact:
    return call(by, approval, shop)


def _reading(now: datetime, shop: Shop) -> Reading:
    figures = shop.reads.central.figures()
    if not figures:
        return (), ()
    try:
        calendar = shop.reads.store.profile().calendar
    except NotFound:  # a store that is not set up yet has told nobody anything
        return (), ()
    rows = shop.reads.central.centre(MOST)
    return tuple(_office(each, calendar, now) for each in figures), tuple(_card(row, calendar) for row in rows)


def _office(figures: CentralFigures, calendar: BusinessCalendar, now: datetime) -> OfficeCard:
    age = 0 if figures.oldest is None else max(0, int((now - figures.oldest).total_seconds()) // 60)
    last = None if figures.last_confirmed is None else calendar.local(figures.last_confirmed)
    return OfficeCard(figures.connector, figures.pending, figures.unknown, figures.parked, figures.differing, age, last)


def _card(row: CentreRow, calendar: BusinessCalendar) -> RefusedCard:
    refused = row.refused
    return RefusedCard(
        row.record, row.step, row.connector, row.kind, row.title, refused.problem, refused.said, refused.status,
        refused.field, _value(row.body, refused.field), calendar.local(refused.refused_at), row.waits,
    )  # fmt: skip


def _value(body: bytes, path: str) -> str:
    if not body or not path:
        return ""
    try:
        return value_at(json.loads(body, parse_float=Decimal), path)
    except ValueError:  # nobody but us wrote it; without it the field is typed from nothing
        return ""


def _exported(shop: Shop) -> str:
    rows = shop.reads.central.centre(MOST * 100)
    plain = (
        {
            **asdict(row.refused),
            "refused_at": row.refused.refused_at.isoformat(),
            "title": row.title,
            "waits": row.waits,
            "sent": row.body.decode("utf-8", "replace"),
        }
        for row in rows
    )
    return "".join(f"{json.dumps(each, ensure_ascii=False, sort_keys=True)}\n" for each in plain)
