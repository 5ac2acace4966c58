"""The pairing conversation on the newcomer's side: one plain socket, on the thread of whoever runs the command."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from sync.net.addresses import write_address
from sync.net.certificates import NotACertificate, fingerprint, is_made_by, subject_of
from sync.net.framing import MessageReader, TooLong, frame
from sync.net.invitation import NotWelcome
from sync.net.pairing_code import stretched
from sync.net.pairing_words import (
    LONGEST_AFTER_PROOF,
    NONCE_BYTES,
    PAIRING_VERSION,
    Challenge,
    Joined,
    Knock,
    Malformed,
    Part,
    Proof,
    Ready,
    Refusal,
    Said,
    Welcome,
    decode,
    encode,
    inviters_proof,
    is_proof,
    newcomers_proof,
)
from sync.net.tls import knocking

ANSWER_WITHIN = 30.0
SNAPSHOT_WITHIN = 300.0
_CHUNK = 256 * 1024

T = TypeVar("T")


class LostAtTheEnd(Unavailable):
    """Everything is in place here, and it is not known whether the inviter wrote it down."""


class Joining:
    """One try at joining through one terminal; to be left with `with`, in whatever way it ends.

    `Unavailable` says that nobody answers there, NotWelcome why the newcomer is refused.
    """

    def __init__(self, host: str, port: int) -> None:
        self._where = write_address(host, port)
        self._messages = MessageReader(LONGEST_AFTER_PROOF)
        try:
            pipe = socket.create_connection((host, port), timeout=ANSWER_WITHIN)
        except OSError as error:
            raise self._gone(error) from error
        try:
            self._pipe = knocking().wrap_socket(pipe)
            self._inviter = fingerprint(self._pipe.getpeercert(binary_form=True) or b"")
        except (OSError, NotACertificate) as error:
            pipe.close()
            raise self._gone(error) from error

    def __enter__(self) -> Joining:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()

    def prove(self, code: str, request: bytes, random_bytes: Callable[[int], bytes]) -> Welcome:
        """Show that the code is known, and have it proved that the other end knows it too."""
        knock = Knock(PAIRING_VERSION, random_bytes(NONCE_BYTES), request)
        challenge = self._ask(knock, Challenge)
        key = stretched(code, challenge.salt)
        welcome = self._ask(Proof(newcomers_proof(key, self._inviter, knock, challenge)), Welcome)
        expected = inviters_proof(key, self._inviter, knock, challenge, welcome)
        if not is_proof(expected, welcome.mac):
            raise NotWelcome(
                told("The terminal there does not know the code itself. Do not trust it; try again elsewhere.")
            )
        if not is_made_by(welcome.certificate, welcome.authority) or subject_of(welcome.certificate)[0] == "":
            raise NotWelcome(told("The terminal there handed over certificates that do not fit each other."))
        return welcome

    def fetch(self, file: Path) -> int:
        """Write the store's snapshot to a file; its bytes."""
        self._pipe.settimeout(SNAPSHOT_WITHIN)
        size, left = 0, 1
        with file.open("wb") as out:
            while left:
                part = self._hear(Part)
                size += out.write(part.data)
                left = part.left
        return size

    def settle(self) -> None:
        """Say that everything is in place; from here on the terminal belongs to the store. LostAtTheEnd in doubt."""
        try:
            self._ask(Ready(), Joined)
        except Unavailable as lost:
            hint = told("its last answer was lost. Start this terminal; pair it anew if nobody lets it in.")
            raise LostAtTheEnd(lost.what, hint) from lost

    def _ask(self, said: Said, wanted: type[T]) -> T:
        try:
            self._pipe.sendall(frame(encode(said)))
        except OSError as error:
            raise self._gone(error) from error
        return self._hear(wanted)

    def _hear(self, wanted: type[T]) -> T:
        try:
            while (message := self._messages.take()) is None:
                data = self._pipe.recv(_CHUNK)
                if not data:
                    raise self._gone(EOFError(told("it hung up")))
                self._messages.feed(data)
            said = decode(message)
        except (OSError, TooLong, Malformed) as error:
            raise self._gone(error) from error
        if isinstance(said, Refusal):
            raise NotWelcome(said.words[:500])
        if not isinstance(said, wanted):
            raise self._gone(Malformed(told("it said something else than was asked")))
        return said

    def _gone(self, error: Exception) -> Unavailable:
        why = error.reason if isinstance(error, ssl.SSLError) else getattr(error, "strerror", None) or error
        return Unavailable(
            told("The terminal at {where}", where=self._where),
            told(
                "does not answer as one that shows a pairing code ({why}). Look at its address, and have a "
                "code shown there: aura-terminal pair --show-code",
                why=why,
            ),
        )
