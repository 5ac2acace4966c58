"""The service: people act, what is acknowledged is recorded, and what must hold at every moment is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.facts import BY_TYPE, Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.errors import StoreUnavailable
from tests.simulation.managers import holder_named
from tests.simulation.outcome import Broken
from tests.simulation.record import Kept
from tests.simulation.small_shop import GRILL
from tests.simulation.staff import Hands, pay_again
from tests.simulation.terminal import Terminal

if TYPE_CHECKING:
    from tests.simulation.world import World


class Service:
    """The people of one world."""

    def __init__(self, world: World, tried: int) -> None:
        self._world = world
        self.look_rest_ms = 0
        self._looked_ms: dict[str, int] = {}
        self._hands = Hands(world.chance, world.extremes)
        self._finals: dict[tuple[str, str], str] = {}
        self._known: dict[str, dict[str, int]] = {}
        self.tried = tried
        self.acts_left = tried
        self.acts = 0
        self._is_over = False
        self.on_fire: Callable[[Terminal, Sequence[Kept]], None] | None = None

    def begin(self) -> None:
        """Doors open."""
        self._world.agenda.after(0, self._act)

    def end(self) -> None:
        """Doors close: nobody does anything any more, screens included."""
        self._is_over = True

    def look(self, terminal: Terminal) -> None:
        """Facts came in: nothing that was final may be open now, and nothing known may be forgotten.

        Where many terminals serve for hours, each is looked at again after `look_rest_ms`.
        """
        now = self._world.agenda.now_ms
        if now < self._looked_ms.get(terminal.seat, -self.look_rest_ms) + self.look_rest_ms:
            return
        self._looked_ms[terminal.seat] = now
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

    def kitchen_looks(self, terminal: Terminal) -> None:
        """Every few seconds: a kitchen's screen says what it holds, and whoever fired prints what no screen took."""
        world = self._world
        if self._is_over:
            return
        silence = 0.0 if world.network.is_kind else world.extremes.kitchens_silent
        if terminal.seat[0] in "KN" and world.chance.random() >= silence:
            waiting = [row.ticket_id for row in terminal.shop.reads.kitchen.live(GRILL)]
            deliver = world.chance.choice((terminal.shop.delivery.receive, terminal.shop.delivery.see))
            self._by_itself(terminal, "holds", lambda: deliver(waiting))
        self._by_itself(terminal, "takes up tokens", terminal.node_shop.paying.take_up_tokens)
        self._by_itself(terminal, "repairs fires", terminal.node_shop.delivery.repair_fires)
        self._by_itself(terminal, "escalates", lambda: _escalate(terminal))

    def _by_itself(self, terminal: Terminal, name: str, act: Callable[[], tuple[Fact, ...]]) -> None:
        try:
            facts = act()
        except (RuleBroken, Unavailable) as refusal:
            self._world.trace.note(f"{terminal.seat}: {name} not: {type(refusal).__name__}")
            return
        self._acknowledged(terminal, name, facts)

    def _check_slips(self, terminal: Terminal, kept: list[Kept]) -> None:
        """Nobody prints elsewhere what is known here as printed elsewhere."""
        asked = "SELECT count(*) FROM journal WHERE type = 'ticket_escalated' AND aggregate_id = ?"
        for ticket_id in [fact.aggregate_id for fact in kept if fact.type == "ticket_escalated"]:
            if terminal.looking.rows(asked, ticket_id) != [(1,)]:
                raise Broken(f"escalated twice: {terminal.seat} had heard that {ticket_id} was printed")

    def _ask_for_token(self, terminal: Terminal, broken: RuleBroken) -> None:
        """Who may not take the money asks for the token and tries again, as a cashier with a guest before them does."""
        holder, order_id, chance = holder_named(broken), self._hands.at, self._world.chance
        if not holder or order_id is None:
            return
        terminal.ask_token(order_id, holder)
        for _ in range(chance.choice((1, 2, 4))):
            self._world.agenda.after(chance.randint(1, 3_000), lambda: self._come_back(terminal, order_id))

    def _come_back(self, terminal: Terminal, order_id: OrderId) -> None:
        if self.acts_left > 0:
            terminal.guarded(lambda: self._pay_again(terminal, order_id))

    def _pay_again(self, terminal: Terminal, order_id: OrderId) -> None:
        broken = self._try(terminal, "pay again", lambda: pay_again(self._hands, terminal.shop, order_id))
        if broken is not None and holder_named(broken):
            terminal.ask_token(order_id, holder_named(broken))

    def _check_fence(self, terminal: Terminal, kept: list[Kept]) -> None:
        """Money is taken by one terminal after the other, each knowing what the one before knew, unless overridden."""
        if self._world.copied:
            return  # two machines of one name both hold its tokens; what came of it is judged at the end
        record, known = self._world.record, terminal.looking.known()
        for order_id in {fact.aggregate_id for fact in kept if fact.type == "payment_taken"}:
            held = record.about(order_id)
            if any(fact.type == "token_overridden" for fact in held):
                continue
            wanted = [(fact.origin, fact.seq) for fact in held if fact.type == "payment_taken"]
            tokens = [fact for fact in held if fact.type == "token_released" and fact.seq <= known.get(fact.origin, 0)]
            if tokens:
                wanted += max(tokens, key=lambda fact: int(fact.body["epoch"])).body["seen"]
            for origin, seq in wanted:
                if seq > known.get(origin, 0):
                    raise Broken(
                        f"token fence: {terminal.seat} took money on {order_id} without knowing {origin} {seq}"
                    )

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
        name, act = self._hands.act(terminal.shop, terminal.release.acts)
        broken = self._try(terminal, name, act)
        if broken is not None:
            self._ask_for_token(terminal, broken)

    def _try(self, terminal: Terminal, name: str, act: Callable[[], tuple[Fact, ...]]) -> RuleBroken | None:
        """Do something; answers the rule that forbids it."""
        try:
            facts = act()
        except RuleBroken as broken:
            self._refused(terminal, name, broken.code)
            return broken
        except Unavailable as unavailable:
            self._refused(terminal, name, _said(unavailable))
        else:
            self._acknowledged(terminal, name, facts)
        return None

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
        kept = self._world.record.take(terminal.looking, terminal.origin)
        found = [fact.type for fact in kept]
        if Counter(told) - Counter(found):
            raise Broken(f"told and not kept: {terminal.seat} was told {told} of {name}, its journal has {found}")
        self.acts += 1
        self._check_fence(terminal, kept)
        self._check_slips(terminal, kept)
        if not self.look_rest_ms:
            self._check_finals(terminal)
        fired = [fact for fact in kept if fact.type in ("lines_fired", "ticket_fired")]
        if self.on_fire is not None and {fact.type for fact in fired} == {"lines_fired", "ticket_fired"}:
            self.on_fire(terminal, fired)


def _escalate(terminal: Terminal) -> tuple[Fact, ...]:
    return terminal.node_shop.delivery.escalate_overdue()


def _said(unavailable: Unavailable) -> str:
    """What is unavailable, without the path of this world."""
    if isinstance(unavailable, StoreUnavailable):
        return f"store {unavailable.trouble.value}"
    return f"{unavailable.what} unavailable"
