"""The thread that delivers: takes what is due, posts it, writes down what came of it, tries again later.

Any worker may deliver anything: a delivery is claimed by moving its next attempt ahead before it is sent, so that two
workers do not send it at once and a worker that dies leaves it due again. So a subscriber may get one twice, never none
times; its id says which it is.

What is due goes out side by side, and of an answer the status alone is read, within ten seconds in all: a subscriber
that answers slowly, or without end, keeps nobody waiting and fills no memory. Redirects are not followed, and no proxy
is asked, so that what was judged is what is called.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from dataclasses import dataclass
from threading import Event, Thread

import httpx
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from aura_terminal.ports.chance import Clock
from sync.central.store.database import Database
from sync.central.store.desk import milliseconds
from sync.central.store.tables import DELIVERIES, RESOURCES, SECRETS
from sync.central.webhooks.queue import DONE, GIVEN_UP, KIND, WAITING
from sync.central.webhooks.reaching import Hooks, NotReached, pinned
from sync.central.webhooks.signing import DELIVERY, EVENT, SIGNATURE, TIMESTAMP, signature_of, signed_body

LOG = logging.getLogger("aura_terminal.central")

PAUSES = (10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400)
"""Seconds before each further attempt; after the last one it is given up, some two days on."""
CLAIM_MS = 60_000
BATCH = 20
POLL_SECONDS = 5.0
SECONDS = 10.0
"""How long one attempt may take in all."""


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery to be made now."""

    tenant: int
    number: int
    hook: int
    event: str
    body: bytes
    attempts: int
    url: str
    secret: str


class Deliveries:
    """Delivers in a thread of its own until it is stopped."""

    def __init__(
        self, database: Database, clock: Clock, seconds: float = SECONDS, hooks: Hooks = Hooks.OUTSIDE
    ) -> None:
        self._hooks = hooks
        self._database = database
        self._clock = clock
        self._seconds = seconds
        self._trust: ssl.SSLContext | None = None
        self._woken = Event()
        self._ending = False
        self._thread = Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Something waits."""
        self._woken.set()

    def stop(self) -> None:
        """End; what is under way is finished first, at most ten seconds."""
        self._ending = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(15)

    def deliver_due(self) -> int:
        """Make every delivery that is due now; answers how many were tried."""
        tried = 0
        while not self._ending and (due := self._claim()):
            for one, trouble in zip(due, asyncio.run(self._post_all(due)), strict=True):
                self._note(one, trouble)
            tried += len(due)
        return tried

    def _run(self) -> None:
        while not self._ending:
            self._woken.clear()
            try:
                self.deliver_due()
            except (OperationalError, NoConnection) as trouble:
                LOG.warning("Webhooks wait for the database: %s", type(trouble).__name__)
            except Exception:  # the top of this thread: it goes on, and the log knows
                LOG.exception("Webhooks could not be delivered; they are tried again")
            self._woken.wait(POLL_SECONDS)

    def _claim(self) -> list[Due]:
        now = milliseconds(self._clock.now())
        due = (DELIVERIES.c.state == WAITING) & (DELIVERIES.c.next_ms <= now)
        with self._database.reading() as connection:
            if connection.execute(select(DELIVERIES.c.number).where(due).limit(1)).first() is None:
                return []
        with self._database.writing() as connection:
            asked = select(DELIVERIES).where(due).order_by(DELIVERIES.c.next_ms).limit(BATCH)
            rows = connection.execute(asked.with_for_update(skip_locked=True)).all()
            claimed = []
            for row in rows:
                key = (DELIVERIES.c.tenant == row.tenant, DELIVERIES.c.number == row.number)
                connection.execute(update(DELIVERIES).where(*key), {"next_ms": now + CLAIM_MS})
                address = select(RESOURCES.c.body, SECRETS.c.secret).join_from(
                    RESOURCES, SECRETS,
                    (SECRETS.c.tenant == RESOURCES.c.tenant) & (SECRETS.c.name == f"{KIND}/{row.hook}"),
                )  # fmt: skip
                hook = (RESOURCES.c.tenant == row.tenant, RESOURCES.c.kind == KIND, RESOURCES.c.number == row.hook)
                found = connection.execute(address.where(*hook)).one()
                claimed.append(Due(
                    row.tenant, row.number, row.hook, row.event, bytes(row.body), row.attempts,
                    json.loads(found.body)["url"], found.secret,
                ))  # fmt: skip
            return claimed

    async def _post_all(self, due: list[Due]) -> list[str]:
        """What came of each, in the same order."""
        self._trust = self._trust or ssl.create_default_context()
        async with httpx.AsyncClient(
            timeout=self._seconds, follow_redirects=False, verify=self._trust, trust_env=False
        ) as client:
            return await asyncio.gather(*(self._post(client, one) for one in due))

    async def _post(self, client: httpx.AsyncClient, due: Due) -> str:
        """What came of it: empty when it was taken, else why not."""
        now, body = int(self._clock.now().timestamp()), signed_body(due.secret, due.body)
        headers = {
            "Content-Type": "application/json", TIMESTAMP: str(now), EVENT: due.event,
            DELIVERY: f"{due.tenant}-{due.number}", SIGNATURE: signature_of(due.secret, now, body),
        }  # fmt: skip
        try:
            async with asyncio.timeout(self._seconds):
                place, host = await pinned(due.url, self._hooks)
                named = {"Host": httpx.URL(due.url).netloc.decode("ascii").rpartition("@")[2]}
                sni = {"sni_hostname": host}
                async with client.stream(
                    "POST", place, content=body, headers=headers | named, extensions=sni
                ) as answer:
                    return "" if answer.is_success else f"HTTP {answer.status_code}"
        except NotReached as refused:
            return str(refused)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as wrong:
            return f"{type(wrong).__name__}"

    def _note(self, due: Due, trouble: str) -> None:
        attempts = due.attempts + 1
        row: dict[str, object] = {"attempts": attempts, "answer": trouble, "state": DONE}
        if trouble:
            given_up = attempts > len(PAUSES)
            row["state"] = GIVEN_UP if given_up else WAITING
            pause = PAUSES[min(attempts, len(PAUSES)) - 1]
            row["next_ms"] = milliseconds(self._clock.now()) + pause * 1000
        key = (DELIVERIES.c.tenant == due.tenant, DELIVERIES.c.number == due.number, DELIVERIES.c.state == WAITING)
        with self._database.writing() as connection:
            connection.execute(update(DELIVERIES).where(*key), row)
