"""The code a person carries from a paired terminal to a new one: 50 bits, for a few minutes, for one use."""

from __future__ import annotations

import re
from collections.abc import Callable

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from aura_terminal.domain.telling import told

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
SIGNS = 10
SALT_BYTES = 16
KEY_BYTES = 32
_ALIKE = str.maketrans("ILO", "110")
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1  # a fifth of a second a guess: 2^50 guesses outlast the code by far


def new_code(random_below: Callable[[int], int]) -> str:
    """A new code such as 7K2QD-0XV9M; `random_below(n)` gives a secret whole number under n."""
    signs = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(SIGNS))
    return f"{signs[:5]}-{signs[5:]}"


def read_code(said: str) -> str:
    """The signs of a code as a person typed it, whatever the case, dashes and look-alikes; ValueError for none."""
    signs = re.sub(r"[\s-]", "", said).upper().translate(_ALIKE)
    if len(signs) != SIGNS or any(sign not in ALPHABET for sign in signs):
        raise ValueError(told("a pairing code has {signs} letters and digits, such as 7K2QD-0XV9M", signs=SIGNS))
    return signs


def stretched(code: str, salt: bytes) -> bytes:
    """The key that both ends derive from the code (argon2id, RFC 9106)."""
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB)
    return kdf.derive(read_code(code).encode())
