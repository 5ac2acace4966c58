"""One terminal of a world: its disk, its clock, its one or two processes with the real store, and its mesh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import PeerState, SharedJournal
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.store.restoring import restore
from aura_terminal.use_cases.shop import Shop, open_shop
from sync.mesh.contract import HangUp, Keeping, LinkId, Look, Me, MeshLimits, Moment, PeerIdentity, Refused, Send
from sync.mesh.machine import Mesh
from tests.simulation.agenda import Agenda, SkewedClock
from tests.simulation.disk import Disk
from tests.simulation.extremes import Extremes
from tests.simulation.network import Ears, Network
from tests.simulation.record import Looking
from tests.simulation.releases import CURRENT, Release
from tests.simulation.trace import Trace
from tests.support.chance import SeededIds
from tests.support.memory_shop import MemoryVault

LOOK_TICKS = 4
RESTART_MS = 4_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all terminals of a world share."""

    agenda: Agenda
    network: Network
    extremes: Extremes
    trace: Trace


@dataclass(frozen=True, slots=True)
class Host:
    """What the mesh asks of its terminal."""

    journal: SharedJournal
    release: Callable[[OrderId, str], None]
    keeping: Keeping | None = None

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Hand a token on through the use case, as the node does."""
        self.release(order_id, to)


class Terminal:
    """A terminal with everything that makes it one. `seat` names its place in the network, for good."""

    def __init__(
        self, around: Surroundings, seat: str, folder: Path, chance: Random, skew_ms: int, terminal_id: str = ""
    ) -> None:
        self._around = around
        self._chance = chance
        self.seat = seat
        self.terminal_id = terminal_id or f"machine-{seat}"
        self.disk = Disk(folder)
        self.clock = SkewedClock(around.agenda, skew_ms)
        self.ids = SeededIds(self.clock, chance.getrandbits(64))
        self.release: Release = CURRENT
        self.is_up = False
        self.life = 0
        self.refused: list[Refused] = []
        self._looked_at = 0
        self.on_commit: Callable[[Terminal], None] = lambda terminal: None
        self.on_look: Callable[[Terminal], None] = lambda terminal: None
        self.on_turn: Callable[[Terminal], None] = lambda terminal: None
        self._works = False
        self._ticks = 0
        self._noted: tuple[PeerState, ...] = ()

    @property
    def ears(self) -> Ears:
        """What the network tells this terminal."""
        return Ears(self.terminal_id, lambda: self.is_up, self._connected, self._received, self._lost)

    @property
    def label(self) -> str:
        """What people call it now."""
        return self.screen.identity.label

    @property
    def origin(self) -> str:
        """Under which name its facts stand now."""
        return self.screen.identity.origin

    @property
    def moment(self) -> Moment:
        """Its time."""
        return Moment(self.clock.monotonic(), self.clock.wall_ms)

    # Its life

    def start(self) -> None:
        """Open the store and join the network; where the disk or the power does not let it, try again later."""
        self.clock.restart()
        try:
            self._open()
        except BaseException as error:  # without power every error is a power cut
            if self.disk.is_off:
                self.crashed("while starting")
            elif isinstance(error, Unavailable):
                self._try_again(error)
            else:
                raise
            return
        self.is_up = True
        self.life += 1
        self._note(f"up as {self.label}")
        self.on_commit(self)
        self._tick(self.life)

    def update(self) -> None:
        """End in order, and start again with the current release."""
        self.release = CURRENT
        if not self.is_up:
            return
        self._note("is updated")
        self.is_up = False
        self.life += 1
        self._around.network.vanish(self.seat)
        self.looking.close()
        for store in self._stores():
            store.close()
        self.disk.let_go()
        self.start()

    def crashed(self, when: str) -> None:
        """The power is gone: nothing is closed in order, and it comes back after a while with what the disk has."""
        self._go_down(when)
        self.disk.restart()
        self._around.agenda.after(self._chance.randint(50, 2 * RESTART_MS), self.start)

    def lose_power(self) -> None:
        """Crash now, between two statements."""
        if self.is_up:
            self.disk.crash()
            self.crashed("between statements")

    def vanish(self) -> None:
        """Crash and stay away."""
        self._go_down("for good")
        self.disk.let_go()

    def restore(self, copy: Path) -> None:
        """Go back to a backup, as an operator does after the disk broke: what came later is under other names now."""
        self.disk.crash()
        self._go_down("and is restored from a backup")
        self.disk.restart()
        restore(self.disk.folder, copy, self.clock, self.ids)
        self._around.agenda.after(RESTART_MS, self.start)

    def believe(self, origin: str) -> None:
        """Its operator has looked at the history of an origin and found nothing wrong with it."""
        self._mesh(lambda mesh: mesh.believe(origin, self.moment))

    def restart_process(self) -> None:
        """One of the two processes dies and comes back at once; the other goes on."""
        if not self.is_up or len(self._stores()) < 2:
            return
        dying = self._chance.choice((Role.SCREEN, Role.NODE))
        self._note(f"its {dying.value} dies")
        store = self.screen if dying is Role.SCREEN else self.node
        for connection in (store._connections.read, store._connections.write):  # a death closes nothing in order
            self.disk.forget(connection.raw)
        store._lock.release()
        self.guarded(lambda: self._open_again(dying))

    def guarded(self, call: Callable[[], object]) -> None:
        """Run something of this terminal; when the power goes meanwhile, it crashes."""
        if not self.is_up:
            return
        try:
            call()
        except BaseException:  # without power every error is a power cut, whatever it became on its way up
            if not self.disk.is_off:
                raise
            self.crashed("in the middle of a transaction")

    # What its people did

    def committed(self) -> None:
        """Its screen has committed something: the node hears of it soon."""
        life = self.life
        self._around.agenda.after(
            self._chance.randint(0, self._around.extremes.look_ms),
            lambda: self._mesh(lambda mesh: mesh.committed(self.moment)) if self.life == life else None,
        )

    def ask_token(self, order_id: OrderId, holder: str) -> None:
        """Somebody here wants an order's money token."""
        self._mesh(lambda mesh: mesh.ask_token(order_id, holder, self.moment))

    def newly_doubted(self) -> set[str]:
        """Origins whose history was refused here since the last look."""
        fresh, self._looked_at = self.refused[self._looked_at :], len(self.refused)
        return {refused.origin for refused in fresh if refused.origin}

    def knows_of_trouble(self, origin: str) -> bool:
        """Whether it ever said that an origin's history, or the machine that writes it, is not what it should be."""
        return any(refused.origin in (origin, "") for refused in self.refused)

    # How it works

    def _try_again(self, why: Unavailable) -> None:
        self._note(f"cannot start: {why.trouble.value if isinstance(why, StoreUnavailable) else why.what}")
        self.disk.let_go()
        self._release_locks()
        self._around.agenda.after(RESTART_MS, self.start)

    def _open(self) -> None:
        self._open_screen()
        if self._around.extremes.processes == 2:
            self.node = self._store(Role.NODE)
        else:
            self.node = self.screen
        self._open_mesh()
        self.looking = Looking(self.disk.folder)

    def _open_again(self, role: Role) -> None:
        try:
            self._open_one(role)
        except Unavailable:
            if self.disk.is_off:
                raise
            self.lose_power()  # a screen or a node that cannot start leaves nothing to go on with

    def _open_one(self, role: Role) -> None:
        if role is Role.SCREEN:
            self._open_screen()
        else:
            self._around.network.vanish(self.seat)
            self.life += 1
            self.node = self._store(Role.NODE)
            self._open_mesh()
            self._tick(self.life)
        self.on_commit(self)

    def _open_screen(self) -> None:
        self.screen = self._store(Role.SCREEN)
        self.shop: Shop = self._shop(self.screen)

    def _open_mesh(self) -> None:
        me = Me(self.terminal_id, self.node.identity.label, self.node.identity.origin, self.node.identity.store_id, "1")
        self.node_shop = self.shop if self.node is self.screen else self._shop(self.node)
        host = Host(self.node, self._release)
        self.mesh = Mesh(me, host, Random(self._chance.getrandbits(64)), self._limits())
        self._works = False
        self._noted = ()

    def _limits(self) -> MeshLimits:
        drawn = self._around.extremes
        return MeshLimits(
            slice_rows=drawn.slice_facts, batch_facts=drawn.batch_facts, batch_bytes=drawn.batch_bytes,
            window=drawn.window, live_facts=drawn.live_facts,
        )  # fmt: skip

    def _store(self, role: Role) -> Store:
        with self.release.starting():
            store = open_store(
                self.disk.folder, self.clock, self.ids, role=role, ballast_bytes=0, open_raw=self.disk.connect
            )
        self.release.limit(store)
        return store

    def _shop(self, store: Store) -> Shop:
        return open_shop(
            store.begin, store.reads, MemoryVault(), self.clock, self.ids, store.identity, store.spool, store.paper
        )

    def _stores(self) -> list[Store]:
        return [self.screen] if self.node is self.screen else [self.screen, self.node]

    def _go_down(self, when: str) -> None:
        self._note(f"crashes {when}")
        if self.is_up:
            self.looking.close()
        self.is_up = False
        self.life += 1
        self._around.network.vanish(self.seat)
        self._release_locks()

    def _release_locks(self) -> None:
        for store in (getattr(self, "screen", None), getattr(self, "node", None)):
            if store is not None:
                store._lock.release()  # the system does this when a process dies

    def _release(self, order_id: OrderId, to: str) -> None:
        try:
            self.node_shop.paying.release_token(order_id, to)
        except RuleBroken as broken:
            self._note(f"keeps a token from {to}: {broken.code}")
        except Unavailable as unavailable:
            self._note(f"keeps a token from {to}: {unavailable.what}")
        else:
            self._note(f"hands a token to {to}")
            self.on_commit(self)
            self.committed()

    def _tick(self, life: int) -> None:
        if self.life != life:
            return
        self._ticks += 1
        self._mesh(lambda mesh: mesh.tick(self.moment))
        if self._ticks % LOOK_TICKS == 0:
            self.guarded(self._note_peers)
            self.guarded(lambda: self.on_turn(self))
        self._around.agenda.after(self._around.extremes.tick_ms, lambda: self._tick(life))

    def _note_peers(self) -> None:
        """Remember across restarts what is known of the others, as the node does."""
        states = tuple(replace(state, last_heard_ms=0, skew_ms=0) for state in self.mesh.states(self.moment))
        if states == self._noted:
            return
        try:
            self.node.peers.note(states)
        except Unavailable as unavailable:
            self._note(f"does not note its peers: {unavailable.what}")
        else:
            self._noted = states

    def _connected(self, link: int, terminal_id: str, seat: str) -> None:
        peer = PeerIdentity(terminal_id, seat)
        self._mesh(lambda mesh: mesh.connected(LinkId(link), peer, self.moment))

    def _received(self, link: int, message: bytes) -> None:
        self._mesh(lambda mesh: mesh.received(LinkId(link), message, self.moment))

    def _lost(self, link: int) -> None:
        self._mesh(lambda mesh: mesh.lost(LinkId(link), self.moment))

    def _mesh(self, call: Callable[[Mesh], None]) -> None:
        self.guarded(lambda: self._with_mesh(call))

    def _with_mesh(self, call: Callable[[Mesh], None]) -> None:
        call(self.mesh)
        self._effects()
        if not self._works:
            self._works = True
            self._plan_work()

    def _plan_work(self) -> None:
        life = self.life
        self._around.agenda.after(
            self._around.extremes.idle_work_ms,
            lambda: self.guarded(self._work) if self.life == life else None,
        )

    def _work(self) -> None:
        self._works = False
        more = self.mesh.work(self.moment)
        self._effects()
        if more:
            self._works = True
            self._plan_work()

    def _effects(self) -> None:
        for effect in self.mesh.drain():
            if isinstance(effect, Send):
                self._around.network.send(effect.link, effect.message)
            elif isinstance(effect, HangUp):
                self._note(f"hangs up on link {effect.link}: {effect.why}")
                self._around.network.hang_up(effect.link)
            elif isinstance(effect, Look):
                self.on_look(self)
            elif isinstance(effect, Refused):
                self._note(f"refuses {effect.label}: {effect.why}")
                self.refused.append(effect)

    def _note(self, what: str) -> None:
        self._around.trace.note(f"{self.seat}: {what}")
