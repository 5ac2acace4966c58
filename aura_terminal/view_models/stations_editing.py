"""The stations of the kitchen while somebody changes them, and what goes where."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.reroutes import Reroute
from aura_terminal.domain.shop import Delivery, Station, StationRole, Threshold
from aura_terminal.use_cases.store_editing import RouteRow as RouteRow
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.documents import DocumentFact
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.use_cases.store_editing import StoreDesk
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MINUTES = ("target_minutes", "takeout_minutes", "delivery_minutes")
LONGEST = 240
B = TypeVar("B", Station, Threshold)


class StationsEditingModel(QObject):
    """One station at a time is written; `changed` follows every stroke.

    `owner` is who keeps them instead of this store. `kept(name)` and `withdrawn(name)` say what is done, `refused`
    carries a RuleBroken.
    """

    changed = Signal()
    kept = Signal(str)
    withdrawn = Signal(str)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self.stations: tuple[Station, ...] = ()
        self.routes: tuple[RouteRow, ...] = ()
        self.owner = ""
        self._draft: Station | None = None
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        self._author = session.actor.id if session.actor is not None else ""
        session.signed_in.connect(self._meet)

    @property
    def draft(self) -> Station | None:
        """The station that is written; None where none is chosen."""
        return self._draft

    @property
    def is_new(self) -> bool:
        """Whether the station that is written is not among those of the store yet."""
        return self._draft is not None and all(each.id != self._draft.id for each in self.stations)

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not kept."""
        return self._draft is not None and self._draft not in self.stations

    @property
    def others(self) -> tuple[Station, ...]:
        """Every station but the one that is written."""
        return tuple(each for each in self.stations if self._draft is None or each.id != self._draft.id)

    @Slot()
    def refresh(self) -> None:
        """Read the stations and what goes where; what is being written stays."""
        self._runner.run(_read, self._show, self.refused.emit)

    def choose(self, station_id: str) -> None:
        """Write another station; what was written of the one before and not kept is forgotten."""
        self._draft = next((each for each in self.stations if each.id == station_id), None)
        self.changed.emit()

    def begin(self, name: str) -> None:
        """Write a station there is not yet."""
        stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "station"
        taken, id, number = {each.id for each in self.stations}, stem, 2
        while id in taken:
            id, number = f"{stem}-{number}", number + 1
        printer = self.stations[0].printer if self.stations else "kitchen"
        self._become(Station(StationId(id), name.strip(), "chef-hat", printer, 15))

    def write(self, field: str, words: str) -> None:
        """A name, an icon, or the route of a printer."""
        if self._draft is not None:
            self._become(_with(self._draft, field, words.strip()))

    def step(self, field: str, by: int) -> None:
        """A number of minutes or dishes more or less; `late:takeout` is of one kind of order, `due:takeout` too."""
        if self._draft is None:
            return
        kind, _, order_type = field.partition(":")
        if not order_type:
            now = getattr(self._draft, field)
            self._become(_with(self._draft, field, max(0, min(LONGEST, now + by))))
            return
        threshold = self.threshold(OrderType(order_type))
        stepped = _with(threshold, f"{kind}_minutes", max(0, min(LONGEST, getattr(threshold, f"{kind}_minutes") + by)))
        rest = tuple(each for each in self._draft.thresholds if each.order_type is not stepped.order_type)
        kept = () if not (stepped.due_minutes or stepped.late_minutes) else (stepped,)
        self._become(replace(self._draft, thresholds=(*rest, *kept)))

    def threshold(self, order_type: OrderType) -> Threshold:
        """When a ticket of one kind of order is due and late; zeros where the plain minutes say so."""
        thresholds = () if self._draft is None else self._draft.thresholds
        return next((each for each in thresholds if each.order_type is order_type), Threshold(order_type, 0, 0))

    def switch(self, field: str) -> None:
        """Holding courses, pacing, labels."""
        if self._draft is not None:
            self._become(_with(self._draft, field, not getattr(self._draft, field)))

    def deliver(self, delivery: Delivery) -> None:
        """On the screen, on paper, or both."""
        if self._draft is not None:
            self._become(replace(self._draft, delivery=delivery))

    def be(self, role: StationRole) -> None:
        """A place that cooks, or the pass."""
        if self._draft is not None:
            self._become(
                replace(self._draft, role=role, watches=() if role is StationRole.PREP else self._draft.watches)
            )

    def watch_over(self, station_id: str) -> None:
        """The pass gets what this station makes, or does not any more; none named means all."""
        if self._draft is not None:
            now = self._draft.watches
            one = StationId(station_id)
            watches = tuple(each for each in now if each != one) if one in now else (*now, one)
            self._become(replace(self._draft, watches=watches))

    def fall_back(self, station_id: str) -> None:
        """The station that prints what does not reach the screen; "" for none."""
        if self._draft is not None:
            self._become(replace(self._draft, fallback_station=StationId(station_id)))

    def reroute(self, order_type: OrderType, station_id: str) -> None:
        """One kind of order is made at another station; "" for here."""
        if self._draft is not None:
            rest = tuple(each for each in self._draft.reroutes if each.order_type is not order_type)
            new = (Reroute(order_type, StationId(station_id)),) if station_id else ()
            self._become(replace(self._draft, reroutes=(*rest, *new)))

    @Slot()
    def _meet(self) -> None:
        """What somebody wrote and did not keep waits for them, and for nobody else."""
        before, self._author = self._author, self._session.actor.id if self._session.actor is not None else ""
        if before != self._author:
            self.discard()

    @Slot()
    def discard(self) -> None:
        """Forget what is written and not kept."""
        if self._draft is not None:
            self.choose(self._draft.id)

    @Slot()
    def keep(self) -> None:
        """Keep the station that is written."""
        by, draft = self._session.must_actor(), self._draft
        if by is not None and draft is not None and self.is_changed:
            self._runner.run(partial(_keep, by, draft), self._hear_kept, self.refused.emit)

    @Slot()
    def withdraw(self) -> None:
        """Take the station away that is chosen; one that makes something stays, and `refused` says what."""
        by, draft = self._session.must_actor(), self._draft
        if by is not None and draft is not None:
            call = partial(_withdraw, by, draft.id)
            self._runner.run(call, partial(self._hear_withdrawn, draft.name), self.refused.emit)

    def _become(self, draft: Station) -> None:
        self._draft = draft
        self.changed.emit()

    def _show(self, found: tuple[StoreDesk, tuple[RouteRow, ...]]) -> None:
        was_changed = self.is_changed
        desk, self.routes = found
        self.stations, self.owner = desk.stations, desk.station_owner
        if self._draft is None:
            self._draft = self.stations[0] if self.stations else None
        elif not was_changed:
            self._draft = next((each for each in self.stations if each.id == self._draft.id), None)
        self.changed.emit()

    def _hear_kept(self, fact: DocumentPut) -> None:
        assert isinstance(fact.body, Station)
        body = fact.body
        self.stations = (*(each for each in self.stations if each.id != body.id), body)
        self._draft = body
        self._changes.announce(fact)
        self.kept.emit(body.name)
        self.refresh()

    def _hear_withdrawn(self, name: str, fact: DocumentFact) -> None:
        self._draft = None
        self._changes.announce(fact)
        self.withdrawn.emit(name)
        self.refresh()


def _read(shop: Shop) -> tuple[StoreDesk, tuple[RouteRow, ...]]:
    return shop.store_editing.desk(), shop.store_editing.routing()


def _keep(by: Actor, station: Station, shop: Shop) -> DocumentPut:
    return shop.store_editing.put_station(by, station)


def _withdraw(by: Actor, station_id: StationId, shop: Shop) -> DocumentFact:
    return shop.store_editing.withdraw_station(by, station_id)


def _with(body: B, field: str, value: Any) -> B:  # the field decides what it may be
    change: dict[str, Any] = {field: value}
    return replace(body, **change)
