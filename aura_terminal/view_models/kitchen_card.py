"""One ticket as a kitchen screen shows it; plain values, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from aura_terminal.domain.allergens import allergy_in, broken_by, diet_in, held_by, names_allergy, names_diet
from aura_terminal.domain.ids import FireId, ItemId, LineId, OrderId, StationId, TicketId
from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.domain.menu import Portion
from aura_terminal.domain.shop import StationRole
from aura_terminal.ports.reads import TicketLineRow, TicketPart, TicketRow

NEW_FOR = timedelta(seconds=30)
JUST_NOW = timedelta(0)
DUE_PERCENT = 80


class Stage(Enum):
    """Whether it is to be cooked now; HELD waits for its turn, NEXT is held and its turn has come."""

    ACTIVE = auto()
    SCHEDULED = auto()
    NEXT = auto()
    HELD = auto()


@dataclass(frozen=True, slots=True)
class CardModifier:
    """A choice as the cook reads it; `quantity` is shown where it is not that of the line.

    `word` stands before it: EXTRA. `part` is the place of a divided dish it goes on, 0 for the whole.
    """

    kind: ModifierKind
    name: str
    quantity: int
    word: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class CardLine:
    """One item of a ticket. `quantity` is what was fired, `wanted` what is still to be served of it.

    At a pass `done` counts what its stations have ready and `plated` what was taken there. `contains` are the allergens
    its guest must not have, `against` the diets of its guest that the menu does not promise.
    """

    line_id: LineId
    name: str
    quantity: int
    wanted: int
    done: int
    modifiers: tuple[CardModifier, ...]
    note: str
    seat: int
    item_id: ItemId = ItemId("")
    course: int = 0
    also_at: tuple[str, ...] = ()
    dietary: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    portions: tuple[Portion, ...] = ()
    prep_minutes: int = 0
    plated: int = 0
    combo: str = ""
    parts: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        """Whether none of it is wanted any more."""
        return self.wanted == 0

    @property
    def is_done(self) -> bool:
        """Whether all that is wanted is ready."""
        return not self.is_void and self.done >= self.wanted

    @property
    def to_make(self) -> int:
        """How many are still to be made."""
        return max(0, self.wanted - self.done)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a station is with what a pass puts together: so many of so many dishes; `is_done` once it was bumped."""

    station: str
    ready: int
    wanted: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One ticket on the board. `printed_at` is when its slip went out elsewhere because no screen had received it.

    `starts_at` is None while it is held. `unseen` is how many were voided since a cook last looked, `moved` that it was
    called out under another label; `label` is what a cook sees of where it belongs now, `due_at` when the
    guest was promised it.
    """

    ticket_id: TicketId
    station_name: str
    number: str
    order_type: OrderType
    table_name: str
    guest_name: str
    server_name: str
    fired_at: datetime
    target_minutes: int
    generation: int
    bumped_at: datetime | None
    allergies: tuple[str, ...]
    lines: tuple[CardLine, ...]
    printed_at: datetime | None = None
    order_id: OrderId = OrderId("")
    station_id: StationId = StationId("")
    fire_id: FireId | None = None
    role: StationRole = StationRole.PREP
    starts_at: datetime | None = None
    is_held: bool = False
    is_next: bool = False
    due_minutes: int = 0
    rushed_at: datetime | None = None
    course: int = 0
    addition: bool = False
    also_at: tuple[str, ...] = ()
    unseen: int = 0
    moved: bool = False
    was_table: str = ""
    was_type: OrderType | None = None
    progress: tuple[Progress, ...] = ()
    diets: tuple[str, ...] = ()
    due_at: datetime | None = None

    @property
    def label(self) -> str:
        """Where it belongs now, as it is acknowledged."""
        return label_of(self.order_type, self.table_name)

    @property
    def begins_at(self) -> datetime:
        """What its age is counted from."""
        return self.starts_at or self.fired_at

    @property
    def has_changed(self) -> bool:
        """Whether a cook has to look before anything else is done with it."""
        return self.printed_at is None and ((self.unseen > 0 and not self.is_void) or self.moved)

    @property
    def is_void(self) -> bool:
        """Whether nothing on it is wanted any more."""
        return all(line.is_void for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """At a pass: whether every station is done with its part."""
        return self.role is StationRole.EXPO and all(each.is_done for each in self.progress)

    def stage(self, now: datetime) -> Stage:
        """Whether it is to be cooked now."""
        if self.is_held:
            return Stage.NEXT if self.is_next else Stage.HELD
        return Stage.SCHEDULED if self.begins_at > now else Stage.ACTIVE

    def seconds(self, now: datetime) -> int:
        """How old it is; a moment before it was begun counts as zero, and so does all time while it is held."""
        return 0 if self.is_held else max(0, int((now - self.begins_at).total_seconds()))

    def is_late(self, now: datetime) -> bool:
        """Whether its target is used up; a target of 0 minutes is none. What is made from a slip is not late here."""
        return self.printed_at is None and 0 < self.target_minutes * 60 <= self.seconds(now)

    def is_due(self, now: datetime) -> bool:
        """Whether it is nearly late."""
        due = self.due_minutes * 60 or self.target_minutes * 60 * DUE_PERCENT // 100
        return self.printed_at is None and 0 < due <= self.seconds(now)

    def is_new(self, now: datetime) -> bool:
        """Whether it has just come, for the first time."""
        return self.generation == 0 and not self.is_held and JUST_NOW <= now - self.begins_at < NEW_FOR


def label_of(order_type: OrderType, table_name: str) -> str:
    """Where a ticket belongs, as one plain value."""
    return f"{order_type.value} {table_name}".strip()


def card_of(ticket: TicketRow) -> Card:
    """A ticket as it is shown."""
    role = ticket.role or StationRole.PREP
    siblings = [part for part in ticket.parts if part.fire_id == ticket.fire_id and part.role is StationRole.PREP]
    making = siblings if role is StationRole.EXPO else None
    lines = tuple(_line(line, _notes_about(line, ticket.lines), making) for line in ticket.lines)
    label, was = label_of(ticket.order_type, ticket.table_name), _label_fired(ticket)
    voided = sum(line.voided for line in ticket.lines)
    return Card(
        ticket_id=ticket.ticket_id,
        station_name=ticket.station_name,
        number=ticket.number,
        order_type=ticket.order_type,
        table_name=ticket.table_name,
        guest_name=ticket.guest_name,
        server_name=ticket.server_name,
        fired_at=ticket.fired_at,
        target_minutes=ticket.target_minutes,
        generation=ticket.generation,
        bumped_at=ticket.bumped_at,
        allergies=tuple(
            _of(allergy_in(line.note), line) for line in lines if names_allergy(line.note) and not line.is_void
        ),
        diets=tuple(_of(diet_in(line.note), line) for line in lines if names_diet(line.note) and not line.is_void),
        lines=lines,
        printed_at=ticket.escalated_at,
        order_id=ticket.order_id,
        station_id=ticket.station_id,
        fire_id=ticket.fire_id,
        role=role,
        starts_at=ticket.starts_at,
        is_held=ticket.fire_id is not None and ticket.starts_at is None,
        is_next=_is_next(ticket),
        due_minutes=ticket.due_minutes,
        rushed_at=ticket.rushed_at,
        course=ticket.course,
        addition=ticket.addition,
        also_at=ticket.also_at,
        unseen=max(0, voided - ticket.voids_seen),
        moved=was not in ("", label) and ticket.label_seen != label,
        was_table=ticket.was_table,
        was_type=ticket.was_type,
        progress=tuple(_progress(part) for part in siblings) if role is StationRole.EXPO else (),
        due_at=ticket.due_at,
    )


def _label_fired(ticket: TicketRow) -> str:
    """Where it belonged when it was fired or when a cook last looked; "" where that is not known."""
    return label_of(ticket.was_type, ticket.was_table) if ticket.was_type is not None else ""


def _is_next(ticket: TicketRow) -> bool:
    """Whether no earlier course of the order is in the kitchen any more."""
    earlier = (part for part in ticket.parts if not part.is_bumped and part.role is StationRole.PREP)
    return not any(min(part.courses) < ticket.course for part in earlier if part.courses)


def _progress(part: TicketPart) -> Progress:
    wanted = sum(wanted for _, wanted, _ in part.lines)
    ready = sum(min(done, wanted) for _, wanted, done in part.lines)
    is_done = part.is_bumped or part.on_paper or wanted == 0
    return Progress(part.station_name, wanted if part.is_bumped else ready, wanted, is_done)


def _notes_about(row: TicketLineRow, rows: Sequence[TicketLineRow]) -> list[str]:
    """What was said of the guest who gets a dish: on the dish itself, and on what else goes to the same seat."""
    seat = row.item.seat
    others = (one.item.note for one in rows if seat and one.item.seat == seat and one.item.line_id != row.item.line_id)
    return [row.item.note, *others]


def _line(row: TicketLineRow, notes: Sequence[str], making: Sequence[TicketPart] | None) -> CardLine:
    item = row.item
    modifiers = tuple(
        CardModifier(each.kind, each.bare_name, each.quantity, each.word, 0 if each.part is None else each.part.place)
        for each in item.modifiers
    )
    wanted = max(0, item.quantity - row.voided)
    done = row.done if making is None else _ready(item.line_id, wanted, making)
    return CardLine(
        item.line_id, item.name, item.quantity, wanted, done, modifiers, item.note, item.seat, item.item_id,
        item.course, item.also_at, item.dietary, held_by(item.allergens, notes), broken_by(item.dietary, notes),
        item.portions, item.prep_minutes, row.done, "" if item.combo is None else item.combo.name,
        tuple(part.kitchen_name for part in item.parts),
    )  # fmt: skip


def _ready(line_id: LineId, wanted: int, making: Sequence[TicketPart]) -> int:
    """How many of a dish every station that makes a part of it has ready; what nobody makes is ready."""
    ready = wanted
    for part in making:
        for name, _, done in part.lines:
            if name == line_id and not part.is_bumped:
                ready = min(ready, done)
    return ready


def _of(said: str, line: CardLine) -> str:
    return f"{said} · {line.name}".removeprefix(" · ")
