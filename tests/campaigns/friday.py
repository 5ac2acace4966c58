"""A Friday night through the windows: sixty tables, four servers, three registers, two hours.

    python -m tests.campaigns.friday --tables 60 --seed 1 [--pictures FOLDER]

Three registers and a kitchen's screen of one store, each with a store file and a window of its own; servers and cooks
tap what they see. One register is cut off for ten minutes in the rush and goes on selling. Afterwards all must hold the
same, nothing may be open, every dish that was fired was fired once, and the day's figures must be what servers took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from tests.support.friday_house import LABELS, Hands, House
from tests.support.mesh_cable import alike

MARTA, LUCA, ANA, JONAS, PAOLO, CARLA = (
    StaffId(name)
    for name in ("marta-rossi", "luca-bianchi", "ana-kovac", "jonas-weber", "paolo-ferrara", "carla-lombardi")
)
COOKED_AFTER = 9 * 60
"""Seconds a ticket takes in the kitchen."""
MINUTES = 120
CUT_AT, BACK_AT, CUT = 55, 65, "R3"
STARTERS = ("Bruschetta Classica", "Burrata e Pomodorini", "Carpaccio di Manzo", "Insalata Mista")
MAINS = (("Pizza", "Margherita"), ("Pizza", "Diavola"), ("Pizza", "Napoli"), ("Mains", "Pollo alla Cacciatora"))
DRINKS = ("Still Water 0.75 l", "Cola 0.33 l", "Aperol Spritz", "Limonata 0.33 l")
DESSERTS = ("Tiramisù", "Panna Cotta", "Torta della Nonna")
SERVED = {
    MARTA: ("R1", range(1, 16)),
    LUCA: ("R1", range(16, 25)),
    ANA: ("R2", range(25, 45)),
    JONAS: ("R3", range(45, 61)),
}
"""Who serves which tables, and at which register."""


MOMENTS: dict[int, tuple[str, View | None, str]] = {
    12: ("R1", View.TABLES, "1_filling"),
    30: ("R2", View.REGISTER, "2_register"),
    48: ("K1", View.KITCHEN, "3_kitchen"),
    60: ("R3", View.TABLES, "4_cut_off"),
    80: ("R2", View.TABLES, "5_bills"),
    MINUTES: ("R1", None, "6_day"),
}
"""At which minute which screen of which register is pictured; None is the day in figures."""


@dataclass
class Party:
    """A table's evening; `steps` are what is still to be done, with their minutes."""

    table: int
    guests: int
    server: StaffId
    label: str
    steps: list[tuple[int, str]] = field(default_factory=list)
    number: str = ""
    moved_to: int = 0

    @property
    def stands_at(self) -> str:
        """The table they sit at now."""
        return str(self.moved_to or self.table)


class Evening:
    """Plays the parties' steps minute by minute."""

    def __init__(self, house: House, tables: int, seed: int) -> None:
        self.house, self.chance = house, Random(seed)
        self.parties = [self._party(table) for table in range(1, tables + 1)]
        self.done: Counter[str] = Counter()
        self.cash = 0
        self.refunded = 0
        self.is_cut = False

    def play(self) -> None:
        """Two hours."""
        for minute in range(MINUTES + 1):
            self._line(minute)
            due = sorted(
                (at, party.table, act) for party in self.parties for at, act in party.steps if at == minute
            )  # fmt: skip
            for _, table, act in due:
                self._act(self.parties[table - 1], act)
            self._cook()
            self._pictures(minute)
            self.house.pass_time(minutes=1)

    def _cook(self) -> None:
        """The cooks finish what they have had for a while."""
        hands = self.house.hands["K1"]
        hands.job = "bump"
        hands.sign_in(PAOLO)
        hands.go(View.KITCHEN)
        self.done["bump"] += hands.bump_what_stood(COOKED_AFTER)

    def _party(self, table: int) -> Party:
        server, (label, _) = next((who, where) for who, where in SERVED.items() if table in where[1])
        guests = self.chance.randint(2, 6)
        begins = self.chance.randint(0, 38)
        main, dessert = begins + self.chance.randint(14, 20), begins + self.chance.randint(38, 48)
        ends = min(MINUTES - 4, dessert + self.chance.randint(14, 24))
        steps = [(begins, "seat"), (begins + 3, "order"), (main, "fire"), (dessert, "dessert"), (ends, "bill")]
        steps.append((ends + 3, ("cash", "cash", "even", "note")[table % 4]))
        if table % 9 == 0:
            steps.append((begins + 8, "void"))
        if table % 10 == 3:
            steps.append((begins + 12, "round"))
        if table % 12 == 7:
            steps.append((ends - 2, "discount"))
        if table % 15 == 4:
            steps.append((ends + 5, "take back"))
        return Party(table, guests, server, label, steps)

    def _act(self, party: Party, act: str) -> None:
        hands = self.house.hands[party.label]
        hands.job = act
        hands.sign_in(party.server)
        acts: dict[str, Callable[[Hands, Party], None]] = {
            "seat": self._seat, "order": self._order, "fire": self._fire, "dessert": self._dessert, "bill": self._bill,
            "cash": self._cash, "even": self._even, "note": self._note, "void": self._void, "round": self._round,
            "discount": self._discount, "take back": self._take_back,
        }  # fmt: skip
        acts[act](hands, party)
        self.done[act] += 1

    def _open(self, hands: Hands, party: Party) -> None:
        hands.go(View.TABLES)
        hands.table(party.stands_at)
        if hands.terminal.window.view is View.TABLES:  # a second tap on the same table opens at once
            hands.press("Open order")

    def _seat(self, hands: Hands, party: Party) -> None:
        hands.go(View.TABLES)
        hands.table(party.stands_at)
        hands.press(f"{party.guests} guests")
        order = hands.terminal.till.counter.order
        assert order is not None, f"nobody sits at {party.table}"
        party.number = order.number

    def _order(self, hands: Hands, party: Party) -> None:
        self._open(hands, party)
        hands.press("Drinks")
        hands.tile(self.chance.choice(DRINKS), party.guests)
        hands.press("Starters")
        for _ in range(max(1, party.guests // 2)):
            hands.tile(self.chance.choice(STARTERS))
        for _ in range(party.guests):
            category, dish = self.chance.choice(MAINS)
            hands.press(category)
            hands.tile(dish)
        hands.press("Send")

    def _fire(self, hands: Hands, party: Party) -> None:
        self._open(hands, party)
        hands.press("Fire")

    def _dessert(self, hands: Hands, party: Party) -> None:
        self._open(hands, party)
        hands.press("Desserts")
        for _ in range(party.guests - 1):
            hands.tile(self.chance.choice(DESSERTS))
        hands.press("Send")
        if hands.can("Fire"):
            hands.press("Fire")

    def _bill(self, hands: Hands, party: Party) -> None:
        hands.go(View.TABLES)
        hands.table(party.stands_at)
        if hands.terminal.window.view is View.REGISTER:  # it was chosen already
            hands.press("Order options")
        hands.press("Print bill")

    def _pay(self, hands: Hands, party: Party) -> int:
        self._open(hands, party)
        hands.press("Pay")
        due = hands.terminal.till.payment.order
        assert due is not None
        return due.due.minor

    def _cash(self, hands: Hands, party: Party) -> None:
        self.cash += self._pay(hands, party)
        hands.press("Exact", "Take cash", "New order")

    def _note(self, hands: Hands, party: Party) -> None:
        """A note is handed over, and change comes back."""
        self.cash += self._pay(hands, party)
        notes = [name for name in hands.names() if name.replace(".", "").isdigit() and "." in name]
        hands.press(notes[0], "Take cash", "New order")

    def _even(self, hands: Hands, party: Party) -> None:
        """Three friends pay a third each."""
        self.cash += self._pay(hands, party)
        hands.press("Share the bill", "Even", "3", "Share and pay")
        for _ in range(3):
            hands.press("Exact", "Take cash")
        hands.press("New order")

    def _void(self, hands: Hands, party: Party) -> None:
        """A drink came back; the shift lead allows it."""
        self._open(hands, party)
        hands.line(next(words for words in hands.lines() if "items," in words and "waits" not in words))
        drink = next(words for words in hands.lines() if any(one in words for one in DRINKS))
        hands.line(drink)
        hands.act_on(drink, "void")
        while hands.can("One fewer"):
            hands.press("One fewer")
        hands.pick("Not as ordered")
        hands.press("Void")
        hands.allow(CARLA)

    def _round(self, hands: Hands, party: Party) -> None:
        """Another round of what they drank."""
        self._open(hands, party)
        hands.press("Drinks")
        hands.tile(self.chance.choice(DRINKS), party.guests)
        hands.press("Send")

    def _discount(self, hands: Hands, party: Party) -> None:
        self._open(hands, party)
        hands.press("Order options", "Discount", "1", "0")
        hands.pick("Regular guest")
        hands.press("Take 10 % off")
        if hands.must_ask:
            hands.allow(CARLA)

    def _take_back(self, hands: Hands, party: Party) -> None:
        """One dessert was not what they wanted, after they had paid."""
        hands.go(View.ORDERS)
        hands.press("Ended")
        hands.line(f"#{party.number}")
        hands.press("Take goods back")
        dessert = next(words for words in hands.offered() if any(one in words for one in DESSERTS))
        hands.pick(dessert)
        hands.press("Complaint")
        words = hands.button("In cash").accessibleName()
        self.refunded += int("".join(letter for letter in words if letter.isdigit()))
        hands.press("In cash")
        hands.allow(CARLA)

    def _line(self, minute: int) -> None:
        """The line to one register breaks in the rush and comes back."""
        if minute == CUT_AT:
            self.house.cut(CUT)
        elif minute == BACK_AT:
            self.house.mend()

    def _pictures(self, minute: int) -> None:
        """Six moments, each at a register somebody works at."""
        label, view, name = MOMENTS.get(minute, ("", None, ""))
        if label and self.house.hands[label].who is not None:
            hands = self.house.hands[label]
            hands.job = "pictures"
            if view is None:
                hands.sign_in(CARLA)
                hands.terminal.window.go(View.DAY)
                hands.settle()
            else:
                hands.go(view)
            hands.picture(name)

    def judge(self) -> list[str]:
        """What is wrong at the end of the evening."""
        wrong: list[str] = []
        shops = self.house.shops
        if not alike(*shops):
            wrong.append("the registers hold different things")
        for label, shop in zip(LABELS, shops, strict=True):
            wrong += [f"{label}: {finding}" for finding in shop.store.verify()]
            still = shop.shop.reads.orders.open_orders()
            wrong += [f"{label}: order {row.number} is still open" for row in still]
        wrong += self._fired_twice()
        day = shops[0].shop.closing.read()
        if day.gross.minor != self.cash - self.refunded:
            wrong.append(f"sold {day.gross.plain()}, taken {self.cash - self.refunded} minor units")
        if day.orders != len(self.parties):
            wrong.append(f"{day.orders} orders were paid, of {len(self.parties)}")
        return wrong

    def _fired_twice(self) -> list[str]:
        """Lines that stand on more kitchen tickets of one station than one."""
        wrong = []
        kitchen = self.house.shop("K1").shop.reads.kitchen
        seen: Counter[tuple[str, str]] = Counter()
        for ticket in (*kitchen.live(None), *kitchen.bumped(None, 100_000)):
            seen.update((ticket.station_id, line.item.line_id) for line in ticket.lines)
        for (station, line), times in seen.items():
            if times > 1:
                wrong.append(f"{line} was asked for {times} times of {station}")
        return wrong if seen else ["no kitchen ticket at all"]


def main() -> int:
    """Play, judge, say; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="aura-friday-") as folder:
        house = House(Path(folder), prepare_application(app, built_in("night")), asked.pictures)
        evening = Evening(house, asked.tables, asked.seed)
        try:
            evening.play()
            wrong = evening.judge()
        finally:
            house.close()
        taps: Counter[str] = Counter()
        for hands in house.hands.values():
            taps += hands.taps
    for each in wrong:
        print(each)
    print(f"{sum(taps.values())} taps in {time.monotonic() - began:.0f} s, of them {dict(taps.most_common())}")
    print(f"{dict(evening.done)}: {'clean' if not wrong else f'{len(wrong)} wrong'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
