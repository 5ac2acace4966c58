"""Carries receipts to guests by e-mail: queued like paper, one thread, nobody waits for it.

A message is handed over once. What the server refused for good has failed, what it refused for now waits; a connection
lost after the message left is told as it is, because a second one may look like a second sale.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import SpooledJob, SpoolState
from aura_terminal.domain.paper_ways import INTERRUPTED, MAIL_ROUTE
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Held, Power, Spool
from devices.bell import Bell, ThreadBell
from devices.spooling_breaker import Breaker

_log = logging.getLogger(__name__)

PORTS = {"tls": 465, "starttls": 587, "none": 25}
_WITHIN = 20.0
_IDLE = 5.0
_SENT = told("Handed to the mail server for {to}.")
_LOST = told("The connection to the mail server was lost while this was sent; it may have arrived.")


class Security(StrEnum):
    """How the way to the server is locked: from the first byte, after a greeting, or not at all (this machine only)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where messages are handed over and in whose name; the password is asked for when it is needed."""

    host: str
    port: int
    security: Security
    user: str
    sender: str
    sender_name: str


def mail_account(address: str, options: tuple[tuple[str, str], ...]) -> MailAccount:
    """The account of `smtp://mail.example.com:587` and its options; `ValueError` says what is wrong with them."""
    said = dict(options)
    unknown = sorted(said.keys() - {"security", "user", "sender", "sender_name"})
    parts = urlsplit(address)
    if unknown or parts.scheme != "smtp" or not parts.hostname:
        what = (
            told("there is no option {unknown!r}", unknown=unknown[0])
            if unknown
            else told("{address!r} is no mail server", address=address)
        )
        raise ValueError(
            told("{what}; write smtp://mail.example.com:587 and the options sender, user and security", what=what)
        )
    if "@" not in said.get("sender", ""):
        raise ValueError(told('the option "sender" is the e-mail address the shop writes from'))
    security = said.get("security", Security.STARTTLS)
    if security not in list(Security):
        raise ValueError(told('the option "security" is one of {security}', security=", ".join(Security)))
    sender = said["sender"]
    return MailAccount(
        parts.hostname, parts.port or PORTS[security], Security(security), said.get("user", ""), sender,
        said.get("sender_name", ""),
    )  # fmt: skip


class MailWorker:
    """Hands the jobs of the route `mail` to a server; `compose` makes the bytes of a message."""

    def __init__(
        self, device: str, account: MailAccount, password: Callable[[], str], spool: Spool,
        compose: Callable[[SpooledJob, MailAccount, datetime], bytes], now: Callable[[], datetime],
        on_health: Callable[[DeviceHealth], None], bell: Bell | None = None,
    ) -> None:  # fmt: skip
        self._device, self._account, self._password, self._spool = device, account, password, spool
        self._compose, self._now, self._on_health = compose, now, on_health
        self._bell = bell or ThreadBell()
        self._breaker = Breaker()
        self._told: tuple[Fault, ...] | None = None
        self._is_recovering = True
        self._is_stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=self._run, name=f"mail-{self._device}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be a new message; may be called from any thread."""
        self._bell.ring()

    def try_now(self) -> None:
        """Try at once, however often it failed; may be called from any thread."""
        self._breaker.close()
        self._bell.ring()

    def stop(self) -> None:
        """End within a second; a message under way is told as lost at the next start."""
        self._is_stopping = True
        self._bell.ring()
        if self._thread is not None:
            self._thread.join(1.0)
            self._thread = None

    def step(self) -> float:
        """One round; answers the seconds until the next."""
        if self._is_recovering:
            for left_over in self._spool.interrupted(MAIL_ROUTE):
                self._settle(left_over, SpoolState.UNCONFIRMED, INTERRUPTED)
            self._is_recovering = False
        spooled = self._spool.next_job(MAIL_ROUTE, self._now())
        if spooled is None:
            return _IDLE
        left = self._breaker.left(self._now())
        return left or self._carry(spooled)

    def _run(self) -> None:
        while not self._is_stopping:
            try:
                pause = self.step()
            except Unavailable as unavailable:
                _log.warning("%s: %s", self._device, unavailable)
                self._is_recovering, pause = True, _IDLE
            except Exception:
                _log.exception("%s: a bug stopped this round; the worker goes on", self._device)
                self._is_recovering, pause = True, _IDLE
            if pause:
                self._bell.wait(pause)

    def _carry(self, spooled: SpooledJob) -> float:
        recipient = spooled.job.recipient
        try:
            message = self._compose(spooled, self._account, self._now())
        except ValueError as wrong:
            self._settle(spooled, SpoolState.FAILED, told("Not mailed: {wrong}.", wrong=wrong))
            return 0.0
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as trouble:
            return self._hold(spooled, _why(self._account, trouble))
        self._spool.begin_attempt(spooled.job.job_id, self._now())
        try:
            server.sendmail(self._account.sender, [str(recipient)], message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            return self._refused(spooled, code, said)
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            return self._refused(spooled, refused.smtp_code, refused.smtp_error)
        except (OSError, smtplib.SMTPException):
            self._settle(spooled, SpoolState.UNCONFIRMED, _LOST)
            return 0.0
        finally:
            with suppress(OSError, smtplib.SMTPException):  # what was said before counts
                server.quit()
        self._breaker.passed()
        self._tell((), "")
        self._settle(spooled, SpoolState.ACCEPTED, _SENT.format(to=recipient))
        return 0.0

    def _connected(self) -> smtplib.SMTP:
        account, lock = self._account, ssl.create_default_context()
        if account.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=_WITHIN, context=lock)
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=_WITHIN)
        try:
            if account.security is Security.STARTTLS:
                server.starttls(context=lock)
            if account.user:
                server.login(account.user, self._password())
        except BaseException:
            server.close()
            raise
        return server

    def _refused(self, spooled: SpooledJob, code: int, said: bytes | str) -> float:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        if 400 <= code < 500:
            return self._hold(spooled, told("The mail server asks to wait ({code} {words}).", code=code, words=words))
        self._settle(
            spooled, SpoolState.FAILED, told("The mail server refused it ({code} {words}).", code=code, words=words)
        )
        return 0.0

    def _hold(self, spooled: SpooledJob, hint: str) -> float:
        self._breaker.failed(Held(Fault.UNREACHABLE, hint), self._now())
        self._tell((Fault.UNREACHABLE,), hint)
        if (spooled.state, spooled.last_error) != (SpoolState.HELD, hint):
            self._settle(spooled, SpoolState.HELD, hint)
        return self._breaker.left(self._now())

    def _tell(self, faults: tuple[Fault, ...], hint: str) -> None:
        if faults != self._told:
            self._told = faults
            power = Power.UNREACHABLE if faults else Power.ONLINE
            now = self._now()
            self._on_health(
                DeviceHealth(
                    self._device, power, faults, Confidence.REPORTED, now, None if faults else now, hint,
                    HealthKind.MAIL, hint, now if faults else None,
                )
            )  # fmt: skip

    def _settle(self, spooled: SpooledJob, state: SpoolState, note: str) -> None:
        _log.info("%s: %s (%s) is %s", self._device, spooled.job.title, spooled.job.job_id, state)
        self._spool.settle(spooled.job.job_id, state, note, self._now())


def _why(account: MailAccount, trouble: Exception) -> str:
    where = f"{account.host}:{account.port}"
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return told(
            "{where} refuses the user {user} or the password: give the password anew on the page of devices.",
            where=where,
            user=account.user,
        )
    if isinstance(trouble, ssl.SSLError):
        return told(
            "{where} cannot be trusted ({reason}): check the server's name and the option security.",
            where=where,
            reason=trouble.reason,
        )
    return told(
        "{where} does not take mail now ({trouble}); messages wait and are tried again.",
        where=where,
        trouble=trouble.__class__.__name__,
    )
