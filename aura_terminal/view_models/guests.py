"""Whose visit the order on the counter is: found as somebody types, or known from now on, with what matters of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.guests import Consent
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from datetime import date

    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import GuestId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.guests import GuestRow, GuestSheet
    from aura_terminal.ports.reads import OrderRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts

MOST_FOUND, MOST_VISITS = 8, 6
LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class GuestCard:
    """The guest of the order: what the house knows of them, and their latest visits before this one."""

    guest: GuestSheet
    visits: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """What somebody said of themselves who is to be known from now on."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    consent: Consent = Consent.UNASKED


class GuestsModel(QObject):
    """`changed` follows the card of the order's guest, `found` each search; `attached` follows when the order is
    somebody's. Refusals come from the counter. Nothing is read while the order is nobody's.
    """

    changed = Signal()
    found = Signal()
    attached = Signal()

    def __init__(self, counter: Counter, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._card: GuestCard | None = None
        self._asked = ""
        self._rows: tuple[GuestRow, ...] = ()
        self._birthdays: tuple[tuple[date, GuestRow], ...] = ()
        counter.changed.connect(self._follow)
        self.watch = Watch(changes, _about_guests, self)
        self.watch.due.connect(self.refresh)
        self.watch.wake()

    @property
    def card(self) -> GuestCard | None:
        """The guest of the order on the counter."""
        return self._card

    @property
    def rows(self) -> tuple[GuestRow, ...]:
        """Who was found."""
        return self._rows

    @property
    def asked(self) -> str:
        """What was searched for."""
        return self._asked

    @Slot()
    def refresh(self) -> None:
        """Read the card of the order's guest again."""
        guest_id = self._guest_id
        if guest_id is not None:
            self.counter.ask(partial(_card, guest_id), self._show, self.counter.refused.emit)
        elif self._card is not None:
            self._card = None
            self.changed.emit()

    def search(self, text: str) -> None:
        """Find guests by a word of their name, their number or address; the last asked for is what is shown."""
        self._asked = text.strip()
        if self._asked:
            self.counter.ask(partial(_search, self._asked), self._show_found, self.counter.refused.emit)
        else:
            self._show_found(("", ()))
            self.counter.ask(_birthdays, self._show_birthdays, self.counter.refused.emit)

    @property
    def birthdays(self) -> tuple[tuple[date, GuestRow], ...]:
        """Whose birthday comes within a week, the soonest first; read when nobody is searched for."""
        return self._birthdays

    def attach(self, guest_id: GuestId) -> None:
        """The order is theirs; before its first item it is opened."""
        self.counter.do(partial(_attach, guest_id))

    @Slot()
    def detach(self) -> None:
        """The order is nobody's in particular."""
        self.counter.do(_detach)

    def register(self, new: Introduction) -> None:
        """Know somebody from now on; the order is theirs."""
        self.counter.do(partial(_register, new))

    @property
    def _guest_id(self) -> GuestId | None:
        order = self.counter.order
        return None if order is None else order.guest_id

    def _show(self, card: GuestCard) -> None:
        if self._guest_id in card.guest.entries and card != self._card:
            self._card = card
            self.changed.emit()

    def _show_found(self, answer: tuple[str, tuple[GuestRow, ...]]) -> None:
        asked, rows = answer
        if asked == self._asked:
            self._rows = rows
            self.found.emit()

    def _show_birthdays(self, rows: tuple[tuple[date, GuestRow], ...]) -> None:
        self._birthdays = rows
        if not self._asked:
            self.found.emit()

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        from aura_terminal.domain.order_facts import GuestAttached

        shown = () if self._card is None else self._card.guest.entries
        if self._guest_id is None or self._guest_id not in shown:
            self.refresh()
        if any(isinstance(fact, GuestAttached) and fact.guest_id is not None for fact in facts):
            self.attached.emit()


def _about_guests() -> Iterable[type[Fact]]:
    from aura_terminal.domain.guests import GuestFact
    from aura_terminal.domain.loyalty import LoyaltyFact

    return (*GuestFact.__args__, *LoyaltyFact.__args__)


def _card(guest_id: GuestId, desk: Desk, by: Actor, shop: Shop) -> GuestCard:
    guests = shop.reads.guests
    visits = (row for row in guests.orders(guest_id, MOST_VISITS + 1) if row.order_id != desk.order_id)
    return GuestCard(guests.sheet(guest_id), tuple(visits)[:MOST_VISITS])


def _birthdays(desk: Desk, by: Actor, shop: Shop) -> tuple[tuple[date, GuestRow], ...]:
    today = shop.reads.store.profile().calendar.date_of(shop.clock.now())
    return shop.regulars.birthdays(today)[:MOST_FOUND]


def _search(text: str, desk: Desk, by: Actor, shop: Shop) -> tuple[str, tuple[GuestRow, ...]]:
    """By number as soon as enough digits are there, and by the beginnings of words in any case."""
    guests = shop.reads.guests
    digits = "".join(letter for letter in text if letter.isdecimal())
    by_number = guests.by_phone(text, MOST_FOUND) if len(digits) >= LEAST_DIGITS else ()
    found = {row.guest_id: row for row in (*by_number, *guests.search(text, MOST_FOUND))}
    return text, tuple(found.values())[:MOST_FOUND]


def _attach(guest_id: GuestId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    shop.reads.guests.sheet(guest_id)  # nobody opens an order for somebody who was forgotten
    if desk.order_id is not None:
        return (shop.guests.attach(by, desk.order_id, guest_id),)
    opened = shop.ordering.open_order(by, desk.new)
    return (*desk.take(opened), shop.guests.attach(by, opened.order_id, guest_id))


def _detach(desk: Desk, by: Actor, shop: Shop) -> Facts:
    return () if desk.order_id is None else (shop.guests.attach(by, desk.order_id, None),)


def _register(new: Introduction, desk: Desk, by: Actor, shop: Shop) -> Facts:
    from aura_terminal.use_cases.guests import NewGuest

    known = shop.guests.register(by, NewGuest(new.first_name, new.last_name, new.phone, new.email))
    said: Facts = ()
    if new.consent is not Consent.UNASKED:
        said = shop.guests.consent(by, known.guest_id, new.consent)
    return (known, *said, *_attach(known.guest_id, desk, by, shop))
