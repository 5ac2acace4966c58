"""The node's mail: receipts go to guests through the account of the settings, if there is one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from aura_terminal.app.device_settings import DeviceKind, DeviceSettings
from aura_terminal.app.devices import folder_of
from aura_terminal.app.machine_keys import KeyName, MachineKeys
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.paper import SpooledJob
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.printing import Confidence, DeviceHealth, HealthKind, Power, Spool
from devices.mailing import MailAccount, MailWorker, mail_account


def mail_workers(
    rows: Iterable[DeviceSettings], data: Path, spool: Spool, clock: Clock, on_health: Callable[[DeviceHealth], None]
) -> dict[str, MailWorker]:
    """The mail accounts of the settings by name; `SettingsProblem` says which of them cannot be used, and why."""
    found = {}
    for row in (row for row in rows if row.kind is DeviceKind.MAIL):
        try:
            account = mail_account(row.address, row.options)
        except ValueError as wrong:
            raise SettingsProblem(
                told("The device {name} cannot be used: {wrong}.", name=row.name, wrong=wrong)
            ) from wrong
        password = _password_of(data, row.name)
        found[row.name] = MailWorker(row.name, account, password, spool, composed, clock.now, on_health)
    return found


def not_tried_yet(device: str, clock: Clock) -> DeviceHealth:
    """How an account is before the first message."""
    return DeviceHealth(device, Power.UNKNOWN, (), Confidence.UNKNOWN, clock.now(), kind=HealthKind.MAIL)


def secret_name(device: str) -> KeyName:
    """What the password of an account is called."""
    return KeyName(f"mail account {device}", f"mail/{folder_of(device)}.secret")


def keep_password(data: Path, device: str, password: str) -> None:
    """Keep it: in the system's keyring where a real one answers, else in a private file."""
    MachineKeys(data).keep(secret_name(device), password.encode())


def composed(spooled: SpooledJob, account: MailAccount, now: datetime) -> bytes:
    """A spooled receipt as a message; the same job is the same message, however often it is sent."""
    from devices.printers.mail import Envelope, mail  # drawings and PDF are loaded when the first guest asks

    job = spooled.job
    if job.document is None or not job.recipient:
        raise ValueError(told("there is nothing to mail"))
    host = account.sender.rpartition("@")[2]
    envelope = Envelope(account.sender, account.sender_name, job.recipient, job.title, f"<{job.job_id}@{host}>", now)
    return mail(job.document, envelope)


def _password_of(data: Path, device: str) -> Callable[[], str]:
    lock = threading.Lock()

    def read() -> str:
        with lock:
            kept = MachineKeys(data).read(secret_name(device))
        return "" if kept is None else kept.decode("utf-8", "replace")

    return read
