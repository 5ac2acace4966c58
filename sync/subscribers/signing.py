"""Deliveries leave signed (AuraFlow POS, "Webhook Security"): at the moment they are sent, each time anew."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from aura_terminal.ports.chance import Clock
from sync.node.courier_driver import Carrier
from sync.reconcile.effects import Send
from sync.subscribers.payloads import delivery_id

SIGNATURE, TIMESTAMP, DELIVERY = "X-Webhook-Signature", "X-Webhook-Timestamp", "X-Webhook-Id"
"""The last one is ours: a delivery that comes a second time has the id of the first."""


def signature_of(secret: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 of the raw body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


class SigningCarrier:
    """A carrier that signs what it hands on; the secret is in memory alone."""

    def __init__(self, carrier: Carrier, secret: str, clock: Clock) -> None:
        self._carrier = carrier
        self._secret = secret
        self._clock = clock

    def start(self) -> None:
        """Be ready; to be called once."""
        self._carrier.start()

    def send(self, send: Send) -> None:
        """Make a request with its signature and the present Unix time in seconds; returns at once."""
        signed = {
            SIGNATURE: signature_of(self._secret, send.body),
            TIMESTAMP: str(int(self._clock.now().timestamp())),
            DELIVERY: delivery_id(send.body),
        }
        self._carrier.send(replace(send, headers={**send.headers, **signed}))

    def probe(self, found: Callable[[bool], None]) -> None:
        """Find out whether anybody is there; told on any thread."""
        self._carrier.probe(found)

    def close(self) -> None:
        """Stop; no answer comes after it."""
        self._carrier.close()
