"""Clients of a central that write without pause, and remember of every write what was asked and what was told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.support.central_process import PASSWORD

PATIENCE = 15.0  # seconds: who is not answered by then was kept hanging
AGAIN_SECONDS = (0.02, 0.2)
SHAPE = {"code", "message"}
ITEMS = (1, 3, 10)
TOLD = {"payment": "payment_id", "refund": "refund_id"}
GIVES_UP = 0.15


@dataclass
class Write:
    """One write as a client remembers it. `mark` is what it can be found by in the tables."""

    tenant: int
    kind: str
    mark: str
    key: str
    about: int = 0  # the order it speaks of
    lines: int = 0
    tries: int = 0
    told: str = ""  # the number it was answered with: then it was acknowledged
    given_up: bool = False
    told_undone: bool = False
    """The last answer said that nothing was done."""


@dataclass
class Troubles:
    """What writers met, and whether the central itself was away meanwhile."""

    statuses: dict[str, int] = field(default_factory=dict)
    finds: list[str] = field(default_factory=list)
    lives: int = 0
    is_away: bool = False
    slowest: float = 0.0


class Writer(threading.Thread):
    """One till at one store. It asks again under the same key until it is told, but gives up now and then."""

    def __init__(self, url: str, tenant: int, email: str, seed: int, troubles: Troubles, fresh_keys: bool) -> None:
        super().__init__(name=f"writer-{tenant}-{seed}", daemon=True)
        self._client = httpx.Client(base_url=url, timeout=PATIENCE)
        self._tenant, self._email, self._chance = tenant, email, Random(seed)
        self._name, self._troubles, self._fresh_keys = f"{tenant}.{seed}", troubles, fresh_keys
        self._ending = threading.Event()
        self._turn = 0
        self.writes: list[Write] = []

    @property
    def told(self) -> int:
        """How many of its writes were acknowledged so far."""
        return sum(1 for one in list(self.writes) if one.told)

    def end(self) -> None:
        """Finish the write under way and end."""
        self._ending.set()
        self.join(4 * PATIENCE)
        if self.is_alive():
            self._troubles.finds.append(f"{self.name} is still waiting for an answer")

    def run(self) -> None:
        """Sell until it is ended; whatever goes wrong in here is a find, not a silent end."""
        try:
            self._sign_in()
            while not self._ending.is_set():
                self._chance.choice((self._sell, self._sell, self._sell, self._change_and_cancel, self._know))()
        except Exception as wrong:  # the top of this thread
            self._troubles.finds.append(f"{self.name} ended: {wrong!r}")
        finally:
            self._client.close()

    # What a till tells

    def _sell(self) -> None:
        order = self._order(1 + self._chance.randrange(3))
        if order is None:
            return
        about, due = int(order["id"]), order["total_amount"]
        paid = {"order_id": about, "payment_method": "cash", "amount": due}
        payment = self._write("payment", "payments/process", lambda mark: paid | {"reference": mark}, about=about)
        if payment is None:
            return
        if self._write("complete", f"orders/{about}/complete", lambda mark: None, about=about) is None:
            return
        if self._chance.random() < 0.15:
            back = {"payment_id": payment["payment_id"]}
            self._write("refund", "payments/refund", lambda mark: back | {"reason": mark}, about=about)

    def _change_and_cancel(self) -> None:
        order = self._order(1)
        if order is None:
            return
        about = int(order["id"])
        items = [{"menu_item_id": one, "quantity": 2} for one in ITEMS]
        changed = self._write(
            "change", f"orders/{about}", lambda mark: {"items": items, "notes": mark}, about=about, lines=len(items),
            method="PUT",
        )  # fmt: skip
        if changed is not None:
            self._write("cancel", f"orders/{about}/cancel", lambda mark: {"reason": mark}, about=about)

    def _know(self) -> None:
        self._write("customer", "customers", lambda mark: {"first_name": "Guest", "email": f"{mark}@example.com"})

    def _order(self, lines: int) -> Mapping[str, Any] | None:
        items = [{"menu_item_id": one, "quantity": 1} for one in ITEMS[:lines]]
        return self._write(
            "order", "orders", lambda mark: {"order_type": "takeout", "items": items, "notes": mark}, lines=lines
        )

    # How it tells it

    def _write(
        self, kind: str, path: str, body: Callable[[str], Any], *, about: int = 0, lines: int = 0, method: str = "POST"
    ) -> Mapping[str, Any] | None:
        self._turn += 1
        mark = f"{kind}-{self._name}-{self._turn}"
        write = Write(self._tenant, kind, mark, mark, about, lines)
        self.writes.append(write)
        while True:
            write.tries += 1
            answer = self._asked(method, path, body(mark), write)
            if answer is not None:
                write.told = str(answer[TOLD.get(kind, "id")])
                return answer
            if self._chance.random() < GIVES_UP or self._ending.is_set():
                write.given_up = True
                return None
            time.sleep(self._chance.uniform(*AGAIN_SECONDS))
            if self._fresh_keys:
                write.key = f"{mark}-{write.tries}"

    def _asked(self, method: str, path: str, body: Any, write: Write) -> Mapping[str, Any] | None:
        """The answer when it was done; None when nobody can tell."""
        said = self._said(method, path, body, {"X-Idempotency-Key": write.key})
        write.told_undone = False
        if said is None:
            return None
        if said.is_success:
            return dict(said.json())
        if said.status_code == 401:
            self._sign_in()
            return None
        error = said.json().get("error", {})
        if said.status_code != 503 or not error.keys() >= SHAPE or "Retry-After" not in said.headers:
            self._troubles.finds.append(f"{method} {path} ({write.mark}): {said.status_code} {said.text[:300]}")
        write.told_undone = "nothing was done" in error.get("message", "")
        return None

    def _said(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> httpx.Response | None:
        lives, was_away, began = self._troubles.lives, self._troubles.is_away, time.monotonic()
        try:
            said = self._client.request(method, f"/api/v1/{path}", json=body, headers=dict(headers))
        except httpx.TransportError as trouble:
            self._count(type(trouble).__name__)
            if not (was_away or self._troubles.is_away or lives != self._troubles.lives):
                self._troubles.finds.append(f"{method} {path}: {trouble!r}, and the central was there")
            return None
        finally:
            self._troubles.slowest = max(self._troubles.slowest, time.monotonic() - began)
        self._count(str(said.status_code))
        return said

    def _count(self, what: str) -> None:
        self._troubles.statuses[what] = self._troubles.statuses.get(what, 0) + 1

    def _sign_in(self) -> None:
        told = {"email": self._email, "password": PASSWORD}
        while not self._ending.is_set():
            said = self._said("POST", "auth/login", told, {})
            if said is not None and said.status_code == 200:
                self._client.headers["Authorization"] = f"Bearer {said.json()['access_token']}"
                return
            time.sleep(self._chance.uniform(*AGAIN_SECONDS))
