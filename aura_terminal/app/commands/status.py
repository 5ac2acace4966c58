"""`status`: tiers, queues and processes of this terminal, asked from outside."""

from __future__ import annotations

from aura_terminal.app.central_report import central_line, central_states, plain_central
from aura_terminal.app.chance import SystemClock
from aura_terminal.app.command_line import FINE, Call
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_report import PeerReport, peer_lines, peer_report, plain_peers
from aura_terminal.domain.outages import Tier
from aura_terminal.store.locks import Role, is_taken
from sync.node.central_words import CentralState

FIGURES = ("sent", "received", "pending", "failed", "unknown", "parked")
"""What is told of back offices where there are any, and of the other terminals where there are none."""


def status(call: Call) -> int:
    """Say how things stand; changes nothing."""
    screen, node = (is_taken(call.folder, role) for role in (Role.SCREEN, Role.NODE))
    with opened(call.folder, Role.TOOL) as store:
        now = SystemClock().now()
        found = store.shop.reads.store.status(now)
        name = store.shop.reads.store.profile().name
        space = store.store.space()
        label = store.store.identity.label
    peers, centrals = peer_report(call.folder), central_states(call.folder, call.settings.centrals)
    others = plain_peers(peers)
    tier = _tier(peers, centrals).value
    pending = peers.unshared.facts if others else 0
    plain = {
        "store": name,
        "terminal": label,
        "tier": tier,
        "screen": _running(screen),
        "node": _running(node),
        "facts": found.facts,
        "business_date": found.business_date.isoformat(),
        "open_orders": found.open_orders,
        "live_tickets": found.live_tickets,
        "jobs_waiting": found.jobs_waiting,
        "jobs_in_trouble": [
            {"title": job.job.title, "state": job.state.value, "hint": job.last_error} for job in found.jobs_in_trouble
        ],
        "disk_space": space.value,
        "peers": others,
        "unshared": peers.unshared.facts,
        "centrals": [plain_central(state) for state in centrals],
        # Between terminals a fact is held or it is not: nothing fails or parks there.
        "sent": peers.own_facts - pending if others else 0,
        "received": peers.received,
        "pending": pending,
        "failed": 0,
        "unknown": 0,
        "parked": 0,
    }
    if centrals:
        plain |= {name: sum(getattr(state, name) for state in centrals) for name in FIGURES}
    words = (
        f"{name}, terminal {label}: tier {tier}. Screen {_running(screen)}, node {_running(node)}.\n"
        f"{found.facts:,} facts; business day {found.business_date.isoformat()}; {found.open_orders} open orders, "
        f"{found.live_tickets} tickets in the kitchen.\n"
        f"{found.jobs_waiting} print jobs waiting, {len(found.jobs_in_trouble)} in trouble; disk space {space.value}.\n"
        f"{pending} facts on their way to other terminals.\n{peer_lines(peers)}"
    )
    words += "".join(f"\n{central_line(state)}" for state in centrals)
    call.report(plain, words)
    return FINE


def _tier(peers: PeerReport, centrals: tuple[CentralState, ...]) -> Tier:
    """How far this terminal reaches; one that works alone has only its back offices to reach."""
    is_well = bool(centrals) and all(state.is_reached for state in centrals)
    return Tier.INTERNET if is_well and (peers.connected or not peers.others) else peers.tier


def _running(taken: bool) -> str:
    return "running" if taken else "stopped"
