"""The card reader behind a simulated cloud: checkouts, one at a time, played as its desk's script says."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from aura_terminal.domain.card_slips import CardAct
from devices.simulators.card_desk import CHARGING, CardDesk, Charge, Turn


class Stage(StrEnum):
    """How far a checkout is."""

    NEW = "new"
    AT_WORK = "at_work"
    PAID = "paid"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    LET_GO = "let_go"


@dataclass(slots=True)
class Checkout:
    """One thing to be paid, as the cloud keeps it; `reference` is the till's."""

    id: str
    reference: str
    minor: int
    currency: str
    label: str = ""
    lets_tip: bool = False
    stage: Stage = Stage.NEW
    turn: Turn = Turn.APPROVE
    charge: Charge | None = None
    given_back: list[tuple[str, Charge]] = field(default_factory=list)


class CloudCardReader:
    """Takes one checkout at a time; all methods may be called from any thread."""

    def __init__(self, desk: CardDesk, stall: float) -> None:
        self.desk = desk
        self._stall = stall
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self.current: Checkout | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether a guest stands before it."""
        with self._guard:
            return self.current is not None and self.current.stage is Stage.AT_WORK

    def open(self) -> None:
        """Switch it on."""
        self._closing.clear()

    def close(self) -> None:
        """Switch it off."""
        self._closing.set()
        self.desk.cancel()

    def start(self, checkout: Checkout) -> Turn | None:
        """Show a checkout, and how it will go; none where the reader is busy."""
        turn = self.desk.next_turn()
        with self._guard:
            is_busy = self.current is not None and self.current.stage is Stage.AT_WORK
            if is_busy or turn is Turn.BUSY:
                return None
            if turn is Turn.PART or (turn is Turn.TIP and not checkout.lets_tip):
                turn = Turn.APPROVE if turn is Turn.TIP else Turn.DECLINE
            checkout.stage, checkout.turn, self.current = Stage.AT_WORK, turn, checkout
        threading.Thread(target=self._work, args=(checkout,), name="cloud-card-reader", daemon=True).start()
        return turn

    def cancel(self) -> None:
        """The till asks it to give up."""
        self.desk.cancel()

    def give_back(self, checkout: Checkout, reference: str, act: CardAct, minor: int) -> Charge:
        """Give some of a paid checkout back."""
        done = self.desk.write(self.desk.next_turn(), act, minor, checkout.currency, reference)
        with self._guard:
            checkout.given_back.append((reference, done))
        return done

    def _work(self, checkout: Checkout) -> None:
        turn = checkout.turn
        self.desk.take_time()
        if turn is Turn.STALL:
            self._closing.wait(self._stall)
            self._end(checkout, Stage.GIVEN_UP)
            return
        if turn in (Turn.WAIT_FOR_CANCEL, Turn.LATE_APPROVAL):
            self.desk.wait_for_cancel(self._stall)
        if turn is Turn.REBOOT:
            self._end(checkout, Stage.NEW)
        elif turn in (Turn.WAIT_FOR_CANCEL, Turn.GUEST_GIVES_UP) or (turn is Turn.APPROVE and self.desk.is_cancelled):
            self._end(checkout, Stage.GIVEN_UP)
        else:
            checkout.charge = self.desk.write(turn, CardAct.SALE, checkout.minor, checkout.currency, checkout.reference)
            self._end(checkout, Stage.PAID if turn in CHARGING else Stage.FAILED)

    def _end(self, checkout: Checkout, stage: Stage) -> None:
        with self._guard:
            checkout.stage = stage
            if stage is Stage.NEW:
                self.current = None
