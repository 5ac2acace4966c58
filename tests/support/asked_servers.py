"""Asking an HTTP server what its OpenAPI document allows and what it does not: what must never be the answer.

Schemathesis makes the requests and judges the answers; here is what it is asked for, and what it leaves out: a request
that is not answered at all, a body where none is documented, and methods that no address has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as judging

Checks = Sequence[schemathesis.CheckFunction]
CHECKS: Checks = (
    not_a_server_error, judging.status_code_conformance, judging.content_type_conformance,
    judging.response_headers_conformance, judging.response_schema_conformance,
)  # fmt: skip
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
NOT_CARRIED = (
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    UnicodeError,
    TypeError,
    ValueError,
)
"""What a client says of a request that HTTP cannot carry."""

Modes = Callable[[int], Sequence[GenerationMode]]
"""What an operation is asked for, by its place among all: allowed requests, wrong ones, or both."""
Send = Callable[[Case[Any]], httpx.Response]
"""Carries a request to the server; raises what httpx raises."""


def both(place: int) -> Sequence[GenerationMode]:
    """Allowed and wrong requests to every operation."""
    return BOTH


def in_turn(place: int) -> Sequence[GenerationMode]:
    """Allowed requests to one operation, wrong ones to the next."""
    return (BOTH[place % 2],)


@dataclass
class Asked:
    """What was asked and what was wrong with the answers, each kind of wrong once."""

    requests: int = 0
    operations: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    def hear(self, name: str, answer: httpx.Response) -> None:
        """Count an answer; a server's own failure is wrong whatever a document says."""
        self.requests += 1
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.wrong.setdefault(f"{name}: {answer.status_code}", answer.text[:400])

    def add(self, other: Asked) -> None:
        """What another round came to."""
        self.requests += other.requests
        self.operations += other.operations
        self.statuses += other.statuses
        self.wrong = {**other.wrong, **self.wrong}

    def __str__(self) -> str:
        counts = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return f"{self.operations} operations, {self.requests} requests: {counts}"


def operations_of(document: Mapping[str, Any]) -> Iterator[Any]:  # Any: an operation is generic over its schema
    """Every operation of a document."""
    for found in schemathesis.openapi.from_dict(dict(document)).get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def named(operation: Any) -> str:
    """How it is told of."""
    return f"{operation.method.upper()} {operation.path}"


def ask(
    operation: Any, mode: GenerationMode, send: Send, asked: Asked, *, examples: int, start: int,
    checks: Checks = CHECKS,
) -> None:  # fmt: skip
    """So many requests of one kind to an operation, each answer judged."""

    @seed(start)
    @settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Case[Any]) -> None:
        carry(case, send, asked, checks)

    try:
        one()
    except Unsatisfiable:
        if mode is GenerationMode.POSITIVE:
            raise  # else there is nothing about the operation that could be wrong


def carry(case: Case[Any], send: Send, asked: Asked, checks: Checks = CHECKS) -> httpx.Response | None:
    """Send one request and judge the answer; None where there is none to judge."""
    name = named(case.operation)
    try:
        answer = send(case)
    except NOT_CARRIED:
        return None
    except httpx.TransportError as nothing:
        asked.requests += 1
        asked.wrong.setdefault(f"{name}: no answer ({type(nothing).__name__})", case.as_curl_command())
        return None
    asked.hear(name, answer)
    for problem in problems_of(case, answer, checks):
        asked.wrong.setdefault(f"{name}: {problem}", f"{case.as_curl_command()} -> {answer.text[:400]}")
    return answer


def problems_of(case: Case[Any], answer: httpx.Response, checks: Checks) -> Iterator[str]:
    """What is wrong with an answer by its document."""
    answer.elapsed = timedelta()
    try:
        case.validate_response(answer, checks=list(checks))
    except FailureGroup as broken:
        for one in broken.exceptions:
            yield f"{answer.status_code}: {one.title}: {one}"[:240]
    documented = case.operation.definition.raw["responses"].get(str(answer.status_code))
    if documented is not None and answer.content and "content" not in documented:
        yield f"{answer.status_code} has a body that is not documented"


def ask_other_methods(
    document: Mapping[str, Any], request: Callable[[str, str], httpx.Response], allowed: Mapping[str, int]
) -> Asked:
    """Every address of a document by the methods it does not name: refused as `allowed` says, or with 405 and Allow."""
    asked = Asked()
    for path, operations in document["paths"].items():
        there = {method.upper() for method in operations}
        for method in METHODS:
            if method in there or (method == "HEAD" and "GET" in there):
                continue
            answer = request(method, path.replace("{", "").replace("}", ""))
            asked.hear(f"{method} {path}", answer)
            is_fine = answer.status_code == allowed.get(method, 405) or answer.status_code == 404
            is_said = answer.status_code != 405 or set(answer.headers.get("allow", "").split(", ")) >= there
            if not (is_fine and is_said):
                asked.wrong.setdefault(f"{method} {path}: {answer.status_code}", str(dict(answer.headers)))
    return asked
