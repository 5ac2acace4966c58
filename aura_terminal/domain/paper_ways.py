"""Paper that comes a second time or at another printer: every such piece says so on its head."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState, headed
from aura_terminal.domain.saying import said
from aura_terminal.domain.telling import told

COPY, DUPLICATE = said("COPY"), said("DUPLICATE")
DAMAGED = "damaged"
"""The template of what is printed instead of a paper that the store's file no longer holds whole."""
MAIL_ROUTE = "mail"
"""The route of what is mailed and not printed."""
COOKED_FROM = frozenset({SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP})
"""What a kitchen waits for."""
PERHAPS_ON_PAPER = frozenset({SpoolState.IN_PRINTER, SpoolState.UNCONFIRMED, SpoolState.SENDING})
"""States in which some of a job may be on paper already, or come out yet."""
RECEIPT_ROUTE, DRAWER_ROUTE = "receipt", "drawer"
"""The routes of receipts and reports, and of what opens the drawer; stations name those of their slips."""
INTERRUPTED = told("The program stopped while this was printing.")
"""What is noted on a job that was under way when the program stopped."""
_TO_DEVICE = "device:"


class Meanwhile(StrEnum):
    """Whether the first printer may still put the paper out."""

    CERTAIN = "certain"
    MAY_COME_OUT = "may_come_out"


def device_route(device: str) -> str:
    """The route that leads to one device, whatever else it serves."""
    return f"{_TO_DEVICE}{device}"


def device_on(route: str) -> str | None:
    """The device a route leads to whatever else it serves; None for a route that settings give to a device."""
    return route.removeprefix(_TO_DEVICE) if route.startswith(_TO_DEVICE) else None


def was_cut_short(spooled: SpooledJob) -> bool:
    """Whether nobody knows of a job because the program stopped in the middle of it."""
    return spooled.state is SpoolState.UNCONFIRMED and spooled.last_error == INTERRUPTED


def redirected(job: PrintJob, copy_id: PrintJobId, source: str, to: str, meanwhile: Meanwhile) -> PrintJob:
    """The job on its way to another device, headed by where it should have come out."""
    document = job.document
    if document is None:
        raise ValueError(f"a {job.kind} goes to no other device")
    if meanwhile is Meanwhile.MAY_COME_OUT:
        document = headed(document, said("may also come out at {printer}", printer=source.upper()))
    document = headed(document, said("REDIRECTED FROM {printer}", printer=source.upper()))
    return replace(
        job,
        job_id=copy_id,
        route=device_route(to),
        document=document,
        copy_no=job.copy_no + (meanwhile is Meanwhile.MAY_COME_OUT),
        duplicate_of=job.job_id,
    )


def meanwhile_of(spooled: SpooledJob) -> Meanwhile:
    """What is known of the first printer's part."""
    return Meanwhile.MAY_COME_OUT if spooled.state in PERHAPS_ON_PAPER else Meanwhile.CERTAIN


def mailed(job: PrintJob, copy_id: PrintJobId, address: str) -> PrintJob:
    """The paper as a message to a guest."""
    if job.document is None:
        raise ValueError(f"a {job.kind} is not mailed")
    return replace(job, job_id=copy_id, route=MAIL_ROUTE, recipient=address, duplicate_of=job.job_id)


def second_copy(job: PrintJob, copy_id: PrintJobId) -> PrintJob:
    """The job once more because a person asks for it, headed as a copy; what a kitchen cooks from as a duplicate."""
    if job.document is None:
        raise ValueError(f"a {job.kind} has no paper to print again")
    words = DUPLICATE if job.kind in COOKED_FROM else COPY
    document = headed(job.document, words)
    return replace(job, job_id=copy_id, document=document, copy_no=job.copy_no + 1, duplicate_of=job.job_id)
