"""Card terminals on a bench: a driver, the simulator of its protocol, and a cable between them that can be cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import (
    Asking,
    CardLost,
    CardReader,
    Original,
    QueryOutcome,
    ReaderOutcome,
    ReaderRequest,
    Step,
    StillRunning,
)
from devices.readers.caisse_ap import CaisseApReader, CaisseApSetup
from devices.readers.catalog import ReaderSimulator
from devices.readers.cloud import CloudReader, CloudSetup
from devices.readers.cloud_stripe import STRIPE
from devices.readers.cloud_sumup import SUMUP
from devices.readers.concert import ConcertReader, ConcertSetup
from devices.readers.nexo import NexoReader, NexoSetup
from devices.readers.nexo_link import Certificate, NexoLink, adyen_name
from devices.readers.nexo_words import Parties
from devices.readers.zvt import ZvtReader, ZvtSetup
from devices.readers.zvt_frames import EitherFraming, Framing, SerialFraming, TcpFraming
from devices.readers.zvt_link import ZvtLink
from devices.simulators.caisse_ap_terminal import SimulatedCaisseApTerminal
from devices.simulators.cloud_terminal import SECRET, SimulatedCloud
from devices.simulators.concert_terminal import SimulatedConcertTerminal
from devices.simulators.nexo_terminal import KEY, POI_ID, SimulatedNexoTerminal
from devices.simulators.zvt_terminal import SimulatedZvtTerminal
from devices.transports.tcp import TcpTransport
from tests.support.cut_line import Cut, CutLine

CARD_NUMBER = "4111111111111111"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EUR = "EUR"
STALL = 60.0
PATIENT, HURRIED = 20.0, 0.4


@dataclass(slots=True)
class ReaderBench:
    """One driver against its simulator; `renew` is a driver that knows nothing of earlier ones, as after a restart.

    `rest` waits until a terminal that cannot be asked has ended what it was asked before.
    """

    simulator: ReaderSimulator
    line: CutLine
    renew: Callable[[], CardReader]
    renew_hurried: Callable[[], CardReader]
    reader: CardReader
    tells_card_numbers: Callable[[], ReaderBench]
    rest: Callable[[float], bool] = lambda within: True
    next_key: int = 0

    def request(
        self,
        minor: int = 4250,
        *,
        act: CardAct = CardAct.SALE,
        asking: Asking = Asking.NO_TIP,
        original: Original | None = None,
    ) -> ReaderRequest:
        """A request under a key of its own."""
        self.next_key += 1
        attempt = AttemptId(f"01900000-0000-7000-8000-{self.next_key:012d}")
        key = f"K{self.next_key:09d}"
        return ReaderRequest(attempt, key, act, Money(minor, EUR), "R1-001", asking=asking, original=original)

    def prepared(self, request: ReaderRequest) -> ReaderRequest:
        """The request with its note, as it is kept before it is asked."""
        return replace(request, note=self.reader.prepare(request))

    def hurry(self) -> None:
        """From here on a driver that waits for the end of a charge for a moment only."""
        self.reader.close()
        self.reader = self.renew_hurried()

    def perform(self, request: ReaderRequest, cut: Cut | None = None) -> ReaderOutcome:
        """Ask, over a cable that is cut while the terminal works."""
        self.line.arm(cut)
        try:
            return self.reader.perform(request, _tell_nobody)
        finally:
            self.line.arm(None)

    def find_out(self, request: ReaderRequest, tries: int = 40) -> QueryOutcome:
        """What became of it, asked by a driver that was just started, until the terminal has finished."""
        reader = self.renew()
        try:
            told = reader.query(request)
            while isinstance(told, StillRunning) and tries > 0:
                tries -= 1
                told = reader.query(request)
            return told
        finally:
            reader.close()

    def resolve(self, request: ReaderRequest, cut: Cut | None = None) -> ReaderOutcome | QueryOutcome:
        """Ask, and find out where the outcome was lost."""
        outcome = self.perform(request, cut)
        told = self.find_out(request) if isinstance(outcome, CardLost) else outcome
        if not self.reader.abilities.can_query:
            assert self.rest(10.0), "the terminal did not end its work"
        return told

    def end(self) -> None:
        """Leave nothing behind."""
        self.reader.close()
        self.simulator.close()
        self.line.end()


def _tell_nobody(step: Step) -> None:
    assert step in Step


def zvt_bench(
    card: bytes = bytes.fromhex("474843EEEEEE7743"), framing: Callable[[], Framing] = TcpFraming
) -> ReaderBench:
    """A ZVT terminal, with the frames of TCP or those of a serial line."""
    ears = SerialFraming if framing is SerialFraming else EitherFraming
    simulator = SimulatedZvtTerminal(new_framing=ears, stall=STALL, card=card)

    def renew(line: CutLine, within: float) -> CardReader:
        setup = ZvtSetup(charge_within=within, answer_within=PATIENT, give_up_within=0.3, settle=0.02)
        return ZvtReader(ZvtLink(TcpTransport(lambda: line.address), framing, ack_within=PATIENT), setup)

    return _opened(simulator, lambda: simulator.address, renew, lambda: zvt_bench(bytes.fromhex(CARD_NUMBER)))


def nexo_bench(card: str = "474843 **** 7743") -> ReaderBench:
    """A nexo terminal."""
    simulator = SimulatedNexoTerminal(stall=STALL, card=card)

    def renew(line: CutLine, within: float) -> CardReader:
        host, port = line.address
        certificate = Certificate(simulator.root, adyen_name(POI_ID))
        setup = NexoSetup(Parties("R1", POI_ID), KEY, charge_within=within, answer_within=PATIENT, settle=0.02)
        link = NexoLink(lambda: f"https://{host}:{port}/nexo", lambda: certificate)
        return NexoReader(link, setup, now=lambda: NOON)

    return _opened(simulator, lambda: simulator.address, renew, lambda: nexo_bench(CARD_NUMBER))


def concert_bench() -> ReaderBench:
    """A Concert terminal behind a serial-to-network adapter; its slip never holds a card's number."""
    simulator = SimulatedConcertTerminal(stall=STALL)

    def renew(line: CutLine, within: float) -> CardReader:
        return ConcertReader(TcpTransport(lambda: line.address), ConcertSetup(charge_within=within, sign_within=5.0))

    return _opened(simulator, lambda: simulator.address, renew, concert_bench, simulator.line.wait_until_alone)


def caisse_ap_bench(card: str = "474843######7743") -> ReaderBench:
    """A Caisse-AP terminal."""
    simulator = SimulatedCaisseApTerminal(stall=STALL, card=card)

    def renew(line: CutLine, within: float) -> CardReader:
        return CaisseApReader(TcpTransport(lambda: line.address), CaisseApSetup(charge_within=within, quiet=0.02))

    return _opened(
        simulator,
        lambda: simulator.address,
        renew,
        lambda: caisse_ap_bench(CARD_NUMBER),
        simulator.line.wait_until_alone,
    )


def cloud_bench(name: str) -> ReaderBench:
    """A reader behind a cloud; a cloud tells the last four digits only."""
    simulator, dialect = SimulatedCloud(name, stall=STALL), STRIPE if name == "stripe" else SUMUP

    def renew(line: CutLine, within: float) -> CardReader:
        host, port = line.address
        setup = CloudSetup(
            SECRET, "tmr_1", "MTRAIN", f"http://{host}:{port}", charge_within=within, answer_within=PATIENT,
            give_up_within=0.3, interval=0.01, settle=0.02,
        )  # fmt: skip
        return CloudReader(dialect, setup)

    return _opened(simulator, lambda: simulator.address, renew, lambda: cloud_bench(name))


def _opened(
    simulator: ReaderSimulator,
    find: Callable[[], tuple[str, int]],
    renew: Callable[[CutLine, float], CardReader],
    tells_card_numbers: Callable[[], ReaderBench],
    rest: Callable[[float], bool] = lambda within: True,
) -> ReaderBench:
    simulator.open()
    line = CutLine(find)
    return ReaderBench(
        simulator,
        line,
        lambda: renew(line, PATIENT),
        lambda: renew(line, HURRIED),
        renew(line, PATIENT),
        tells_card_numbers,
        rest,
    )
