"""A small back office and its connector: things with a number that can be paid, children of things, and a menu.

It keeps keys as documented, counts requests, and does what a test says to single ones. Nothing here waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aura_terminal.domain.central import CentralConfirmed, CentralRecord, RecordId, name_of, record_id
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import PULLED, Picture, Sweep, Touched, WireRow
from sync.mesh.contract import Moment
from sync.reconcile.contract import (
    Answer,
    Call,
    Done,
    Lane,
    LookFirst,
    Lost,
    Outcome,
    Page,
    Plan,
    Problem,
    Pull,
    RateWord,
    Refusal,
    Reply,
    Step,
    Unknown,
    digest_of,
)
from sync.reconcile.effects import Send
from sync.reconcile.replies import complaint_of, data_of, listing_of, outcome_of

NAME = "scripted"
PAGE_SIZE = 3
UNSOLD = 9999
"""A number that has no counterpart at the back office."""


def thing(local_id: str) -> RecordId:
    """The record of a thing."""
    return record_id(NAME, "child" if local_id.startswith("child") else "thing", local_id)


def parent_of(local_id: str) -> str:
    """`child-7` belongs to `thing-7`."""
    return f"thing-{local_id.partition('-')[2]}"


@dataclass
class Heard:
    """A request as it came."""

    at: float
    method: str
    path: str
    key: str
    body: bytes


@dataclass
class ScriptedCentral:
    """The back office. `poison` answers every write about a reference with a status; `keeps_keys` as documented."""

    limit: int = 1000
    burst: int = 100
    keeps_keys: bool = True
    page_of_all: list[str] = field(default_factory=lambda: ["soup", "pie", "cake", "tea"])
    poison: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    token: int = 1
    password: str = "right"
    refused_for_rate: int = 0
    wrongs: list[str] = field(default_factory=list)
    _kept: dict[str, tuple[str, Reply]] = field(default_factory=dict)

    def writes(self) -> list[Heard]:
        """What came to change something, signing in apart."""
        return [one for one in self.heard if one.method != "GET" and one.path != "/login"]

    def of(self, ref: str) -> list[dict[str, Any]]:
        """Everything made for a local id."""
        return [found for found in self.objects.values() if found["ref"] == ref]

    def answer(self, send: Send, now: Moment) -> Reply:
        """Do what a request asks for."""
        recent = [one for one in self.heard if one.at > now.monotonic - 3600]
        self.heard.append(
            Heard(now.monotonic, send.method, send.path, send.headers.get("X-Idempotency-Key", ""), send.body)
        )
        last_minute = sum(one.at > now.monotonic - 60 for one in recent)
        headers = {"x-ratelimit-limit": str(self.limit), "content-type": "application/json"}
        headers["x-ratelimit-remaining"] = str(max(0, self.limit - len(recent) - 1))
        oldest = recent[0].at if recent else now.monotonic
        headers["x-ratelimit-reset"] = str(round(now.wall_ms / 1000 + 3600 - (now.monotonic - oldest)))
        if len(recent) >= self.limit or last_minute >= self.burst:
            self.refused_for_rate += 1
            return _reply(429, {"error": {"code": "RATE_LIMITED", "retry_after": 60}}, headers)
        return self._told(send, headers)

    def _told(self, send: Send, headers: dict[str, str]) -> Reply:
        if send.path == "/login":
            is_right = json.loads(send.body)["password"] == self.password
            return _reply(
                200 if is_right else 401, {"token": self.token} if is_right else _error("UNAUTHORIZED"), headers
            )
        if send.headers.get("Authorization") != str(self.token):
            return _reply(401, _error("UNAUTHORIZED"), headers)
        key, said = send.headers.get("X-Idempotency-Key", ""), f"{send.method} {send.path}"
        if send.method != "GET" and not key:
            self.wrongs.append(f"no key: {said}")
        if key in self._kept and self.keeps_keys:
            before, reply = self._kept[key]
            if before != said:
                self.wrongs.append(f"one key for {before} and {said}")
            return reply
        reply = self._done(send, headers)
        if send.method != "GET" and reply.status < 300:
            self._kept[key] = said, reply
        return reply

    def _done(self, send: Send, headers: dict[str, str]) -> Reply:
        path, _, query = send.path.partition("?")
        parts = path.strip("/").split("/")
        body = json.loads(send.body) if send.body else {}
        if send.method == "GET":
            return self._shown(parts[0], query, headers)
        found = self.objects.get(parts[1]) if len(parts) > 1 else None
        ref = body.get("ref") or (found or {}).get("ref", "")
        if ref in self.poison:
            return _reply(self.poison[ref], _error("VALIDATION_ERROR"), headers)
        if send.method == "POST" and len(parts) == 1:
            if body.get("parent") and body["parent"] not in self.objects:
                return _reply(404, _error("NOT_FOUND"), headers)
            id_ = str(len(self.objects) + 1)
            self.objects[id_] = {"id": id_, "paid": 0, **body}
            return _reply(201, self._readable(self.objects[id_]), headers)
        if found is None:
            return _reply(404, _error("NOT_FOUND"), headers)
        if parts[-1] == "pay":
            found["paid"] += 1
        else:
            found.update(body)
        return _reply(200, self._readable(found), headers)

    def _readable(self, found: dict[str, Any]) -> dict[str, Any]:
        return found | ({"id": [found["id"]]} if found["ref"] in self.unreadable else {})

    def _shown(self, what: str, query: str, headers: dict[str, str]) -> Reply:
        asked = dict(part.split("=") for part in query.split("&"))
        if what == "things":
            return _reply(
                200,
                {"data": [self._readable(one) for one in self.of(asked["ref"])], "meta": {"has_next": False}},
                headers,
            )
        page = int(asked["page"])
        rows = self.page_of_all[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        listed = [{"id": name, "at": "2026-11-22T12:00:00Z"} for name in rows]
        return _reply(200, {"data": listed, "meta": {"has_next": page * PAGE_SIZE < len(self.page_of_all)}}, headers)


class ScriptedConnector:
    """Knows the documents of the scripted back office."""

    def __init__(self, central: ScriptedCentral, password: str = "right") -> None:
        self.central = central
        self.password = password
        self.every = 900.0
        self._token = ""

    @property
    def name(self) -> str:
        return NAME

    def headers(self, key: str) -> Mapping[str, str]:
        return {"Authorization": self._token, **({"X-Idempotency-Key": key} if key else {})}

    def sign_in(self, now_ms: int) -> Call | None:
        return None if self._token else Call("POST", "/login", {"password": self.password})

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        if answer.status == 401:
            return Refusal(Problem.NOT_ALLOWED, 401, "wrong password")
        outcome = outcome_of(answer)
        if outcome is not None:
            return outcome
        self._token = data_of(answer)["token"].id()
        return Done()

    def expire(self, now_ms: int) -> None:
        self._token = ""

    def rate(self, reply: Reply) -> RateWord:
        words = [reply.headers.get(f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset")]
        limit, remaining, reset = (None if word is None else int(word) for word in words)
        return RateWord(limit, remaining, reset)

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        return (thing(touched.id),) if touched.aggregate == "stock" else ()

    def lane(self, record: RecordId) -> Lane:
        return Lane.GUESTS if name_of(record).kind == "child" else Lane.ORDERS

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        local_id = name_of(record.id).local_id
        if name_of(record.id).kind == "dish":
            return Plan()
        level = picture.stock(local_id)
        if name_of(record.id).kind == "child":
            parent = thing(parent_of(local_id))
            body = {"ref": local_id, "parent": picture.record(parent).central_id}
            create = Step(record.id, "create", Lane.GUESTS, Call("POST", "/children", body), "c", True, (parent,))
            return Plan((create,))
        if level.counted == UNSOLD:
            return Plan((), Problem.UNKNOWN_ITEM, "create", "no such number")
        path = f"/things/{record.central_id}"
        number = level.counted or 0
        steps = [
            Step(record.id, "create", Lane.ORDERS, Call("POST", "/things", {"ref": local_id, "n": number}), "c", True)
        ]
        told = record.done.get("update")
        is_due = record.said.get("n") != str(number) if told is None else told != digest_of(number)
        if record.is_linked and is_due:
            steps.append(Step(record.id, "update", Lane.ORDERS, Call("PUT", path, {"n": number}), digest_of(number)))
        if level.is_eighty_sixed:
            steps.append(Step(record.id, "pay", Lane.MONEY, Call("POST", f"{path}/pay", {}), "p"))
        return Plan(tuple(steps))

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        if isinstance(answer, Lost):
            return Unknown(answer.why)
        outcome = outcome_of(answer)
        if isinstance(outcome, Refusal | LookFirst) and complaint_of(answer).code == "VALIDATION_ERROR":
            return Refusal(Problem.REFUSED, answer.status, "not like this")
        if outcome is not None:
            return outcome
        found = data_of(answer)
        said = (("n", str(found["n"].whole())),) if found.has("n") else ()
        return Done(found["id"].id(), said=said)

    def look(self, row: WireRow) -> Call | None:
        can_see = row.step in ("create", "pay")
        return Call("GET", f"/things?ref={name_of(row.record).local_id}") if can_see else None

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        assert isinstance(answer, Reply)
        outcome = outcome_of(answer)
        if outcome is not None:
            return outcome
        rows = listing_of(answer, page=1, page_size=100).rows
        if not rows or (row.step == "pay" and not rows[0]["paid"].whole()):
            return None
        said = (("n", str(rows[0]["n"].whole())),) if rows[0].has("n") else ()
        return Done(rows[0]["id"].id(), said=said)

    def pulls(self) -> Sequence[Pull]:
        return (Pull("menu", self.every, "dish", True),)

    def ask(self, sweep: Sweep) -> Call:
        return Call("GET", f"/menu?page={sweep.page}")

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        listing = listing_of(answer, page=sweep.page, page_size=PAGE_SIZE)
        ids = [row["id"].id() for row in listing.rows]
        new = [dish for dish in ids if not picture.record(record_id(NAME, "dish", dish)).is_linked]
        at = datetime.fromisoformat("2026-11-22T12:00:00Z")
        facts = [CentralConfirmed(record_id(NAME, "dish", dish), PULLED, "d", dish, at) for dish in new]
        return Page(
            tuple(facts), tuple(ids), listing.has_next, max((row["at"].text() for row in listing.rows), default="")
        )

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        at = datetime.fromisoformat("2026-11-22T13:00:00Z")
        return tuple(CentralConfirmed(record_id(NAME, "dish", dish), "gone", "d", "", at) for dish in ids)


def _reply(status: int, body: object, headers: dict[str, str]) -> Reply:
    return Reply(status, headers, json.dumps(body).encode())


def _error(code: str) -> dict[str, object]:
    return {"error": {"code": code, "message": "no", "details": []}}
