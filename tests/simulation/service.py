"""The service: people act, what is acknowledged is recorded, and what must hold at every moment is looked at."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.facts import BY_TYPE, Fact
from aura_terminal.store.errors import StoreUnavailable
from tests.simulation.outcome import Broken
from tests.simulation.staff import Hands
from tests.simulation.terminal import Terminal

if TYPE_CHECKING:
    from tests.simulation.world import World


class Service:
    """The people of one world."""

    def __init__(self, world: World, tried: int) -> None:
        self._world = world
        self._hands = Hands(world.chance, world.extremes)
        self._finals: dict[tuple[str, str], str] = {}
        self._known: dict[str, dict[str, int]] = {}
        self.tried = tried
        self.acts_left = tried
        self.acts = 0

    def begin(self) -> None:
        """Doors open."""
        self._world.agenda.after(0, self._act)

    def look(self, terminal: Terminal) -> None:
        """Facts came in: nothing that was final may be open now, and nothing known may be forgotten."""
        self._check_finals(terminal)
        known = terminal.looking.known()
        for origin, seq in self._known.get(terminal.seat, {}).items():
            if known.get(origin, 0) < seq:
                raise Broken(f"facts forgotten: {terminal.seat} knew {seq} of {origin}, now {known.get(origin, 0)}")
        self._known[terminal.seat] = known

    def forget(self, terminal: Terminal) -> None:
        """This machine's disk was put back: what it showed before counts no more."""
        self._known.pop(terminal.seat, None)
        self._finals = {key: status for key, status in self._finals.items() if key[0] != terminal.seat}

    def _check_finals(self, terminal: Terminal) -> None:
        for order_id, status in terminal.looking.rows("SELECT order_id, status FROM orders"):
            before = self._finals.get((terminal.seat, order_id))
            if status != "open":
                self._finals[terminal.seat, order_id] = status
            elif before is not None:
                raise Broken(f"final order reopened: {terminal.seat} shows {order_id} open, it was {before}")

    def _act(self) -> None:
        if self.acts_left <= 0:
            return
        self.acts_left -= 1
        up = [terminal for terminal in self._world.everybody if terminal.is_up]
        if up:
            terminal = self._world.chance.choice(up)
            terminal.guarded(lambda: self._one(terminal))
        self._world.agenda.after(self._world.chance.randint(0, 2 * self._world.extremes.gap_ms), self._act)

    def _one(self, terminal: Terminal) -> None:
        name, act = self._hands.act(terminal.shop)
        try:
            facts = act()
        except RuleBroken as broken:
            self._refused(terminal, name, broken.code)
        except Unavailable as unavailable:
            self._refused(terminal, name, _said(unavailable))
        else:
            self._acknowledged(terminal, name, facts)

    def _refused(self, terminal: Terminal, name: str, why: str) -> None:
        self._world.trace.note(f"{terminal.seat}: {name} refused: {why}")
        if terminal.seat in self._world.clones:
            return
        kept = self._world.record.take(terminal.looking, terminal.origin)
        if kept:
            raise Broken(f"refused and kept: {terminal.seat} kept {[fact.type for fact in kept]} of {name}")

    def _acknowledged(self, terminal: Terminal, name: str, facts: tuple[Fact, ...]) -> None:
        if not facts:
            return
        told = [BY_TYPE[type(fact)].name for fact in facts]
        on_copy = terminal.seat in self._world.clones
        self._world.trace.note(f"{terminal.seat}: {name}: {', '.join(told)}")
        terminal.committed()
        if on_copy:
            return
        found = [fact.type for fact in self._world.record.take(terminal.looking, terminal.origin)]
        if Counter(told) - Counter(found):
            raise Broken(f"told and not kept: {terminal.seat} was told {told} of {name}, its journal has {found}")
        self.acts += 1
        self._check_finals(terminal)


def _said(unavailable: Unavailable) -> str:
    """What is unavailable, without the path of this world."""
    if isinstance(unavailable, StoreUnavailable):
        return f"store {unavailable.trouble.value}"
    return f"{unavailable.what} unavailable"
