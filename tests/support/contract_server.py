"""A strict back office over HTTP, from a table of routes: what its document does not allow is noted and refused.

Every office's own server is a table of `Route`s, a `Customs` that says who may come in and how a refusal looks, and
the things it keeps. This module takes requests in one thread after the other, on the loopback, and judges them:

- an undocumented address, method, field or parameter, a missing field, a value of another type, a body that is no
  JSON or has a name twice, and whoever is not let in: a `Violation`, answered with the office's own error;
- a request beyond a limit: noted in `overruns` and answered with the office's 429;
- what a route refuses by `Refused`: an answer like any other, since the document foresees it.

Time is the clock's alone, so that a test decides when an hour is over.
"""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from aura_terminal.ports.chance import Clock
from tests.support.contract_shapes import Flaw, Record, Shape, query_flaws
from tests.support.http_listener import Handler, HttpListener

JSON = "application/json"


class Wrong(StrEnum):
    """What is wrong with a request; an office has its own status, code and words for each."""

    NOBODY = "nobody"
    """No credentials, or wrong ones."""
    NOT_ALLOWED = "not_allowed"
    NO_SUCH_ADDRESS = "no_such_address"
    """Neither path nor method stand in the document."""
    GONE = "gone"
    """There is no such thing."""
    INVALID = "invalid"
    CONFLICT = "conflict"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an office says no about."""

    wrong: Wrong
    message: str
    field: str = ""
    code: str = ""
    """The office's own word, where it has more than one for this kind."""
    retry_after: float = 0.0


class Refused(Exception):
    """The office says no, as its document foresees."""

    def __init__(self, wrong: Wrong, message: str, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.complaint = Complaint(wrong, message, field, code)


class Violated(Refused):
    """The office says no, and no client that read the document would have asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a route gets it: judged, taken apart, and by whom. Header names are lower case."""

    method: str
    path: str
    names: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    raw: bytes
    who: str = ""

    def number(self, name: str, otherwise: int) -> int:
        """A parameter of the query that is a whole number."""
        return int(self.query.get(name, otherwise))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: `body` as JSON (Decimals become numbers), `raw` bytes, or `parts` that leave one after the other."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    kind: str = JSON
    parts: Iterator[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many requests in any span of so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Spent:
    """How a limit stands after a request: `wait` is how long to stay away, nothing where it was within."""

    limit: Limit
    left: int
    resets_in: float
    wait: float = 0.0


class Access(StrEnum):
    """Who may ask."""

    ACCOUNT = "account"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the document: `/v1/products/{id}`; `body` None means that none is sent.

    `limits` are its own, beside the office's; a route with `limits` is counted by them alone where `is_apart`.
    """

    method: str
    path: str
    answer: Callable[[Asked], Answered]
    body: Shape | None = None
    query: Mapping[str, Shape] = field(default_factory=dict)
    access: Access = Access.ACCOUNT
    limits: Sequence[Limit] = ()
    is_apart: bool = False


class Customs(Protocol):
    """An office's manners."""

    @property
    def limits(self) -> Sequence[Limit]:
        """What every client may ask, over all routes."""

    def admit(self, asked: Asked) -> str:
        """Who asks. Raises Refused (a token that ran out) or Violated (no credentials, or wrong ones)."""

    def refuse(self, complaint: Complaint) -> Answered:
        """A refusal in the document's form."""

    def headers(self, spent: Sequence[Spent]) -> Mapping[str, str]:
        """What every answer says of the limits; `spent` are those of the request."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A request the document does not allow."""

    method: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class Heard:
    """A request that came, and the status it got. `at` is by the clock, in monotonic seconds."""

    at: float
    method: str
    path: str
    status: int
    raw: bytes
    who: str


class ContractServer:
    """One office, listening from `open` to `close`; also a context manager. A request is served at a time."""

    def __init__(self, routes: Sequence[Route], customs: Customs, clock: Clock) -> None:
        self._routes = tuple((_pattern(one.path), one) for one in routes)
        self._customs = customs
        self._clock = clock
        self._spent: dict[tuple[str, Limit], deque[float]] = defaultdict(deque)
        self._lock = threading.RLock()
        self._listener = HttpListener()
        self.violations: list[Violation] = []
        self.overruns: list[Violation] = []
        self.heard: list[Heard] = []

    def __enter__(self) -> ContractServer:
        return self.open()

    def __exit__(self, *raised: object) -> None:
        self.close()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, for a proxy in front of it."""
        return "127.0.0.1", self._listener.port

    @property
    def url(self) -> str:
        """Where it listens, without any prefix of the document."""
        return self._listener.url

    def open(self) -> ContractServer:
        """Listen on a free port."""
        owner = self

        class Served(_Served):
            house = owner

        self._listener.open(Served, "contract")
        return self

    def close(self) -> None:
        """Stop listening; may be called twice."""
        self._listener.close()

    def writes(self) -> tuple[Heard, ...]:
        """Every request that came to change something and was let."""
        with self._lock:
            return tuple(one for one in self.heard if one.method != "GET" and one.status < 300)

    def asked(self, method: str, path: str) -> tuple[Heard, ...]:
        """Every request of this method whose path, without its query, is this one."""
        with self._lock:
            return tuple(one for one in self.heard if (one.method, urlsplit(one.path).path) == (method, path))

    def answer(self, method: str, path: str, headers: Mapping[str, str], raw: bytes) -> Answered:
        """What a request gets; header names are lower case."""
        with self._lock:
            at = self._clock.monotonic()
            answered, who = self._judged(method, path, headers, raw, at)
            self.heard.append(Heard(at, method, path, answered.status, raw, who))
            return answered

    def _judged(
        self, method: str, path: str, headers: Mapping[str, str], raw: bytes, at: float
    ) -> tuple[Answered, str]:
        parts, who = urlsplit(path), ""
        spent: tuple[Spent, ...] = ()
        asked = Asked(method, parts.path, {}, {}, headers, None, raw)
        try:
            route, names = self._route(method, parts.path)
            asked = replace(asked, names=names)
            if route.access is Access.ACCOUNT:
                who = self._customs.admit(asked)
            spent = self._spend(route, who, method, path, at)
            query, body = self._read(route, asked, parts.query)
            answered = route.answer(replace(asked, query=query, body=body, who=who))
        except Violated as broken:
            self.violations.append(Violation(method, path, str(broken)))
            answered = self._customs.refuse(broken.complaint)
        except Refused as refused:
            answered = self._customs.refuse(refused.complaint)
        except _Overrun as over:
            spent = over.spent
            longest = max(one.wait for one in spent)
            answered = self._customs.refuse(Complaint(Wrong.LIMITED, "Too many requests", retry_after=longest))
        return replace(answered, headers={**self._customs.headers(spent), **answered.headers}), who

    def _route(self, method: str, path: str) -> tuple[Route, Mapping[str, str]]:
        for pattern, route in self._routes:
            found = pattern.fullmatch(path)
            if found is not None and route.method == method:
                return route, {name: unquote(text) for name, text in found.groupdict().items()}
        raise Violated(Wrong.NO_SUCH_ADDRESS, f"{method} {path} is not documented")

    def _spend(self, route: Route, who: str, method: str, path: str, at: float) -> tuple[Spent, ...]:
        """Count a request against every limit it falls under. Raises _Overrun beyond one."""
        limits = [(who, one) for one in (() if route.is_apart else self._customs.limits)]
        limits += [(f"{who} {route.method} {route.path}", one) for one in route.limits]
        found = tuple(self._counted(key, limit, at) for key, limit in limits)
        if any(one.wait for one in found):
            self.overruns.append(Violation(method, path, "beyond the limit"))
            raise _Overrun(found)
        for key, limit in limits:
            self._spent[key, limit].append(at)
        return found

    def _counted(self, key: str, limit: Limit, at: float) -> Spent:
        times = self._spent[key, limit]
        while times and times[0] <= at - limit.seconds:
            times.popleft()
        oldest = times[0] if times else at
        resets_in = oldest + limit.seconds - at
        is_over = len(times) >= limit.most
        return Spent(limit, max(0, limit.most - len(times) - 1), resets_in, max(1.0, resets_in) if is_over else 0.0)

    def _read(self, route: Route, asked: Asked, query: str) -> tuple[Mapping[str, str], Any]:
        """Query and body, once nothing is wrong with them. Raises Violated."""
        given = parse_qs(query, keep_blank_values=True)
        flaws = list(query_flaws(route.query, given))
        body = None
        if asked.raw:
            kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != JSON:
                raise Violated(Wrong.INVALID, f"the body is {kind or 'of no type'} and not {JSON}")
            body = _json_of(asked.raw)
        if route.body is None and body is not None and body != {}:
            flaws.append(Flaw("the body", "none is documented"))
        if route.body is not None:
            flaws += route.body.flaws({} if body is None and isinstance(route.body, Record) else body, "")
        if flaws:
            first = flaws[0]
            raise Violated(Wrong.INVALID, "; ".join(str(one) for one in flaws), first.path)
        return {name: texts[0] for name, texts in given.items()}, body


class _Overrun(Exception):
    def __init__(self, spent: tuple[Spent, ...]) -> None:
        super().__init__("too many requests")
        self.spent = spent


class _Served(Handler):
    house: ContractServer

    def serve(self) -> None:
        raw = self.whole_body()
        if raw is None:
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        answered = self.house.answer(self.command, self.path, headers, raw)
        self.send_response(answered.status)
        content = encoded(answered.body) if answered.raw is None and answered.body is not None else answered.raw or b""
        for name, value in answered.headers.items():
            self.send_header(name, value)
        if content or answered.parts is not None:
            self.send_header("Content-Type", answered.kind)
        if answered.parts is None:
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return
        self.close_connection = True
        self.send_header("Connection", "close")
        self.end_headers()
        for part in answered.parts:
            self.wfile.write(part)
            self.wfile.flush()


def encoded(body: Any) -> bytes:
    """JSON; a Decimal is the number it is written as."""
    return _marked(json.dumps(body, default=_decimal, ensure_ascii=False)).encode()


def _decimal(value: object) -> object:
    if isinstance(value, Decimal):
        return f"\ue000{value}\ue001"
    raise TypeError(f"no JSON: {value!r}")


def _marked(text: str) -> str:
    return text.replace('"\ue000', "").replace('\ue001"', "")


def _json_of(raw: bytes) -> Any:
    """A body as JSON, exactly. Raises Violated for what is none, says a name twice, or holds NaN."""
    try:
        return json.loads(raw, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise Violated(Wrong.INVALID, f"the body is no JSON: {wrong}") from None


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name stands twice among {[name for name, _ in pairs]}")
    return found


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
