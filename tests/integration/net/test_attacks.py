"""What a stranger on the Wi-Fi, a thief or a paired terminal gone bad can do: nothing that is kept, and nobody stops.

After every attack the honest pair still hears each other.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.net.certificates import ask_for_certificate, certify, make_authority, new_key
from sync.net.door import MOST_FROM_ONE
from sync.net.framing import frame
from sync.net.greeting import RUN_BYTES, Greeting, encode_greeting
from sync.net.invitation import GOOD_FOR, Ending, Invitation, NotWelcome
from sync.net.joining import Joining
from sync.net.pairing_code import stretched
from sync.net.pairing_words import Challenge, Knock, Proof, Refusal, Welcome, decode, encode, newcomers_proof
from sync.net.tls import Credentials, calling, knocking
from tests.integration.net.conftest import OpenTerminal
from tests.integration.net.net_terminal import LONGEST, LOOPBACK, NetTerminal, wait_until
from tests.support.mesh_terminal import ROOT
from tests.support.peer_store import PeerStore, roll

CODE = "7K2QD-0XV9M"
ID = "00000000-0000-7000-8000-0000000000ee"
GUEST = "127.0.0.66"
TIMEOUT = 10.0


@dataclass
class Pair:
    """Two honest terminals of a store, connected."""

    store: PeerStore
    one: NetTerminal
    other: NetTerminal
    bad: Credentials
    """A third one that is paired as well."""

    def still_works(self) -> bool:
        """Whether they hear each other, now."""
        word = secrets.token_bytes(8)

        def is_heard() -> bool:
            self.one.say("R2", word)
            self.other.say("R1", word)
            return self.other.hears(word) and self.one.hears(word)

        return wait_until(is_heard)

    def was_refused(self, why: str) -> bool:
        return wait_until(lambda: why in self.one.ears.reasons())


@pytest.fixture
def pair(store: PeerStore, open_terminal: OpenTerminal) -> Iterator[Pair]:
    r1, r2, r3 = (store.terminal(number) for number in (1, 2, 3))
    one = open_terminal(r1, roll(r1, r2, r3))
    other = open_terminal(r2, roll(r1, r2, r3), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"} and other.ears.labels() == {"R1"})
    pair = Pair(store, one, other, r3)
    yield pair
    assert pair.still_works()
    assert one.ears.labels() <= {"R2", "R3"}
    assert one.house.paired == []


def call(port: int, context: ssl.SSLContext, source: str = LOOPBACK) -> ssl.SSLSocket:
    pipe = socket.create_connection((LOOPBACK, port), timeout=TIMEOUT, source_address=(source, 0))
    try:
        return context.wrap_socket(pipe)
    except BaseException:
        pipe.close()
        raise


def is_put_out(pipe: socket.socket) -> bool:
    """Whether the other end hangs up, having said nothing that matters."""
    try:
        while pipe.recv(65536):
            continue
    except (ssl.SSLError, ConnectionError):
        return True
    except TimeoutError:
        return False
    return True


def greeted(pair: Pair, mine: Credentials, folder: Path) -> ssl.SSLSocket:
    """A paired terminal past its greeting, that will do as it likes from here."""
    pipe = call(pair.one.port, calling(mine, folder))
    pipe.sendall(frame(encode_greeting(Greeting(secrets.token_bytes(RUN_BYTES), 47810))))
    assert wait_until(lambda: mine.label in pair.one.ears.labels())
    return pipe


def certified_by(authority_of: PeerStore, label: str = "R2") -> Credentials:
    return authority_of.terminal(2, label)


def self_signed() -> Credentials:
    key = new_key()
    authority = make_authority(key, "nobody's store")
    certificate = certify(ask_for_certificate(key, ID, "R2"), authority, key)
    return Credentials(ID, "R2", "nobody's store", certificate, key, authority, key)


def test_a_guest_without_certificate_is_put_out(pair: Pair) -> None:
    context = knocking()
    context.set_alpn_protocols(["aura-facts/1"])
    with call(pair.one.port, context, GUEST) as guest:
        guest.sendall(frame(encode_greeting(Greeting(b"g" * RUN_BYTES, 47810))))
        assert is_put_out(guest)
    assert pair.was_refused("does not belong to this store")


def test_a_guest_who_speaks_no_tls_is_put_out(pair: Pair) -> None:
    with socket.create_connection((LOOPBACK, pair.one.port), timeout=TIMEOUT, source_address=(GUEST, 0)) as guest:
        guest.sendall(b"GET / HTTP/1.1\r\nHost: pos\r\n\r\n")
        assert is_put_out(guest)
    assert pair.was_refused("did not prove itself")


@pytest.mark.parametrize(
    "forged", [self_signed, lambda: certified_by(PeerStore("another store"))], ids=["self-signed", "another store"]
)
def test_a_certificate_of_another_hand_is_refused(
    pair: Pair, forged: Callable[[], Credentials], tmp_path: Path
) -> None:
    context = calling(forged(), tmp_path)
    context.verify_mode = ssl.CERT_NONE
    with contextlib.suppress(ssl.SSLError, ConnectionError), call(pair.one.port, context, GUEST) as guest:
        guest.sendall(frame(encode_greeting(Greeting(b"g" * RUN_BYTES, 47810))))
        assert is_put_out(guest)
    assert pair.was_refused("did not prove itself")


def test_a_certificate_the_store_made_and_no_fact_speaks_of_is_refused(pair: Pair, tmp_path: Path) -> None:
    with call(pair.one.port, calling(pair.store.terminal(9), tmp_path), GUEST) as guest:
        guest.sendall(frame(encode_greeting(Greeting(b"g" * RUN_BYTES, 47810))))
        assert is_put_out(guest)
    assert pair.was_refused("does not belong to this store, or not any more")


def test_a_revoked_terminal_is_put_out_and_not_let_in_again(pair: Pair, tmp_path: Path) -> None:
    with greeted(pair, pair.bad, tmp_path) as thief:
        pair.one.network.enrol(roll(pair.one.mine, pair.other.mine))
        began = time.monotonic()
        assert is_put_out(thief)
        assert time.monotonic() - began < 1.0
    with call(pair.one.port, calling(pair.bad, tmp_path)) as thief:
        assert is_put_out(thief)
    assert pair.was_refused("does not belong to the store any more")


def test_an_older_tls_is_refused(pair: Pair, tmp_path: Path) -> None:
    context = calling(pair.bad, tmp_path)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        call(pair.one.port, context)
    assert pair.was_refused("did not prove itself")


def test_a_terminal_does_not_talk_to_whoever_answers_at_a_peers_address(
    store: PeerStore, open_terminal: OpenTerminal, tmp_path: Path
) -> None:
    impostor = self_signed()
    r1 = store.terminal(1)
    evil = open_terminal(impostor, roll(impostor, r1))
    victim = open_terminal(r1, roll(r1, impostor), (evil.address,))
    assert wait_until(lambda: "no terminal of this store" in victim.ears.reasons())
    assert victim.ears.connections == evil.ears.connections == 0


class Recorder:
    """Stands in the middle of a connection, passes everything on and keeps what the caller sent."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server((LOOPBACK, 0))
        self._listener.settimeout(TIMEOUT)
        self.port = self._listener.getsockname()[1]
        self.sent = b""

    def pass_on(self, until: Callable[[], bool]) -> None:
        """Carry one connection both ways until it came true."""
        caller, _ = self._listener.accept()
        with caller, socket.create_connection((LOOPBACK, self._target), timeout=TIMEOUT) as called:
            for pipe in (caller, called):
                pipe.settimeout(0.02)
            assert wait_until(lambda: self._carry(caller, called) or until())

    def _carry(self, caller: socket.socket, called: socket.socket) -> bool:
        with contextlib.suppress(TimeoutError):
            data = caller.recv(65536)
            self.sent += data
            called.sendall(data)
        with contextlib.suppress(TimeoutError):
            caller.sendall(called.recv(65536))
        return False

    def close(self) -> None:
        self._listener.close()


def test_captured_bytes_played_again_open_nothing(pair: Pair, open_terminal: OpenTerminal, tmp_path: Path) -> None:
    recorder = Recorder(pair.one.port)
    try:
        third = open_terminal(
            pair.bad, roll(pair.one.mine, pair.other.mine, pair.bad), (f"{LOOPBACK}:{recorder.port}",)
        )
        recorder.pass_on(lambda: "R3" in pair.one.ears.labels() and "R1" in third.ears.labels())
    finally:
        recorder.close()
    third.network.close()
    assert wait_until(lambda: "R3" not in pair.one.ears.labels())
    connections = pair.one.ears.connections
    for _ in range(5):
        with socket.create_connection((LOOPBACK, pair.one.port), timeout=TIMEOUT) as thief:
            with contextlib.suppress(ConnectionError):
                thief.sendall(recorder.sent)
            assert is_put_out(thief)
    assert pair.one.ears.connections == connections


def test_bytes_changed_on_the_way_end_the_connection(pair: Pair, tmp_path: Path) -> None:
    context = calling(pair.bad, tmp_path)
    outgoing, incoming = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing)
    with socket.create_connection((LOOPBACK, pair.one.port), timeout=TIMEOUT) as pipe:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                pipe.sendall(outgoing.read())
                incoming.write(pipe.recv(65536))
        tls.write(frame(encode_greeting(Greeting(b"g" * RUN_BYTES, 47810))))
        sealed = bytearray(outgoing.read())
        sealed[-5] ^= 1
        pipe.sendall(sealed)
        assert is_put_out(pipe)
    assert "R3" not in pair.one.ears.labels()


def test_a_message_longer_than_may_be_ends_the_connection_of_a_paired_terminal(pair: Pair, tmp_path: Path) -> None:
    with greeted(pair, pair.bad, tmp_path) as bad:
        bad.sendall((LONGEST + 1).to_bytes(4, "big"))
        assert is_put_out(bad)
    assert wait_until(lambda: "R3" not in pair.one.ears.labels())


def test_an_endless_message_takes_no_more_memory_than_one_may_have(pair: Pair, tmp_path: Path) -> None:
    with greeted(pair, pair.bad, tmp_path) as bad:
        bad.sendall(LONGEST.to_bytes(4, "big") + b"x" * (LONGEST - 1))
        assert pair.still_works()
        bad.sendall(b"x" + (2**32 - 1).to_bytes(4, "big"))
        assert is_put_out(bad)
    assert wait_until(lambda: pair.one.hears(b"x" * LONGEST))


@pytest.mark.parametrize("noise", [b"\xc1", b"", b"\x82\xa3run\xc4\x02ab\xa4port\x01", b"\x93\x01\x02\x03"])
def test_a_paired_terminal_that_does_not_greet_is_put_out(pair: Pair, noise: bytes, tmp_path: Path) -> None:
    with call(pair.one.port, calling(pair.bad, tmp_path)) as bad:
        bad.sendall(frame(noise))
        assert is_put_out(bad)
    assert "R3" not in pair.one.ears.labels()


def test_a_thousand_idle_connections_keep_no_terminal_out(pair: Pair, open_terminal: OpenTerminal) -> None:
    idle = []
    try:
        for _ in range(1000):
            idle.append(socket.create_connection((LOOPBACK, pair.one.port), timeout=TIMEOUT, source_address=(GUEST, 0)))
        assert pair.still_works()
        open_terminal(pair.bad, roll(pair.one.mine, pair.other.mine, pair.bad), (pair.one.address,))
        assert wait_until(lambda: "R3" in pair.one.ears.labels())
        assert sum(is_open(pipe) for pipe in idle) <= MOST_FROM_ONE
    finally:
        for pipe in idle:
            pipe.close()
    assert pair.was_refused("calls too often")


@pytest.mark.parametrize("addresses", [1, 500])
def test_who_knocks_without_pause_keeps_nobody_from_being_heard(pair: Pair, addresses: int) -> None:
    guest = subprocess.Popen(
        (
            *(sys.executable, "-m", "tests.support.flooder", LOOPBACK, str(pair.one.port)),
            *("--rate", "500", "--seconds", "3", "--addresses", str(addresses)),
        ),
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    heard = 0
    while guest.poll() is None:
        assert pair.still_works()
        heard += 1
    told = json.loads(guest.communicate()[0])
    assert told["connected"] > 100
    assert heard > 3
    assert pair.still_works()
    if addresses == 1:
        assert pair.was_refused("calls too often")


def is_open(pipe: socket.socket) -> bool:
    pipe.settimeout(0.0)
    try:
        return pipe.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def knocked(pair: Pair) -> tuple[ssl.SSLSocket, Knock, Challenge]:
    """A stranger's conversation up to the challenge; NotWelcome when it does not get so far."""
    pipe = call(pair.one.port, knocking(), GUEST)
    knock = Knock(1, secrets.token_bytes(16), ask_for_certificate(new_key(), ID, "R8"))
    pipe.sendall(frame(encode(knock)))
    answer = decode(whole_message(pipe))
    if not isinstance(answer, Challenge):
        pipe.close()
        raise NotWelcome(str(answer))
    return pipe, knock, answer


def whole_message(pipe: ssl.SSLSocket) -> bytes:
    length = int.from_bytes(exactly(pipe, 4), "big")
    return exactly(pipe, length)


def exactly(pipe: ssl.SSLSocket, count: int) -> bytes:
    taken = b""
    while len(taken) < count and (data := pipe.recv(count - len(taken))):
        taken += data
    return taken


def test_guessing_at_a_code_ends_it_after_three_tries(pair: Pair) -> None:
    invitation = pair.one.show(CODE)
    refusals = []
    for _ in range(3):
        pipe, _, _ = knocked(pair)
        with pipe:
            pipe.sendall(frame(encode(Proof(secrets.token_bytes(32)))))
            refusals.append(decode(whole_message(pipe)))
    with pytest.raises(NotWelcome, match="too often"):
        knocked(pair)
    assert len(refusals) == 3
    assert all(isinstance(refusal, Refusal) for refusal in refusals)
    assert invitation.ending(time.monotonic()) is Ending.GUESSED_AT


def test_a_proof_for_another_terminals_certificate_is_worth_nothing(pair: Pair) -> None:
    pair.one.show(CODE)
    pipe, knock, challenge = knocked(pair)
    with pipe:
        mac = newcomers_proof(stretched(CODE, challenge.salt), "f" * 64, knock, challenge)
        pipe.sendall(frame(encode(Proof(mac))))
        assert isinstance(decode(whole_message(pipe)), Refusal)


def test_a_proof_recorded_once_is_worth_nothing_a_second_time(pair: Pair) -> None:
    pair.one.show(CODE)
    first, knock, challenge = knocked(pair)
    mac = newcomers_proof(stretched(CODE, challenge.salt), pair.one.mine.fingerprint, knock, challenge)
    first.close()
    second = call(pair.one.port, knocking(), GUEST)
    with second:
        second.sendall(frame(encode(knock)))
        assert isinstance(decode(whole_message(second)), Challenge)
        second.sendall(frame(encode(Proof(mac))))
        assert isinstance(decode(whole_message(second)), Refusal)


def test_a_code_that_has_expired_opens_nothing(pair: Pair) -> None:
    now = time.monotonic()
    pair.one.network.show(Invitation(CODE, now - GOOD_FOR, secrets.token_bytes))
    with Joining(LOOPBACK, pair.one.port) as thief, pytest.raises(NotWelcome, match="too old"):
        thief.prove(CODE, ask_for_certificate(new_key(), ID, "R8"), secrets.token_bytes)


def test_an_inviter_that_does_not_know_the_code_is_seen_through(store: PeerStore, open_terminal: OpenTerminal) -> None:
    impostor = self_signed()
    evil = open_terminal(impostor, roll(impostor))

    class Gullible(Invitation):
        def check(self, *_: object) -> None:
            """Whatever the newcomer says is right to it."""

    evil.network.show(Gullible("00000-00000", time.monotonic(), secrets.token_bytes))
    with Joining(LOOPBACK, evil.port) as newcomer, pytest.raises(NotWelcome, match="does not know the code itself"):
        newcomer.prove(CODE, ask_for_certificate(new_key(), ID, "R8"), secrets.token_bytes)


@pytest.mark.parametrize("noise", [b"\xc1", b"", b"x" * 8000, encode(Proof(b"no knock"))])
def test_noise_at_the_pairing_door_is_put_out(pair: Pair, noise: bytes) -> None:
    invitation = pair.one.show(CODE)
    with call(pair.one.port, knocking(), GUEST) as guest:
        guest.sendall(frame(noise))
        assert is_put_out(guest)
    assert invitation.ending(time.monotonic()) is Ending.OPEN


def test_a_request_for_a_label_or_id_of_a_strange_shape_is_refused(pair: Pair) -> None:
    pair.one.show(CODE)
    for terminal_id, label in ((ID, "R2;DROP"), ("../../etc", "R8"), (ID, "")):
        pipe = call(pair.one.port, knocking(), GUEST)
        with pipe:
            try:
                request = ask_for_certificate(new_key(), terminal_id, label)
            except ValueError:
                continue
            pipe.sendall(frame(encode(Knock(1, b"n" * 16, request))))
            assert isinstance(decode(whole_message(pipe)), Refusal)


def test_no_secret_is_shown_when_what_holds_it_is_printed(store: PeerStore) -> None:
    mine = store.terminal(1)
    welcome = Welcome(b"m", "s", "R1", mine.certificate, mine.authority, mine.authority_key, b"pin key", "")
    for shown in (repr(mine), repr(welcome), str(welcome)):
        assert "PRIVATE" not in shown
        assert "pin key" not in shown
