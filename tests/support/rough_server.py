"""A server on loopback that reads one request a connection and then does exactly what a test says, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Act = Callable[[socket.socket], object]
PATIENCE = 10.0


class RoughServer:
    """Answers connections in the order of what was said, each on a thread of its own; `heard` holds whole requests."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.heard: list[bytes] = []
        self._acts: deque[Act] = deque()
        self._is_deaf = False
        self._tls = None if certificate is None else _context(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> RoughServer:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def act(self, act: Act) -> None:
        """What to do with the next request; the connection is closed afterwards."""
        self._acts.append(act)

    def say(self, status: int, body: bytes, *headers: str) -> None:
        """A whole answer to the next request."""
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
        self.act(lambda line: line.sendall("\r\n".join(lines).encode() + body))

    def refuse_to_listen(self) -> None:
        """Connections are taken and reset before a word was read."""
        self._is_deaf = True

    def close(self) -> None:
        """Take no more connections, and end those there are."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(PATIENCE)
        with contextlib.suppress(OSError), line:
            if self._is_deaf:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if self._tls is None:
                self._answer(line)
                return
            with self._tls.wrap_socket(line, server_side=True) as private:
                self._answer(private)

    def _answer(self, line: socket.socket) -> None:
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += _more(line)
        head, _, body = heard.partition(b"\r\n\r\n")
        size = next((int(one[15:]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")), 0)
        while len(body) < size:
            body += _more(line)
        self.heard.append(head + b"\r\n\r\n" + body)
        self._acts.popleft()(line)


def _more(line: socket.socket) -> bytes:
    piece = line.recv(65536)
    if not piece:
        raise OSError("the other end has gone")
    return piece


def _context(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that vouches for itself, which is left in the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rough server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
