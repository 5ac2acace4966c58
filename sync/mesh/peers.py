"""What is remembered of every terminal met since the start: the answer to `states`."""

from __future__ import annotations

from dataclasses import dataclass, field

from aura_terminal.ports.journal import PeerState
from sync.mesh.clock_offset import ClockOffset
from sync.mesh.contract import PeerIdentity

MOST_REMEMBERED = 128
CLOCK, STAMPS, REFUSED, HISTORY = "clock", "stamps", "refused", "history"
"""What troubles are about; a history's key carries its origin too."""


@dataclass(slots=True)
class Peer:
    """One terminal, connected or not."""

    terminal_id: str
    label: str
    origin: str = ""
    app: str = ""
    address: str = ""
    last_heard_ms: int = 0
    links: int = 0
    reaches: tuple[str, ...] = ()
    clock: ClockOffset = field(default_factory=ClockOffset)
    holds: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)

    def state(self) -> PeerState:
        """As screens and the peer book see it. It holds nothing of a history that does not fit."""
        holds = tuple(sorted((at, seq) for at, seq in self.holds.items() if f"{HISTORY} {at}" not in self.troubles))
        return PeerState(
            self.terminal_id, self.label, self.origin, self.app, self.address, self.last_heard_ms, self.clock.ahead_ms,
            holds, "; ".join(self.troubles[key] for key in sorted(self.troubles)),
        )  # fmt: skip


class Peers:
    """Every terminal met, by terminal id; those long gone make room for new ones."""

    def __init__(self) -> None:
        self._met: dict[str, Peer] = {}

    def meet(self, identity: PeerIdentity) -> Peer:
        """The terminal behind a link."""
        peer = self._met.get(identity.terminal_id)
        if peer is None:
            self._make_room()
            peer = self._met[identity.terminal_id] = Peer(identity.terminal_id, identity.label)
        return peer

    def of_origin(self, origin: str) -> Peer | None:
        """The terminal that now writes under an origin."""
        return next((peer for peer in self._met.values() if peer.origin == origin), None)

    def forget_clocks(self) -> None:
        """Our own clock was set."""
        for peer in self._met.values():
            peer.clock.forget()

    def believe(self, origin: str) -> None:
        """The operator has looked at an origin's history."""
        for peer in self._met.values():
            peer.troubles.pop(f"{HISTORY} {origin}", None)

    def states(self) -> tuple[PeerState, ...]:
        """Everybody, by label."""
        return tuple(
            sorted((peer.state() for peer in self._met.values()), key=lambda one: (one.label, one.terminal_id))
        )

    def _make_room(self) -> None:
        away = [peer for peer in self._met.values() if not peer.links]
        if len(self._met) >= MOST_REMEMBERED and away:
            del self._met[min(away, key=lambda peer: peer.last_heard_ms).terminal_id]
