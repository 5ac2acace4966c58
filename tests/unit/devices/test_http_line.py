"""Requests to a device over HTTP: what was never sent is told apart from what may have arrived."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from aura_terminal.domain.errors import Unavailable
from devices.transports.http_line import HttpLine, NotReached
from devices.transports.transport import Refused


@contextmanager
def serving(serve: Callable[[socket.socket], object]) -> Iterator[str]:
    """A port whose first connection is handed to `serve`."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: _serve(server, serve), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join(10)


def _serve(server: socket.socket, serve: Callable[[socket.socket], object]) -> None:
    pipe, _ = server.accept()
    with pipe:
        serve(pipe)


def asked(url: str, within: float = 5.0) -> bytes:
    line = HttpLine(lambda: url)
    line.open()
    try:
        return line.post("/x", b"body", "text/plain", within)
    finally:
        line.close()


def test_an_answer_is_brought_back() -> None:
    def serve(pipe: socket.socket) -> None:
        pipe.recv(4096)
        pipe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    with serving(serve) as url:
        assert asked(url) == b"ok"


def test_a_refused_connection_sent_nothing() -> None:
    with serving(lambda pipe: None) as url, pytest.raises(Unavailable):
        asked(url)
    with pytest.raises(Refused):
        asked(url)


def test_a_connection_that_is_cut_after_the_request_may_have_arrived() -> None:
    with serving(lambda pipe: pipe.recv(4096)) as url, pytest.raises(Unavailable) as lost:
        asked(url)
    assert not isinstance(lost.value, NotReached | Refused)


def test_an_answer_that_never_ends_is_given_up_in_time() -> None:
    def serve(pipe: socket.socket) -> None:
        pipe.recv(4096)
        pipe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        pause = threading.Event()
        for _ in range(100):  # a byte now and then keeps every single read within its time
            try:
                pipe.sendall(b"x")
            except OSError:
                return
            pause.wait(0.05)

    started = time.monotonic()
    with serving(serve) as url, pytest.raises(Unavailable, match="no answer in time"):
        asked(url, within=0.3)
    assert time.monotonic() - started < 4.0


def test_cancelling_ends_the_request_under_way() -> None:
    line_made: list[HttpLine] = []

    def serve(pipe: socket.socket) -> None:
        pipe.recv(4096)
        line_made[0].cancel()
        pipe.recv(4096)

    with serving(serve) as url:
        line = HttpLine(lambda: url)
        line_made.append(line)
        line.open()
        with pytest.raises(Unavailable, match="closing"):
            line.post("/x", b"body", "text/plain", 30.0)
        line.close()


def test_a_certificate_nobody_vouches_for_is_named(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))

    def serve(pipe: socket.socket) -> None:
        try:
            context.wrap_socket(pipe, server_side=True).close()
        except OSError:
            return  # it turned us away, as it should

    with serving(serve) as url, pytest.raises(NotReached, match="certificate"):
        asked(url.replace("http:", "https:"))


def self_signed(folder: Path) -> Path:
    """A key and a certificate of its own, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "printer")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "printer.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
