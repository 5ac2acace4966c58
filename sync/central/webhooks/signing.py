"""Signatures of webhooks: HMAC-SHA256 over the time and the raw body, so that neither can be replayed or altered."""

from __future__ import annotations

import hmac
from hashlib import sha256

SIGNATURE, TIMESTAMP, EVENT, DELIVERY = (
    "X-AuraConnect-Signature", "X-AuraConnect-Timestamp", "X-AuraConnect-Event", "X-AuraConnect-Delivery",
)  # fmt: skip


def signature_of(secret: str, timestamp: int, body: bytes) -> str:
    """`sha256=…` over `timestamp.body`; Unix seconds."""
    return "sha256=" + hmac.new(secret.encode(), b"%d." % timestamp + body, sha256).hexdigest()


def signed_body(secret: str, body: bytes) -> bytes:
    """The body with the documented `signature` field (overview, "Webhook Payload").

    It is made over the body without that field, exactly as it stands before the closing brace.
    """
    made = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return body[:-1] + b',"signature":"' + made.encode() + b'"}'
