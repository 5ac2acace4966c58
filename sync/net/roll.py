"""Who belongs to the store, as the network may know it: a frozen value made anew when the facts say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from aura_terminal.ports.mesh_reads import TerminalRow


@dataclass(frozen=True, slots=True)
class Member:
    """A terminal of the store."""

    terminal_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Roll:
    """The terminals that are paired and not revoked, by the fingerprint of their certificate."""

    members: dict[str, Member] = field(default_factory=dict)

    def member(self, fingerprint: str) -> Member | None:
        """Whose certificate it is; None when it belongs to nobody, or not any more."""
        return self.members.get(fingerprint)

    def others(self, terminal_id: str) -> tuple[Member, ...]:
        """Every member but one, by label."""
        found = (member for member in self.members.values() if member.terminal_id != terminal_id)
        return tuple(sorted(found, key=lambda member: (member.label, member.terminal_id)))


def roll_of(rows: Iterable[TerminalRow]) -> Roll:
    """The roll by the facts."""
    return Roll({row.fingerprint: Member(row.terminal_id, row.label) for row in rows if row.revoked_at is None})
