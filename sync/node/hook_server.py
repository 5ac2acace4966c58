"""Where back offices call: a small HTTP server of the node that hears one thing, "look again", from who can sign it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock
from sync.reconcile.hooks import LARGEST, HookGate, Verdict

TIMEOUT = 10.0
MOST_AT_ONCE = 8
QUIET_SECONDS = 60.0
"""How long nothing more is logged of strangers after a line about them."""

_log = logging.getLogger(__name__)

Heard = Callable[[bytes], None]
"""Told of the body of every call that is to be believed, on the server's threads."""


class HookServer:
    """Listens from `open` to `close`. Answers 204 to what is believed, also when repeated, and refuses all else.

    What is no POST is refused with 405, what cannot be read as a request with 400, every other call with 401.
    """

    def __init__(self, address: tuple[str, int], gate: HookGate, heard: Heard, clock: Clock) -> None:
        self._address = address
        self._gate = gate
        self._heard = heard
        self._clock = clock
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._server: ThreadingHTTPServer | None = None
        self._refused = 0
        self._quiet_until = 0.0

    @property
    def port(self) -> int:
        """Where it listens; once opened."""
        assert self._server is not None
        return int(self._server.server_address[1])

    def open(self) -> None:
        """Begin to listen. `Unavailable` when the address cannot be had."""
        hooks = self

        class Handler(_Handler):
            server_hooks = hooks

        try:
            self._server = ThreadingHTTPServer(self._address, Handler)
        except OSError as error:
            host, port = self._address
            hint = told(
                "it cannot be listened at: {reason}. Name another address for the back office's calls.",
                reason=error.strerror,
            )
            raise Unavailable(f"{host}:{port}", hint) from error
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.5,), name="hooks", daemon=True).start()

    def close(self) -> None:
        """Listen no more; may be called twice."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def take(self, headers: dict[str, str], body: bytes) -> bool:
        """Whether a call is believed; a repeated one changes nothing."""
        with self._lock:
            verdict = self._gate.judge(headers, body, int(self._clock.now().timestamp()))
            if verdict in (Verdict.FORGED, Verdict.STALE):
                self._note_refusal(verdict)
        if verdict is Verdict.LOOK:
            self._heard(body)
        return verdict in (Verdict.LOOK, Verdict.REPEATED)

    def _note_refusal(self, verdict: Verdict) -> None:
        """One line a minute, with how many there were: a stranger must not fill the log."""
        self._refused += 1
        if self._clock.monotonic() >= self._quiet_until:
            _log.warning("hook_refused: %s, %d since the last line", verdict.value, self._refused)
            self._refused, self._quiet_until = 0, self._clock.monotonic() + QUIET_SECONDS

    def enter(self) -> bool:
        """Whether one more call can be heard now."""
        return self._places.acquire(blocking=False)

    def leave(self) -> None:
        """A call was heard."""
        self._places.release()


class _Handler(BaseHTTPRequestHandler):
    server_hooks: HookServer
    timeout = TIMEOUT
    server_version = "hooks"
    sys_version = ""

    def do_POST(self) -> None:
        """One call."""
        self.close_connection = True
        if not self.server_hooks.enter():
            self._answer(503)
            return
        try:
            self._answer(204 if self._is_believed() else 401)
        finally:
            self.server_hooks.leave()

    def _is_believed(self) -> bool:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or len(length) > 8 or int(length) > LARGEST:
            return False
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return len(body) == int(length) and self.server_hooks.take(headers, body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no call, without a word; a method there is not is the caller's mistake."""
        self.close_connection = True
        self._answer(405 if code == 501 else code)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 405:
            self.send_header("Allow", "POST")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Addresses and lines of strangers are not logged."""
