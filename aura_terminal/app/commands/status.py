"""`status`: tiers, queues and processes of this terminal, asked from outside."""

from __future__ import annotations

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.command_line import FINE, Call
from aura_terminal.app.opening import opened
from aura_terminal.store.locks import Role, is_taken

ALONE = "C"


def status(call: Call) -> int:
    """Say how things stand; changes nothing."""
    screen, node = (is_taken(call.folder, role) for role in (Role.SCREEN, Role.NODE))
    with opened(call.folder, Role.TOOL) as store:
        now = SystemClock().now()
        found = store.shop.reads.store.status(now)
        name = store.shop.reads.store.profile().name
        space = store.store.space()
        label = store.store.identity.label
    plain = {
        "store": name,
        "terminal": label,
        "tier": ALONE,
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
        # No central and no peer is set up, so nothing is on its way to one.
        "sent": 0,
        "received": 0,
        "pending": 0,
        "failed": 0,
        "unknown": 0,
        "parked": 0,
    }
    words = (
        f"{name}, terminal {label}: tier {ALONE}, alone. Screen {_running(screen)}, node {_running(node)}.\n"
        f"{found.facts:,} facts; business day {found.business_date.isoformat()}; {found.open_orders} open orders, "
        f"{found.live_tickets} tickets in the kitchen.\n"
        f"{found.jobs_waiting} print jobs waiting, {len(found.jobs_in_trouble)} in trouble; disk space {space.value}."
    )
    call.report(plain, words)
    return FINE


def _running(taken: bool) -> str:
    return "running" if taken else "stopped"
