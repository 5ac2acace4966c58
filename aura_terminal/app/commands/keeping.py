"""`tidy`, `receipt`, `export`, `import` and `reset`: old days, sealed copies, and the end of a terminal's store."""

from __future__ import annotations

import shutil
import threading
from datetime import date
from pathlib import Path

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.app.opening import opened
from aura_terminal.ports.receipts import Receipt
from aura_terminal.store import day_documents, guard, sealed
from aura_terminal.store.folders import BACKUPS, QUARANTINE, store_file
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.reset import wipe
from aura_terminal.store.retention import tidy as tidy_store

REST_SECONDS = 0.005


def tidy(call: Call) -> int:
    """Let closed days that are more than a week past leave the journal now; the node does it by itself when idle."""
    pause = threading.Event()
    with opened(call.folder, Role.TOOL) as store:
        slices = tidy_store(store.store, SystemClock().now(), lambda: pause.wait(REST_SECONDS))
    days = day_documents.days_kept(call.folder)
    words = f"{len(days)} days are kept as documents; {slices} slices of work were done."
    call.report({"slices": slices, "days": days}, words)
    return FINE


def receipt(call: Call) -> int:
    """Find a receipt of a day that has left the journal; 1 when there is none."""
    asked = call.arguments
    if not (asked.number or asked.order or asked.day or asked.amount is not None):
        raise WrongUse("Say what is on the receipt: --number R1-042, --day 2026-05-31, --amount 2350 or --order ID.")
    try:
        day = date.fromisoformat(asked.day) if asked.day else None
    except ValueError as wrong:
        raise WrongUse(f"{asked.day} is no date; write it as 2026-05-31.") from wrong
    with opened(call.folder, Role.TOOL) as store:
        found = store.store.find_receipts(
            number=asked.number or "", day=day, order_id=asked.order or "", total_minor=asked.amount
        )
    words = "\n".join(map(_sentence, found)) or "No receipt of a day that has left the journal matches."
    call.report({"receipts": [_plain(one) for one in found]}, words)
    return FINE if found else FOUND_SOMETHING


def export(call: Call) -> int:
    """Write every fact this terminal holds to one file, sealed."""
    target = Path(call.arguments.file).absolute()
    made = guard.seal_first(call.folder, target, SystemClock().now())
    call.report(
        {"file": str(target), "facts": made.facts, "bytes": target.stat().st_size},
        f"{made.facts:,} facts written and sealed: {target}. Bring them back with aura-terminal import {target}",
    )
    return FINE


def import_(call: Call) -> int:
    """Bring the facts of a sealed copy back into a terminal of the same store; repeating it changes nothing."""
    copy = Path(call.arguments.file)
    with opened(call.folder, Role.TOOL) as store:
        back = sealed.take_back(store.store, copy)
    call.report(
        {"file": str(copy), "facts": back.seal.facts, "new": back.taken, "made_by": back.seal.made_by},
        f"{back.taken:,} of {back.seal.facts:,} facts of {back.seal.made_by} were new here; all were verified first.",
    )
    return FINE


def reset(call: Call) -> int:
    """Take this terminal's store off this machine, once nothing of it is on this terminal only."""
    folder, asked = call.folder, call.arguments
    if not store_file(folder).exists():
        raise WrongUse(f"There is no store in {folder}; nothing was changed.")
    if asked.export and Path(asked.export).absolute().is_relative_to(folder):
        raise WrongUse("The sealed copy must not lie in the data folder, which is emptied. Name another place.")
    locks = [RoleLock(folder, role) for role in (Role.SCREEN, Role.NODE)]
    try:
        for lock in locks:
            lock.take()
        with opened(folder, Role.TOOL):
            pass  # brings a store of an older version up to date, so that the guard can ask it
        seal_or_refuse(call, "Resetting this terminal")
        wipe(folder)
    finally:
        for lock in locks:
            lock.release()
    for name in (BACKUPS, QUARANTINE):
        shutil.rmtree(folder / name, ignore_errors=True)
    kept = f" Its facts are in {Path(asked.export).absolute()}." if asked.export else ""
    call.report({"reset": str(folder), "export": asked.export}, f"The store is gone from {folder}.{kept}")
    return FINE


def seal_or_refuse(call: Call, doing: str, safe: guard.Reached | None = None) -> None:
    """Write the sealed copy that `--export` names; then refuse while anything is on this terminal only."""
    seal(call)
    guard.guarded(call.folder, doing, safe)


def seal(call: Call) -> None:
    """Write the sealed copy that `--export` names, where it names one."""
    if call.arguments.export and store_file(call.folder).exists():
        guard.seal_first(call.folder, Path(call.arguments.export).absolute(), SystemClock().now())


def _plain(receipt: Receipt) -> dict[str, object]:
    return {
        "order_id": receipt.order_id,
        "number": receipt.number,
        "business_date": receipt.business_date.isoformat(),
        "status": receipt.status.value,
        "total_minor": receipt.total.minor,
        "paid_minor": receipt.paid.minor,
        "currency": receipt.total.currency,
        "lines": [
            {"name": line.name, "quantity": line.quantity, "voided": line.voided, "minor": line.price.minor}
            for line in receipt.lines
        ],
        "payments": [
            {"tender": payment.tender, "minor": payment.amount.minor, "at": payment.taken_at.isoformat()}
            for payment in receipt.payments
        ],
    }


def _sentence(receipt: Receipt) -> str:
    lines = "".join(f"\n  {line.quantity - line.voided} {line.name}  {line.price.plain()}" for line in receipt.lines)
    return (
        f"{receipt.number} of {receipt.business_date.isoformat()}, {receipt.status.value}: {receipt.total.plain()}, "
        f"paid {receipt.paid.plain()}{lines}"
    )
