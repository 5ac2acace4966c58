"""The pairing conversation on the inviting side: it runs on the network's loop and asks the store through a port."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

import msgspec

from aura_terminal.domain import telling
from sync.net.certificates import fingerprint
from sync.net.invitation import NOTHING_SHOWN, Invitation, Newcomer, NotWelcome
from sync.net.pairing_words import (
    LONGEST_BEFORE_PROOF,
    PART_BYTES,
    Joined,
    Knock,
    Malformed,
    Part,
    Proof,
    Ready,
    Refusal,
    Welcome,
    decode,
    encode,
    inviters_proof,
)
from sync.net.wire import BROKEN, Wire

SPEAK_WITHIN = 15.0
INSTALLED_WITHIN = 300.0

_log = logging.getLogger(__name__)


class House(Protocol):
    """What the inviting terminal does for a newcomer; each answer comes from another thread."""

    def prepare(self, newcomer: Newcomer) -> Future[Welcome]:
        """Certify it, with all it needs but the proof. NotWelcome when its label is taken."""

    def snapshot(self) -> Future[Path]:
        """A fresh copy of the store in a file of its own, which is deleted afterwards."""

    def write_down(self, newcomer: Newcomer, certificate: bytes) -> Future[None]:
        """Keep the fact that it is paired."""


class Reception:
    """Answers newcomers while a code is shown. `told` gets one line in words when an invitation got further."""

    def __init__(self, my_certificate: bytes, house: House, told: Callable[[str], None]) -> None:
        self._my_fingerprint = fingerprint(my_certificate)
        self._house = house
        self._told = told
        self._invitation: Invitation | None = None
        self._one_proof_at_a_time = asyncio.Lock()

    def show(self, invitation: Invitation) -> None:
        """Open an invitation in the place of the one before."""
        if self._invitation is not None:
            self._invitation.withdraw()
        self._invitation = invitation

    async def serve(self, wire: Wire, proved: Callable[[], None]) -> str:
        """One newcomer, from its knock to its end; why it was refused, empty when it was let in."""
        wire.may_hear(LONGEST_BEFORE_PROOF)
        try:
            if self._invitation is None:
                raise NotWelcome(NOTHING_SHOWN)
            await self._receive(wire, self._invitation, proved)
        except NotWelcome as refused:
            wire.say(encode(Refusal(str(refused))))
            return str(refused)
        except Malformed as wrong:
            return str(wrong)
        return ""

    async def _receive(self, wire: Wire, invitation: Invitation, proved: Callable[[], None]) -> None:
        knock = decode(await wire.hear_within(SPEAK_WITHIN))
        if not isinstance(knock, Knock):
            raise Malformed(telling.told("it does not knock"))
        newcomer, challenge = invitation.greet(knock, _now())
        wire.say(encode(challenge))
        proof = decode(await wire.hear_within(SPEAK_WITHIN))
        if not isinstance(proof, Proof):
            raise Malformed(telling.told("it shows no proof"))
        async with self._one_proof_at_a_time:
            key = await asyncio.to_thread(invitation.stretch, challenge)
            invitation.check(key, self._my_fingerprint, knock, challenge, proof, _now())
            welcome = await asyncio.wrap_future(self._house.prepare(newcomer))
            invitation.use(_now())
        proved()
        mac = inviters_proof(key, self._my_fingerprint, knock, challenge, welcome)
        await wire.say_and_wait(encode(msgspec.structs.replace(welcome, mac=mac)))
        await self._move_in(wire, newcomer, welcome)

    async def _move_in(self, wire: Wire, newcomer: Newcomer, welcome: Welcome) -> None:
        try:
            await self._hand_over(wire, await asyncio.wrap_future(self._house.snapshot()))
            if not isinstance(decode(await wire.hear_within(INSTALLED_WITHIN)), Ready):
                raise Malformed(telling.told("it is not ready"))
        except (*BROKEN, Malformed) as broken:
            self._told(f"failed {newcomer.label}")
            _log.warning("pairing_broken: %s", broken, extra={"peer": newcomer.label})
            raise
        await asyncio.wrap_future(self._house.write_down(newcomer, welcome.certificate))
        wire.say(encode(Joined()))
        self._told(f"joined {newcomer.label}")
        _log.info("peer_paired", extra={"peer": newcomer.label})

    async def _hand_over(self, wire: Wire, snapshot: Path) -> None:
        try:
            left = snapshot.stat().st_size
            with snapshot.open("rb") as file:
                while left:
                    data = await asyncio.to_thread(file.read, PART_BYTES)
                    left -= len(data)
                    await wire.say_and_wait(encode(Part(data, left)))
        finally:
            snapshot.unlink(missing_ok=True)


def _now() -> float:
    return asyncio.get_running_loop().time()
