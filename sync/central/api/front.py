"""The outermost layer: a request id on everything, budget headers, bounded bodies, and nothing that falls through."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aura_terminal.domain.errors import RuleBroken
from sync.central.api.errors import Code, Refused, body_of, malformed, refusal_of
from sync.central.api.patience import BODY_WITHIN
from sync.central.api.values import timestamp

LOG = logging.getLogger("aura_terminal.central")
LARGEST_BODY = 4 * 1024 * 1024
BUSY_SECONDS = 2
BUSY = "The database is busy or was lost; ask again, a change under the same X-Idempotency-Key"


class Front:
    """ASGI middleware. What nobody expected becomes the documented 500 with the id that the log has too."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = f"req_{secrets.token_hex(8)}"
        state["headers"] = {}
        state["now"] = self._now
        begun = ended = False

        async def answer(message: Message) -> None:
            nonlocal begun, ended
            if message["type"] == "http.response.start":
                begun = True
                said = {"X-Request-ID": state["request_id"], **state["headers"]}
                extra = [(name.lower().encode(), value.encode()) for name, value in said.items()]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)

        try:
            if _is_too_long(scope):
                await _refuse(scope, malformed("body", f"is longer than {LARGEST_BODY} bytes"))(scope, receive, answer)
            else:
                await self._app(scope, _bounded(receive, state), answer)
        except Exception:  # the top of a request: nothing above it could say what happened
            LOG.exception("%s %s failed (%s)", scope["method"], scope["path"], state["request_id"])
            if begun and not ended:
                raise
            if not begun:
                await _refuse(scope, _unexpected())(scope, receive, answer)


def _is_too_long(scope: Scope) -> bool:
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return said.isdigit() and int(said) > LARGEST_BODY


def _bounded(receive: Receive, state: dict[str, Any]) -> Receive:
    """No more than may be said, and within the time there is for it; who takes longer is hung up on."""
    seen, is_whole = 0, False
    deadline = asyncio.get_running_loop().time() + BODY_WITHIN

    async def bounded() -> Message:
        nonlocal seen, is_whole
        if is_whole:  # what comes now is that the caller went away, whenever that is
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            state["headers"] = {"Connection": "close"}
            raise HTTPException(400, "The body did not come in time") from None
        seen += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if seen > LARGEST_BODY:
            state["headers"] = {"Connection": "close"}
            raise HTTPException(400, "The body is too long")
        return message

    return bounded


def answer_refusals(app: FastAPI) -> None:
    """Say everything that is refused in the documented shape."""
    handlers: dict[type[Exception], Callable[[Request, Any], Awaitable[Response]]] = {
        Refused: _refused, RuleBroken: _broken, RequestValidationError: _malformed, HTTPException: _http,
        OperationalError: _busy, NoConnection: _busy, DBAPIError: _database, Exception: _failed,
    }  # fmt: skip
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _refused(request: Request, refused: Refused) -> Response:
    return _refuse(request.scope, refused)


async def _broken(request: Request, broken: RuleBroken) -> Response:
    return _refuse(request.scope, refusal_of(broken))


async def _malformed(request: Request, wrong: RequestValidationError) -> Response:
    """Reference, "400 Bad Request": which fields and what is wrong with them, never what stood there."""
    details = tuple((_field(error["loc"]), _sentence(error)) for error in wrong.errors()[:20])
    return _refuse(request.scope, Refused(400, Code.VALIDATION_ERROR, "Invalid request data", details))


async def _http(request: Request, wrong: HTTPException) -> Response:
    code = Code.NOT_FOUND if wrong.status_code == 404 else Code.VALIDATION_ERROR
    message = "Resource not found" if wrong.status_code == 404 else str(wrong.detail)
    response = _refuse(request.scope, Refused(wrong.status_code, code, message))
    for name, value in (wrong.headers or {}).items():
        response.headers[name] = value
    if wrong.status_code == 405:
        response.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return response


def _methods(request: Request) -> set[str]:
    """Every method the path knows, whichever route answers it."""
    found: set[str] = set()
    for route in request.app.state.paths:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


async def _busy(request: Request, trouble: Exception) -> Response:
    """Overview, "503": the database did not let this request in, or was lost while it worked.

    Lost at the commit, what was asked for may have been done: only a repeat under the same key can tell.
    """
    LOG.warning("%s %s: %s", request.method, request.url.path, type(trouble).__name__)
    return _refuse(request.scope, Refused(503, Code.INTERNAL_ERROR, BUSY, retry_after=BUSY_SECONDS))


async def _database(request: Request, trouble: DBAPIError) -> Response:
    request_id = request.scope["state"]["request_id"]
    LOG.error("%s %s failed (%s)", request.method, request.url.path, request_id, exc_info=trouble)
    return _refuse(request.scope, _unexpected())


async def _failed(request: Request, bug: Exception) -> Response:
    """A bug: raised again once this is sent, so that the outermost layer writes it into the log."""
    return _refuse(request.scope, _unexpected())


def _unexpected() -> Refused:
    return Refused(500, Code.INTERNAL_ERROR, "An unexpected error occurred")


def _refuse(scope: Scope, refused: Refused) -> Response:
    state = scope["state"]
    said = body_of(refused, state["request_id"], timestamp(state["now"]()))
    headers = {}
    if refused.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if refused.retry_after is not None:
        headers["Retry-After"] = headers["X-RateLimit-Retry-After"] = str(refused.retry_after)
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, refused.status, headers, media_type="application/json")


def _field(place: tuple[int | str, ...]) -> str:
    """`items.0.quantity` for what stands in a body; the name alone for queries, paths and headers."""
    named = [str(part) for part in place[1:]] or [str(part) for part in place]
    return ".".join(named)[:200] or "body"


def _sentence(error: dict[str, Any]) -> str:
    return "is not JSON" if error["type"] == "json_invalid" else str(error["msg"])[:200]
