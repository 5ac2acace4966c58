"""`late`: slips that waited too long to come out unasked; at this machine somebody says what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.opening import opened
from aura_terminal.domain.paper import SpooledJob
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.late_paper import LatePaper


def late(call: Call) -> int:
    """List them, print the ones that are still wanted, or let them go; without ids it is about all of them."""
    with opened(call.folder, Role.TOOL) as store:
        paper = LatePaper(store.store.spool, store.shop.reads.store, SystemClock(), SystemIds())
        chosen = _chosen(paper.waiting(), call.arguments.jobs)
        for spooled in chosen if call.arguments.choice != "list" else ():
            if call.arguments.choice == "print" and spooled.unwanted is None:
                paper.print_late(AT_THE_MACHINE, spooled.job.job_id)
            else:
                paper.let_go(AT_THE_MACHINE, spooled.job.job_id)
    call.report({"choice": call.arguments.choice, "jobs": [_plain(one) for one in chosen]}, _words(chosen))
    return FINE


def _chosen(waiting: Sequence[SpooledJob], ids: Sequence[str]) -> list[SpooledJob]:
    known = {spooled.job.job_id: spooled for spooled in waiting}
    unknown = [one for one in ids if one not in known]
    if unknown:
        raise WrongUse(f"No late job is called {unknown[0]}; list them first.")
    return [spooled for job_id, spooled in known.items() if not ids or job_id in ids]


def _plain(spooled: SpooledJob) -> dict[str, str]:
    job, unwanted = spooled.job, spooled.unwanted
    return {
        "job": job.job_id,
        "title": job.title,
        "route": job.route,
        "since": spooled.created_at.isoformat(),
        "unwanted": "" if unwanted is None else unwanted.value,
    }


def _words(chosen: Sequence[SpooledJob]) -> str:
    if not chosen:
        return "No slip waits for a choice."
    return "\n".join("  ".join(_plain(spooled).values()).rstrip() for spooled in chosen)
