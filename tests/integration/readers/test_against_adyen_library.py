"""Our nexo driver and our nexo terminal, each against Adyen's own library for Node, which shares no code with them."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from aura_terminal.domain.card_slips import CardAct, CardEntry
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import (
    Asking,
    CardApproved,
    CardDeclined,
    CardLost,
    Declining,
    NotProcessed,
    ReaderRequest,
    Step,
    StillRunning,
)
from devices.readers.nexo import WRONG_KEY, NexoReader, NexoSetup
from devices.readers.nexo_crypto import NexoKey
from devices.readers.nexo_link import Certificate, NexoLink, adyen_name
from devices.readers.nexo_words import Parties
from devices.simulators.card_desk import Turn
from devices.simulators.nexo_certificate import TerminalCertificate, made_for
from devices.simulators.nexo_terminal import KEY, POI_ID, SimulatedNexoTerminal
from tests.peers.using import node_folder_of, program_named
from tests.support.reader_benches import NOON

HERE = Path(__file__).parent
PASSPHRASE = "a passphrase of the peer"
WITHIN = 30


class PeerTerminal:
    """A running terminal of Adyen's library, and our reader for it."""

    def __init__(self, port: int, certificate: TerminalCertificate, passphrase: str) -> None:
        self._url = f"https://127.0.0.1:{port}"
        self._root = certificate.root
        own = Certificate(certificate.root, adyen_name(POI_ID))
        link = NexoLink(lambda: f"{self._url}/nexo", lambda: own)
        key = NexoKey("peer", 3, passphrase)
        setup = NexoSetup(Parties("R1", POI_ID), key, charge_within=10, answer_within=10, settle=0.05)
        self.reader = NexoReader(link, setup, now=lambda: NOON)

    def book(self) -> list[dict[str, Any]]:
        """What the terminal itself charged."""
        trusted = ssl.create_default_context(cadata=self._root)
        trusted.check_hostname = False
        told: list[dict[str, Any]] = httpx.get(f"{self._url}/book", verify=trusted, trust_env=False, timeout=10).json()
        return told


Started = Callable[..., PeerTerminal]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """Starts the peer with its turns; `passphrase` is the one our reader believes in."""
    folder, node = node_folder_of("adyen"), program_named("node").with_name("node")
    certificate = made_for(f"{POI_ID}.test.terminal.adyen.com")
    chain = tmp_path / "chain.pem"
    chain.touch(mode=0o600)
    chain.write_bytes(certificate.chain)
    running: list[subprocess.Popen[str]] = []

    def start(*turns: str, passphrase: str = PASSPHRASE) -> PeerTerminal:
        command = [str(node), str(HERE / "adyen_terminal.js"), str(folder), str(chain), PASSPHRASE, *turns]
        peer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(peer)
        assert peer.stdout is not None
        return PeerTerminal(int(peer.stdout.readline()), certificate, passphrase)

    yield start
    for peer in running:
        peer.kill()
        peer.communicate(timeout=WITHIN)


def _request(number: int, asking: Asking = Asking.NO_TIP) -> ReaderRequest:
    attempt = AttemptId(f"01900000-0000-7000-8000-{number:012d}")
    return ReaderRequest(attempt, f"PEER{number:06d}", CardAct.SALE, Money(4250, "EUR"), "R1-001", asking=asking)


def _perform(peer: PeerTerminal, request: ReaderRequest) -> object:
    peer.reader.prepare(request)
    return peer.reader.perform(request, _tell)


def _tell(step: Step) -> None:
    assert step in Step


def test_the_librarys_terminal_opens_our_requests_and_we_its_replies(started: Started) -> None:
    peer = started("approve", "refuse", "part", "tip")
    outcomes = [
        _perform(peer, _request(number, asking)) for number, asking in enumerate([Asking.NO_TIP] * 3 + [Asking.TIP])
    ]
    approved, refused, part, tipped = outcomes
    assert isinstance(approved, CardApproved)
    assert (approved.amounts.taken.minor, approved.slip.last_four) == (4250, "1111")
    assert approved.slip.entry is CardEntry.CONTACTLESS
    assert isinstance(refused, CardDeclined)
    assert refused.why is Declining.WRONG_PIN
    assert isinstance(part, CardApproved)
    assert part.amounts.taken.minor == 2000
    assert isinstance(tipped, CardApproved)
    assert (tipped.amounts.taken.minor, tipped.amounts.tip.minor) == (4250, 150)
    assert [line["amount"] for line in peer.book()] == [42.5, 20, 44]


def test_a_reply_lost_after_the_charge_is_found_by_our_key_and_charged_once(started: Started) -> None:
    peer = started("approve", "drop")
    _perform(peer, _request(1))
    assert isinstance(_perform(peer, _request(2)), CardLost)
    told = peer.reader.query(_request(2))
    assert isinstance(told, CardApproved)
    assert told.amounts.taken.minor == 4250
    assert len(peer.book()) == 2


def test_what_the_librarys_terminal_never_did_is_not_processed(started: Started) -> None:
    peer = started("forget")
    assert isinstance(_perform(peer, _request(1)), CardLost)
    assert peer.reader.query(_request(1)) == NotProcessed()
    assert peer.book() == []


def test_what_still_runs_is_told_so_and_then_found(started: Started) -> None:
    peer = started("slow")
    assert isinstance(_perform(peer, _request(1)), CardLost)
    told = [peer.reader.query(_request(1))]
    while isinstance(told[-1], StillRunning) and len(told) < 1000:
        told.append(peer.reader.query(_request(1)))
    assert isinstance(told[-1], CardApproved)
    assert len(peer.book()) == 1


def test_another_passphrase_is_said_before_anything_is_asked(started: Started) -> None:
    peer = started("approve", passphrase="not the peer's")
    with pytest.raises(Unavailable) as refused:
        peer.reader.prepare(_request(1))
    assert "400" in refused.value.hint or refused.value.hint == WRONG_KEY
    assert peer.book() == []


@pytest.fixture
def simulator() -> Iterator[SimulatedNexoTerminal]:
    """Our terminal where the library expects one: port 8443, on a loopback address of this process's own."""
    high, low = divmod(os.getpid() % 65000, 250)
    made = SimulatedNexoTerminal(host=f"127.{high % 250 + 1}.{low + 1}.8", port=8443)
    made.open()
    yield made
    made.close()


def _till(simulator: SimulatedNexoTerminal, root: Path, kind: str, passphrase: str = KEY.passphrase) -> dict[str, Any]:
    """What the library's own till was told."""
    folder, node = node_folder_of("adyen"), program_named("node").with_name("node")
    root.write_text(simulator.root, "ascii")
    host = simulator.address[0]
    command = [str(node), str(HERE / "adyen_till.js"), str(folder), host, str(root), passphrase, kind]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN, check=False)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_librarys_till_is_served_by_our_terminal(simulator: SimulatedNexoTerminal, tmp_path: Path) -> None:
    simulator.desk.script(Turn.APPROVE, Turn.TIP)
    root = tmp_path / "root.pem"
    told = _till(simulator, root, "payment:K1")["SaleToPOIResponse"]["PaymentResponse"]
    assert told["Response"]["Result"] == "Success"
    assert told["PaymentResult"]["AmountsResp"]["AuthorizedAmount"] == 42.5
    told = _till(simulator, root, "tip:K2")["SaleToPOIResponse"]["PaymentResponse"]
    assert told["PaymentResult"]["AmountsResp"]["TipAmount"] == 4.25
    again = _till(simulator, root, "status:K1")["SaleToPOIResponse"]["TransactionStatusResponse"]
    repeated = again["RepeatedMessageResponse"]["RepeatedResponseMessageBody"]["PaymentResponse"]
    assert repeated["PaymentResult"]["AmountsResp"]["AuthorizedAmount"] == 42.5
    assert [charge.minor for charge in simulator.desk.charges] == [4250, 4675]


def test_the_librarys_till_with_another_key_is_charged_nothing(
    simulator: SimulatedNexoTerminal, tmp_path: Path
) -> None:
    told = _till(simulator, tmp_path / "root.pem", "payment:K1", passphrase="another")
    assert "error" in told
    assert simulator.desk.charges == ()


def test_the_library_is_given_what_our_driver_is_given(simulator: SimulatedNexoTerminal, tmp_path: Path) -> None:
    """The same terminal, asked by both: what one did, the other finds by the other's key only under its own name."""
    host, port = simulator.address
    own = Certificate(simulator.root, adyen_name(POI_ID))
    link = NexoLink(lambda: f"https://{host}:{port}/nexo", lambda: own)
    setup = NexoSetup(Parties("PeerTill", POI_ID), KEY, charge_within=10, answer_within=10, settle=0.05)
    _till(simulator, tmp_path / "root.pem", "payment:K9")
    ours = replace(_request(1), key="K9")
    told = NexoReader(link, setup, now=lambda: NOON).query(ours)
    assert isinstance(told, CardApproved)
    assert told.amounts.taken.minor == 4250
