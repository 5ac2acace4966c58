"""The house's rules for service while a manager changes them: a draft that is kept as a whole, or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.ids import AreaId, ChargeId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.service_rules import (
    AS_DISHES,
    LAST_COURSE,
    UNTAXED,
    Applied,
    ChargeBy,
    ChargeRule,
    ServiceRules,
)
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

E = TypeVar("E")
PERCENT_STEP, AMOUNT_STEP = Decimal("0.5"), 50
MOST_CHARGES = 8
CHARGE, COURSE = "charge", "course"


@dataclass(frozen=True, slots=True)
class House:
    """What the rules speak of: areas and tax categories by id and name, and the store's currency."""

    rules: ServiceRules
    areas: tuple[tuple[str, str], ...]
    taxes: tuple[tuple[str, str], ...]
    currency: str


class ServiceRulesModel(QObject):
    """`changed` follows every reading and stroke, `kept` the keeping of a draft, `refused` carries a RuleBroken.

    Fields are named `unsent`, `gratuity.percent`, `course:1`, or `charge:0.name`.
    """

    changed = Signal()
    kept = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self.house: House | None = None
        self._draft: ServiceRules | None = None
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        session.signed_in.connect(self.discard)

    @property
    def draft(self) -> ServiceRules | None:
        """The rules as they are written now."""
        return self._draft

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not kept."""
        return self.house is not None and self._draft != self.house.rules

    @Slot()
    def refresh(self) -> None:
        """Read the rules as they are; what is being written stays."""
        self._runner.run(_house, self._show, self.refused.emit)

    @Slot()
    def discard(self) -> None:
        """What was written is not meant."""
        self._draft = None if self.house is None else self.house.rules
        self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """Keep what is written; orders that are open stay under the rules they were opened with."""
        actor, house, draft = self._session.must_actor(), self.house, self._draft
        if actor is not None and house is not None and draft is not None:
            self._runner.run(
                lambda shop: shop.service.keep_rules(actor, house.rules, draft), self._keep, self.refused.emit
            )

    def turn(self, field: str) -> None:
        """The next answer to a question that has a few."""
        draft = self._draft
        if draft is None or self.house is None:
            return
        part, _, name = field.rpartition(".")
        subject = self._part(part)
        value = getattr(subject, name)
        self._put(part, name, self._next_of(name, value))

    def step(self, field: str, by: int) -> None:
        """One step more or less of a number."""
        part, _, name = field.rpartition(".")
        value = getattr(self._part(part), name)
        if isinstance(value, Decimal):
            self._put(part, name, min(Decimal(100), max(Decimal(0), value + PERCENT_STEP * by)))
        elif name == "amount_minor":
            self._put(part, name, max(0, value + AMOUNT_STEP * by))
        else:
            self._put(part, name, max(0, value + by))

    def write(self, field: str, words: str) -> None:
        """Write a name, or the percentages that are suggested, parted by commas."""
        draft = self._draft
        if draft is None:
            return
        if field.startswith(f"{COURSE}:"):
            names = [*draft.courses, *[""] * LAST_COURSE][:LAST_COURSE]
            names[int(field.partition(":")[2])] = words.strip()
            while names and not names[-1]:
                names.pop()
            self._become(replace(draft, courses=tuple(names)))
        elif field == "tip_percents":
            digits = [part.strip() for part in words.replace("%", "").split(",")]
            self._become(replace(draft, tip_percents=tuple(int(part) for part in digits if part.isdecimal())))
        else:
            part, _, name = field.rpartition(".")
            self._put(part, name, words.strip())

    def add_charge(self) -> None:
        """One more charge, ten percent for service, to be named."""
        draft = self._draft
        if draft is not None and len(draft.charges) < MOST_CHARGES:
            taken = {one.id for one in draft.charges}
            id = next(ChargeId(f"charge-{each}") for each in range(1, 99) if f"charge-{each}" not in taken)
            new = ChargeRule(id, self.tr("Service 10 %"), percent=Decimal(10))
            self._become(replace(draft, charges=(*draft.charges, new)))

    def drop_charge(self, place: int) -> None:
        """A charge is asked of no new order."""
        draft = self._draft
        if draft is not None:
            left = tuple(one for at, one in enumerate(draft.charges) if at != place)
            self._become(replace(draft, charges=left))

    def _part(self, part: str) -> object:
        draft = self._draft
        if part.startswith(f"{CHARGE}:"):
            return None if draft is None else draft.charges[int(part.partition(":")[2])]
        return draft if not part or draft is None else getattr(draft, part)

    def _put(self, part: str, name: str, value: object) -> None:
        draft = self._draft
        if draft is None:
            return
        if part.startswith(f"{CHARGE}:"):
            place = int(part.partition(":")[2])
            changed = replace(draft.charges[place], **{name: value})  # type: ignore[arg-type]  # a field's own kind
            charges = tuple(changed if at == place else one for at, one in enumerate(draft.charges))
            self._become(replace(draft, charges=charges))
        elif part:
            inner = replace(getattr(draft, part), **{name: value})
            self._become(replace(draft, **{part: inner}))
        else:
            self._become(replace(draft, **{name: value}))  # type: ignore[arg-type]  # a field's own kind

    def _next_of(self, name: str, value: object) -> object:
        house = self.house
        if isinstance(value, StrEnum):
            return _after(tuple(type(value)), value)
        if name == "order_types":
            kinds: tuple[tuple[OrderType, ...], ...] = ((), *((kind,) for kind in OrderType))
            return _after(kinds, value)
        if name == "areas" and house is not None:
            areas: tuple[tuple[AreaId, ...], ...] = ((), *((AreaId(id),) for id, _ in house.areas))
            return _after(areas, value)
        if name == "tax" and house is not None:
            return _after((AS_DISHES, UNTAXED, *(id for id, _ in house.taxes)), value)
        return value

    def _become(self, draft: ServiceRules) -> None:
        self._draft = draft
        self.changed.emit()

    def _show(self, house: House) -> None:
        was_changed = self.is_changed
        self.house = house
        if not was_changed:
            self._draft = house.rules
        self.changed.emit()

    def _keep(self, fact: DocumentPut) -> None:
        if self.house is not None and isinstance(fact.body, ServiceRules):
            self.house = replace(self.house, rules=fact.body)
        self._changes.announce(fact)
        self.changed.emit()
        self.kept.emit()


def is_amount(charge: ChargeRule) -> bool:
    """Whether a charge is an amount rather than a percentage."""
    return charge.by is not ChargeBy.PERCENT


def comes_by_itself(charge: ChargeRule) -> bool:
    """Whether conditions put a charge on orders."""
    return charge.applied is Applied.BY_ITSELF


def _after(values: Sequence[E], value: object) -> E:
    known = list(values)
    return known[(known.index(value) + 1) % len(known)] if value in known else known[0]


def _house(shop: Shop) -> House:
    places = shop.service.places()
    return House(shop.service.rules(), places.areas, places.taxes, places.currency)
