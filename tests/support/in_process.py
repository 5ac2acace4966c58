"""HTTP to an ASGI application of this process, for tests that are not asynchronous."""

from __future__ import annotations

from typing import Any

import httpx
from anyio.from_thread import start_blocking_portal


class InProcess(httpx.BaseTransport):
    """Runs each request on an event loop of its own thread; several threads may ask at once."""

    def __init__(self, app: Any) -> None:  # an ASGI application
        self._asgi = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
        self._loop = start_blocking_portal()
        self._portal = self._loop.__enter__()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, answered whole."""
        request.read()
        return self._portal.call(self._handled, request)

    def close(self) -> None:
        """End the event loop."""
        self._loop.__exit__(None, None, None)

    async def _handled(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        answer = await self._asgi.handle_async_request(asked)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())
