"""Sandbox and live ("Sandbox Mode"): test keys belong to the sandbox's address, live keys to the live one.

Mixing is refused before anything is sent: a test sale would stand in the books, or a real one be lost in the sandbox.
"""

from __future__ import annotations

from urllib.parse import urlsplit

KEYS = ("pk", "sk")
SANDBOX, LIVE = "api-sandbox.auraflowpos.com", "api.auraflowpos.com"


def mixed_up(url: str, secret: str) -> str:
    """Why this address and these keys do not belong together, in words without the keys; empty where they may.

    Both keys have to be of one kind. Another host than the two of the document may be either.
    """
    words = secret.split()
    if len(words) != len(KEYS):
        return ""
    kinds = {kind for prefix, word in zip(KEYS, words, strict=True) for kind in _kinds(prefix, word)}
    if len(kinds) > 1:
        return "one key is of the sandbox and the other one is live: they belong together in pairs"
    host = (urlsplit(url).hostname or "").lower()
    if host == SANDBOX and kinds == {"live"}:
        return f"these are live keys, and {SANDBOX} is the sandbox: give keys that begin with pk_test_ and sk_test_"
    if host == LIVE and kinds == {"test"}:
        return f"these are keys of the sandbox, and {LIVE} is live: the sandbox is at https://{SANDBOX}/v1"
    return ""


def _kinds(prefix: str, key: str) -> list[str]:
    return [kind for kind in ("test", "live") if key.startswith(f"{prefix}_{kind}_")]
