"""The least of an AuraConnect that a terminal can be set up with: over real HTTP, in memory, one tenant.

It keeps idempotency keys with their replies, and counts what it was told more than once under another key.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.http_listener import Handler, HttpListener

USER, PASSWORD = "owner@example.com", "correct horse"
ITEMS = [
    ("Soup", "Starters", "6.50"),
    ("Bread", "Starters", "2.00"),
    ("Pizza", "Mains", "11.90"),
    ("Ice", "Sweet", "4.20"),
]


@dataclass
class TinyCentral:
    """What it holds, and how it behaves."""

    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    keys: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    refuse_items: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""
    stop: Callable[[], None] = lambda: None

    def writes(self) -> list[tuple[str, str]]:
        """Every request that changed something, but for signing in and out."""
        return [one for one in self.requests if one[0] != "GET" and "/auth/" not in one[1]]

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, object]:
        split = urlsplit(path)
        with self.lock:
            self.requests.append((method, split.path))
            if split.path.startswith("/api/v1/auth/"):
                return self._auth(split.path, json.loads(body or b"{}"), headers)
            if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return 401, {"error": {"code": "UNAUTHORIZED", "message": "sign in"}}
            if method == "GET":
                return 200, self._list(split.path, parse_qs(split.query))
            key = headers.get("X-Idempotency-Key", "")
            if key in self.keys:
                status, kept = self.keys[key]
                return status, json.loads(kept)
            status, reply = self._write(method, split.path, json.loads(body or b"{}"))
            self.keys[key] = (status, json.dumps(reply).encode())
            return status, reply

    def _auth(self, path: str, body: dict[str, Any], headers: Any) -> tuple[int, object]:
        if (path.endswith("/login") and body == {"email": USER, "password": PASSWORD}) or path.endswith("/refresh"):
            token = f"token-{len(self.tokens)}"
            self.tokens.add(token)
            return 200, {"access_token": token, "refresh_token": f"r-{token}", "expires_in": 1800}
        if path.endswith("/logout"):
            self.tokens.discard(headers.get("Authorization", "").removeprefix("Bearer "))
            return 200, {}
        return 401, {"error": {"code": "UNAUTHORIZED", "message": "the password is wrong"}}

    def _list(self, path: str, query: dict[str, list[str]]) -> object:
        resource = path.removeprefix("/api/v1/")
        if resource == "menu/categories":
            return [{"id": place, "name": name} for place, name in enumerate(dict.fromkeys(one[1] for one in ITEMS), 1)]
        if resource == "menu/items":
            return [
                {"id": place, "name": name, "category": category, "price": price, "is_active": True}
                for place, (name, category, price) in enumerate(ITEMS, 101)
            ]
        if resource == "staff":
            return [{"id": 1, "first_name": "Ana", "last_name": "Diaz", "role": "server", "status": "active"}]
        if resource == "tables":
            return [{"id": 5, "number": "5", "capacity": 4, "status": "available"}]
        if resource.startswith("orders/"):
            return self.orders[int(resource.split("/")[1])]
        if resource == "orders":
            sought = query.get("search", [""])[0]
            return [one for one in self.orders.values() if sought in str(one.get("notes", ""))]
        return []

    def _write(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, object]:
        parts = path.removeprefix("/api/v1/").split("/")
        if parts[0] == "orders" and len(parts) == 1:
            return self._create(body)
        if parts[0] == "orders":
            order = self.orders[int(parts[1])]
            order |= (
                body
                if len(parts) == 2
                else {"status": {"complete": "completed", "cancel": "cancelled"}.get(parts[2], "preparing")}
            )
            return 200, order
        if parts[0] == "payments":
            order = self.orders[int(body["order_id"])]
            taken = body.get("splits", [body])
            made = [{**one, "payment_id": f"{len(self.keys) + 1}-{place}"} for place, one in enumerate(taken)]
            order["payments"] += made
            return 200, {"payments": made, "status": "completed"} if "splits" in body else made[0]
        return 200, {"id": len(self.keys) + 1, "status": "ok"}

    def _create(self, body: dict[str, Any]) -> tuple[int, object]:
        refused = [item for item in body["items"] if str(item["menu_item_id"]) in self.refuse_items]
        if refused:
            return 422, {"error": {"code": "VALIDATION_ERROR", "message": "no such item", "field": "items[0]"}}
        number = len(self.orders) + 1
        items = [{**item, "id": place} for place, item in enumerate(body["items"], 1)]
        self.orders[number] = {**body, "id": number, "items": items, "status": "pending", "payments": []}
        return 201, self.orders[number]


@contextmanager
def tiny_central(port: int = 0, central: TinyCentral | None = None) -> Iterator[TinyCentral]:
    """A server on the loopback, as long as the block lasts."""
    found = central or TinyCentral()

    class Served(Handler):
        def serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, reply = found.answer(self.command, self.path, self.headers, body)
            said = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.send_header("X-RateLimit-Limit", "100000")
            self.end_headers()
            self.wfile.write(said)

    listener = HttpListener()
    listener.open(Served, "tiny-central", port=port)
    found.url = listener.url
    try:
        yield found
    finally:
        listener.close()
