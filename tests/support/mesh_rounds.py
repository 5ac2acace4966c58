"""Rounds of a mesh campaign: a service on four terminals, something breaks, everything comes back, and is judged."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from tests.support.mesh_acks import acks_in
from tests.support.mesh_networks import Network
from tests.support.mesh_oracle import judge_mesh, live_tickets, promised, vector_of
from tests.support.mesh_router import Line
from tests.support.mesh_terminal import Terminal

UP_WITHIN, HEALED_WITHIN, SERVED_WITHIN, COOKED_WITHIN = 60.0, 60.0, 180.0, 120.0
LOOK_EVERY = 0.02
BEFORE_SECONDS, BROKEN_SECONDS = (0.2, 1.5), (0.3, 4.0)
LONG_OUTAGE_CHANCE, LONG_OUTAGE_SECONDS = 0.1, (16.0, 19.0)
CUT_CHANCE, KILL_CHANCE = 0.55, 0.75
PARTS = ("node", "hand", "both")


class Failed(Exception):
    """A round did not come to its end; the text says where."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What breaks in a round: who is killed and what of it, who is taken off the network and how, and for how long."""

    killed: tuple[tuple[str, str], ...]
    cut: tuple[str, ...]
    line: Line
    before: float
    broken: float

    def words(self) -> str:
        """For the line of a failure."""
        kills = ", ".join(f"{part} of {label}" for label, part in self.killed) or "nobody"
        cuts = f"{', '.join(self.cut)} {self.line}" if self.cut else "no cable"
        return f"killed {kills}; {cuts}; {self.broken:.1f} s"


@dataclass(slots=True)
class Figures:
    """What a campaign came to."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    heals: list[float] = field(default_factory=list)
    refused: int = 0


def plan_of(labels: Sequence[str], chance: Random) -> Plan:
    """Any one or any two terminals killed, a cable or the router pulled, or both at once."""
    kills = chance.random() < KILL_CHANCE
    victims = chance.choice((*combinations(labels, 1), *combinations(labels, 2))) if kills else ()
    cut: tuple[str, ...] = ()
    if not kills or chance.random() < CUT_CHANCE:
        cut = chance.choice((tuple(labels), *((label,) for label in labels), *combinations(labels, 2)))
    is_long = chance.random() < LONG_OUTAGE_CHANCE
    return Plan(
        tuple((label, chance.choice(PARTS)) for label in victims), cut, chance.choice((Line.CUT, Line.STALLED)),
        chance.uniform(*BEFORE_SECONDS), chance.uniform(*(LONG_OUTAGE_SECONDS if is_long else BROKEN_SECONDS)),
    )  # fmt: skip


class Service:
    """Four terminals at work; every method waits for what it says, or raises Failed."""

    def __init__(self, terminals: Sequence[Terminal], network: Network, chance: Random) -> None:
        self._terminals = {terminal.label: terminal for terminal in terminals}
        self._network, self._chance = network, chance
        self.figures = Figures()

    def round(self, orders: int) -> Plan:
        """Serve so many orders while something breaks and comes back."""
        plan = plan_of(tuple(self._terminals), self._chance)
        self._bring_up()
        registers = [terminal for terminal in self._terminals.values() if terminal.kind == "register"]
        wanted = {each.label: self._opened_by(each) + orders // len(registers) for each in registers}
        self._begin(wanted)
        self._wait(plan.before)
        self._break(plan)
        self._wait(plan.broken)
        self._come_back()
        self._finish(wanted)
        self.figures.rounds += 1
        return plan

    def judge(self) -> list[str]:
        """Compare all terminals with what was promised, at rest.

        Nodes go on: one may write its report of an outage while the files are read one after the other; then they rest
        and are read once more.
        """
        told = promised(acks_in(next(iter(self._terminals.values())).acks))
        stores = {label: terminal.store for label, terminal in self._terminals.items()}
        while True:
            before = [vector_of(store) for store in stores.values()]
            complaints = judge_mesh(stores, told)
            if not complaints or before == [vector_of(store) for store in stores.values()]:
                return complaints
            self._until(self._is_at_rest, COOKED_WITHIN, "the terminals do not come to rest")

    def stop(self) -> None:
        """Kill whatever runs."""
        for terminal in self._terminals.values():
            terminal.kill_hand()
            terminal.kill_node()

    def _begin(self, wanted: dict[str, int]) -> None:
        for label, terminal in self._terminals.items():
            if terminal.kind == "kitchen":
                terminal.tell("cook")
            else:
                terminal.tell(f"serve {max(wanted[label] - self._opened_by(terminal), 0)}")

    def _break(self, plan: Plan) -> None:
        if plan.cut:
            self._network.cut(plan.cut, plan.line)
            self.figures.cuts["router" if len(plan.cut) == len(self._terminals) else plan.line.value] += 1
        for label, part in plan.killed:
            terminal = self._terminals[label]
            if part in ("node", "both"):
                terminal.kill_node()
            if part in ("hand", "both"):
                terminal.kill_hand()
            self.figures.kills[part] += 1

    def _come_back(self) -> None:
        """Bring everything back in any order; from then on everybody must soon know what anybody knew."""
        steps: list[Callable[[], None]] = [self._network.heal]
        for terminal in self._terminals.values():
            steps += [terminal.start_node, terminal.start_hand]
        self._chance.shuffle(steps)
        for step in steps:
            step()
            self._wait(self._chance.uniform(0.0, 0.1))
        began = time.monotonic()
        known = [vector_of(terminal.store) for terminal in self._terminals.values()]
        goal = {origin: max(vector.get(origin, 0) for vector in known) for origin in set().union(*known)}
        self._until(lambda: self._everybody_reached(goal), HEALED_WITHIN, "the terminals did not come to know the same")
        self.figures.heals.append(time.monotonic() - began)
        self._bring_up()

    def _everybody_reached(self, goal: dict[str, int]) -> bool:
        vectors = (vector_of(terminal.store) for terminal in self._terminals.values())
        return all(vector.get(origin, 0) >= seq for vector in vectors for origin, seq in goal.items())

    def _finish(self, wanted: dict[str, int]) -> None:
        """Serve what is left, cook it, and rest until all know all."""
        for terminal in self._terminals.values():
            self._words_of(terminal)
        self._begin(wanted)
        waiting = {label for label, terminal in self._terminals.items() if terminal.kind == "register"}

        def all_served() -> bool:
            waiting.difference_update(
                [label for label in waiting if "served" in self._words_of(self._terminals[label])]
            )
            return not waiting

        self._until(all_served, SERVED_WITHIN, "the registers did not finish their orders")
        self._until(self._is_at_rest, COOKED_WITHIN, "the kitchens did not finish, or the terminals still differ")

    def _is_at_rest(self) -> bool:
        vectors = [vector_of(terminal.store) for terminal in self._terminals.values()]
        return all(vector == vectors[0] for vector in vectors) and not any(
            live_tickets(terminal.store) for terminal in self._terminals.values()
        )

    def _words_of(self, terminal: Terminal) -> list[str]:
        words = terminal.heard()
        self.figures.refused += sum(word.startswith("refused") for word in words)
        return words

    def _bring_up(self) -> None:
        for terminal in self._terminals.values():
            terminal.start_node()
            terminal.start_hand()
        self._until(
            lambda: all(terminal.is_up for terminal in self._terminals.values()), UP_WITHIN, "a process did not come up"
        )

    def _opened_by(self, terminal: Terminal) -> int:
        return sum(1 for ack in acks_in(terminal.acks) if ack["event"] == "opened" and ack["by"] == terminal.label)

    def _wait(self, seconds: float) -> None:
        time.sleep(seconds)
        self._all_must_live()

    def _until(self, holds: Callable[[], bool], within: float, trouble: str) -> None:
        until = time.monotonic() + within
        while not holds():
            self._all_must_live()
            if time.monotonic() > until:
                raise Failed(trouble)
            time.sleep(LOOK_EVERY)

    def _all_must_live(self) -> None:
        for terminal in self._terminals.values():
            for word in terminal.died():
                raise Failed(word)
