"""The address a central answers at."""

from __future__ import annotations

import socket

import uvicorn

from aura_terminal.app.commands.central_server import listening_at


def test_no_answer_waits_for_the_other_ends_word() -> None:
    listening = listening_at(uvicorn.Config("nowhere:nothing", host="127.0.0.1", port=0, log_level="error"))
    with listening, socket.create_connection(listening.getsockname(), timeout=5):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
