"""From the words of the settings to card terminals: a table. Building touches no wire."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from aura_terminal.ports.card_reader import CardReader
from devices.catalog import Surroundings
from devices.readers.card_words import printable
from devices.readers.options import ReaderOptions
from devices.readers.stand_alone import StandAloneReader
from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.sandbox_cards import BY_LAST_FOUR, HeldCard
from devices.transports.addresses import PRINTER_PORT, read_address, read_line
from devices.transports.serial_port import SerialTransport
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport

if TYPE_CHECKING:
    from devices.readers.cloud_dialect import Dialect

ZVT_PORT, NEXO_PORT, CONCERT_PORT, CAISSE_AP_PORT = 20007, 8443, 8888, 8888
_LOOPBACK = re.compile(r"http://(?:127(?:\.[0-9]{1,3}){3}|localhost)(?::[0-9]+)?\Z")
SIMULATED_PACE = 1.5
"""Seconds a simulated guest takes for the card, unless the option `pace` says otherwise."""


class ReaderSimulator(Protocol):
    """The other side of a simulated terminal: `desk` holds its script and its book."""

    desk: CardDesk

    def open(self) -> None:
        """Start to serve, before the reader is used; `Unavailable` when its port is taken."""

    def close(self) -> None:
        """Stop; may be called twice."""


@dataclass(frozen=True, slots=True)
class ReaderStation:
    """A card terminal; a simulated one comes with its other side, to be opened first."""

    reader: CardReader
    simulator: ReaderSimulator | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One line of the settings, and what the keyring holds for it."""

    name: str
    address: str
    options: ReaderOptions
    secret: str = field(repr=False)
    surroundings: Surroundings


def build_reader(
    *,
    name: str,
    model: str,
    address: str,
    options: Mapping[str, str],
    secret: str,
    surroundings: Surroundings,
) -> ReaderStation:
    """The station a line of the settings names; `ValueError` says in words what is wrong with it.

    `secret` is what the keyring holds for it: the passphrase of a nexo terminal, the key of a cloud account, the
    password of a ZVT terminal; "" where none is needed. A simulated terminal listens on a port of this machine.
    """
    if model not in MODELS:
        raise ValueError(f"there is no card terminal model {model!r}; known are {', '.join(MODELS)}")
    wanted = _Wanted(name, address, ReaderOptions(model, options), secret, surroundings)
    station = MODELS[model](wanted)
    wanted.options.refuse_unread()
    return station


def _stand_alone(wanted: _Wanted) -> ReaderStation:
    return ReaderStation(StandAloneReader())


def _zvt(wanted: _Wanted) -> ReaderStation:
    from devices.readers.zvt import ZvtReader, ZvtSetup
    from devices.readers.zvt_frames import Framing, PrefixedFraming, SerialFraming, TcpFraming
    from devices.readers.zvt_link import ZvtLink

    pipe = _pipe_to(wanted.address, ZVT_PORT)
    frames = wanted.options.text("frames", "serial" if wanted.address.startswith("serial:") else "bare")
    known: Mapping[str, Callable[[], Framing]] = {
        "bare": TcpFraming, "prefixed": PrefixedFraming, "serial": SerialFraming,
    }  # fmt: skip
    if frames not in known:
        raise ValueError(f"{frames!r} are no frames of ZVT; known are {', '.join(known)}")
    password = wanted.secret or "000000"
    if not (password.isdecimal() and len(password) == 6):
        raise ValueError("the password of a ZVT terminal is six digits")
    return ReaderStation(ZvtReader(ZvtLink(pipe, known[frames]), ZvtSetup(password=password)))


def _nexo(wanted: _Wanted) -> ReaderStation:
    from devices.readers.nexo import NexoReader, NexoSetup
    from devices.readers.nexo_crypto import NexoKey
    from devices.readers.nexo_link import Certificate, NexoLink, adyen_name
    from devices.readers.nexo_words import Parties

    if not wanted.secret:
        raise ValueError("the passphrase of the nexo terminal is not in this machine's keyring")
    options = wanted.options
    parties = Parties(options.text("sale_id", wanted.name), options.text("poi_id"))
    key = NexoKey(options.text("key_identifier"), options.whole("key_version", 1), wanted.secret)
    host, port = _host(wanted.address.removeprefix("https://"), NEXO_PORT)
    certificate = Certificate(options.file("root"), adyen_name(parties.poi_id))
    url = f"https://{_bracketed(host)}:{port}/nexo"
    link = NexoLink(lambda: url, lambda: certificate)
    return ReaderStation(NexoReader(link, NexoSetup(parties, key), now=wanted.surroundings.now))


def _concert(wanted: _Wanted) -> ReaderStation:
    from devices.readers.concert import ConcertReader, ConcertSetup

    setup = ConcertSetup(till=_till(wanted.options))
    return ReaderStation(ConcertReader(_pipe_to(wanted.address, CONCERT_PORT), setup))


def _caisse_ap(wanted: _Wanted) -> ReaderStation:
    from devices.readers.caisse_ap import CaisseApReader, CaisseApSetup

    where = _host(wanted.address, CAISSE_AP_PORT)
    return ReaderStation(CaisseApReader(TcpTransport(lambda: where), CaisseApSetup(till=_till(wanted.options))))


def _cloud(wanted: _Wanted) -> ReaderStation:
    from devices.readers.cloud import CloudReader, CloudSetup

    name = wanted.options.text("dialect")
    if name not in CLOUDS:
        raise ValueError(f"there is no cloud {name!r} for card terminals; known are {', '.join(CLOUDS)}")
    if not wanted.secret:
        raise ValueError("the key of the cloud account is not in this machine's keyring")
    dialect = CLOUDS[name]()
    address = wanted.address.rstrip("/")
    if address and not (address.startswith("https://") or _LOOPBACK.match(address)):
        raise ValueError(f"{address!r} is no address of a cloud; write it like {dialect.address}, or leave it out")
    merchant = wanted.options.text("merchant", "") if name == "stripe" else wanted.options.text("merchant")
    return ReaderStation(
        CloudReader(dialect, CloudSetup(wanted.secret, wanted.options.text("reader"), merchant, address))
    )


def _stripe() -> Dialect:
    from devices.readers.cloud_stripe import STRIPE

    return STRIPE


def _sumup() -> Dialect:
    from devices.readers.cloud_sumup import SUMUP

    return SUMUP


def _simulated(wanted: _Wanted) -> ReaderStation:
    """The driver of one protocol against its own other side; the option `speaks` says which protocol."""
    speaks = wanted.options.text("speaks", "zvt")
    if speaks not in SIMULATED:
        raise ValueError(f"no simulated card terminal speaks {speaks!r}; known are {', '.join(SIMULATED)}")
    host, port = read_address(wanted.address or "127.0.0.1:0")
    desk = CardDesk(pace=wanted.options.seconds("pace", SIMULATED_PACE))
    for card in _cards(wanted.options.text("script", "")):
        desk.present(card)
    return SIMULATED[speaks](wanted, host, port, desk)


def _cards(written: str) -> list[HeldCard]:
    """What the first guests do, as `approve 0002 lose_reply`; after them everything is approved.

    Four digits are the test card that ends in them: a whole number is written into no settings.
    """
    words = written.replace(",", " ").split()
    known = {turn.value: HeldCard(turn) for turn in Turn} | dict(BY_LAST_FOUR)
    unknown = [word for word in words if word not in known]
    if unknown:
        raise ValueError(f"nothing is called {printable(unknown[0])!r} in a script; known are {', '.join(known)}")
    return [known[word] for word in words]


def _simulated_zvt(wanted: _Wanted, host: str, port: int, desk: CardDesk) -> ReaderStation:
    from devices.readers.zvt import ZvtReader
    from devices.readers.zvt_frames import TcpFraming
    from devices.readers.zvt_link import ZvtLink
    from devices.simulators.zvt_terminal import SimulatedZvtTerminal

    simulator = SimulatedZvtTerminal(host=host, port=port, desk=desk)
    return ReaderStation(ZvtReader(ZvtLink(TcpTransport(lambda: simulator.address), TcpFraming)), simulator)


def _simulated_nexo(wanted: _Wanted, host: str, port: int, desk: CardDesk) -> ReaderStation:
    from devices.readers.nexo import NexoReader, NexoSetup
    from devices.readers.nexo_link import Certificate, NexoLink, adyen_name
    from devices.readers.nexo_words import Parties
    from devices.simulators.nexo_terminal import KEY, POI_ID, SimulatedNexoTerminal

    simulator = SimulatedNexoTerminal(host=host, port=port, desk=desk)
    link = NexoLink(
        lambda: f"https://{simulator.address[0]}:{simulator.address[1]}/nexo",
        lambda: Certificate(simulator.root, adyen_name(POI_ID)),
    )
    setup = NexoSetup(Parties(wanted.name, POI_ID), KEY)
    return ReaderStation(NexoReader(link, setup, now=wanted.surroundings.now), simulator)


def _till(options: ReaderOptions) -> str:
    """This till's number as French terminals want it: two digits."""
    return f"{options.whole('till', 1) % 100:02d}"


def _pipe_to(address: str, port: int) -> Transport:
    """The pipe to a terminal on the network or at the end of a serial line."""
    if address.startswith("serial:"):
        return SerialTransport(read_line(address.removeprefix("serial:")))
    where = _host(address, port)
    return TcpTransport(lambda: where)


def _bracketed(host: str) -> str:
    """The host as a URL writes it."""
    return f"[{host}]" if ":" in host else host


def _host(address: str, port: int) -> tuple[str, int]:
    """Host and port, with the protocol's own port where none is written."""
    host, written = read_address(address)
    is_written = address.endswith(f":{PRINTER_PORT}") or written != PRINTER_PORT
    return host, written if is_written else port


CLOUDS: Mapping[str, Callable[[], Dialect]] = MappingProxyType({"stripe": _stripe, "sumup": _sumup})
SIMULATED: Mapping[str, Callable[[_Wanted, str, int, CardDesk], ReaderStation]] = MappingProxyType(
    {"zvt": _simulated_zvt, "nexo": _simulated_nexo}
)
MODELS: Mapping[str, Callable[[_Wanted], ReaderStation]] = MappingProxyType(
    {
        "simulated": _simulated,
        "stand_alone": _stand_alone,
        "nexo": _nexo,
        "zvt": _zvt,
        "concert": _concert,
        "caisse_ap": _caisse_ap,
        "cloud": _cloud,
    }
)
