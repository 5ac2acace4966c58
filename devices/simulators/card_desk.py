"""What goes on inside a simulated card terminal, whatever it speaks: what the next card does, and a book of charges.

The book is the terminal's own, kept apart from what it says on the wire: tests compare it with what the till believes.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from aura_terminal.domain.card_slips import CardAct
from devices.simulators.card_turns import CHARGING as CHARGING
from devices.simulators.card_turns import Turn as Turn
from devices.simulators.sandbox_cards import HeldCard, held

TIP_PERCENT = 10
LAST_NUMBER = 9999


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of the terminal's book. `minor` is what moved, with `tip`; `key` is the till's, where it told one.

    `card` is the test card that was held to it; where nobody held one, it says neither scheme nor digits.
    """

    number: int
    act: CardAct
    minor: int
    tip: int
    currency: str
    key: str
    turn: Turn
    is_approved: bool
    card: HeldCard = HeldCard(Turn.APPROVE)


class CardDesk:
    """The script of a simulated terminal and its book; all methods may be called from any thread."""

    def __init__(self, *, pace: float = 0.0, first_number: int = 1) -> None:
        self._pace = pace
        self._turns: deque[HeldCard] = deque()
        self._card = HeldCard(Turn.APPROVE)
        self._book: list[Charge] = []
        self._number = first_number - 1
        self._changed = threading.Condition()
        self._ended = False
        self._asked = 0
        self._cancelled = threading.Event()

    @property
    def book(self) -> tuple[Charge, ...]:
        """Everything that was asked and decided, oldest first."""
        with self._changed:
            return tuple(self._book)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What moved money."""
        return tuple(line for line in self.book if line.is_approved)

    @property
    def last(self) -> Charge | None:
        """The last line of the book."""
        return self.book[-1] if self.book else None

    def script(self, *turns: Turn) -> None:
        """What becomes of the next requests, in order; after them everything is approved."""
        with self._changed:
            self._turns.extend(HeldCard(turn) for turn in turns)

    def hold(self, number: str) -> None:
        """The next guest holds a test card with this number to it; `ValueError` where it is the number of none.

        The number is not kept: what is left of it is how the bank answers, the scheme and the last four digits.
        """
        self.present(held(number))

    def present(self, card: HeldCard) -> None:
        """The next guest has this card."""
        with self._changed:
            self._turns.append(card)

    def next_turn(self) -> Turn:
        """A request has arrived whole: what becomes of it."""
        with self._changed:
            self._asked += 1
            self._cancelled.clear()
            self._changed.notify_all()
            self._card = self._turns.popleft() if self._turns else HeldCard(Turn.APPROVE)
            return self._card.turn

    def wait_until_asked(self, count: int, within: float) -> bool:
        """Whether so many requests arrived in all within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._asked >= count, within)

    def write(self, turn: Turn, act: CardAct, asked: int, currency: str, key: str = "") -> Charge:
        """Decide one request and put it into the book."""
        is_approved = turn in CHARGING
        tip = asked * TIP_PERCENT // 100 if turn is Turn.TIP else 0
        moved = 0 if not is_approved else max(1, asked // 2) if turn is Turn.PART else asked + tip
        with self._changed:
            self._number = self._number % LAST_NUMBER + 1
            line = Charge(self._number, act, moved, tip, currency, key, turn, is_approved, self._card)
            self._book.append(line)
            self._changed.notify_all()
        return line

    def find(self, is_it: Callable[[Charge], bool]) -> Charge | None:
        """The newest line for which this holds."""
        return next((line for line in reversed(self.book) if is_it(line)), None)

    def take_time(self) -> None:
        """The guest looks for the card."""
        if self._pace > 0:
            self._cancelled.wait(self._pace)

    def cancel(self) -> None:
        """The till asks to give up."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def wait_for_cancel(self, within: float) -> bool:
        """Whether the till asked to give up, or everything ends, within so many seconds."""
        return self._cancelled.wait(within)
