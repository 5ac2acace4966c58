"""The body of a reply, piece by piece: bounded before and after it is unpacked."""

from __future__ import annotations

import zlib

BODY_LIMIT = 8 * 1024 * 1024
"""The longest reply that is read, in bytes, packed or not."""

_PACKED = {"": 0, "identity": 0, "gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Unwanted(Exception):
    """A body that is too long, or packed in a way that was not asked for; the text says which."""


class Body:
    """Takes the pieces of one reply."""

    def __init__(self, encoding: str, limit: int = BODY_LIMIT) -> None:
        window = _PACKED.get(encoding.strip().lower())
        if window is None:
            raise Unwanted(f"the answer is packed as {encoding[:20]}")
        self._unpacker = zlib.decompressobj(window) if window else None
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = self._taken = 0

    def add(self, piece: bytes) -> None:
        """The next piece as it came. Raises Unwanted."""
        self._taken += len(piece)
        if self._taken > self._limit:
            raise Unwanted(f"the answer is longer than {self._limit} bytes")
        self._keep(piece if self._unpacker is None else self._unpacked(self._unpacker, piece))

    def whole(self) -> bytes:
        """All of it. Raises Unwanted where packed bytes end too soon."""
        if self._unpacker is not None and self._taken and not self._unpacker.eof:
            raise Unwanted("the answer ends in the middle")
        return b"".join(self._pieces)

    def _unpacked(self, unpacker: zlib._Decompress, piece: bytes) -> bytes:
        """At most one byte more than may be kept is ever made of it."""
        try:
            made = unpacker.decompress(piece, self._limit - self._size + 1)
        except zlib.error:
            raise Unwanted("the answer is packed in a way that cannot be read") from None
        return made

    def _keep(self, made: bytes) -> None:
        self._size += len(made)
        if self._size > self._limit:
            raise Unwanted(f"the answer is longer than {self._limit} bytes once it is unpacked")
        self._pieces.append(made)
