"""From the words of the settings to a scale: a table. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aura_terminal.ports.scale import Bounds, Scale
from devices.scales.asked import AskedScale
from devices.scales.cas import Cas
from devices.scales.dialect import Dialect
from devices.scales.mt_sics import MtSics
from devices.scales.sma import Sma
from devices.scales.toledo_8217 import Toledo8217
from devices.simulators.scale import SimulatedScale
from devices.transports.addresses import read_address, transport_at
from devices.transports.tcp import TcpTransport

USUAL = Bounds(least=40, most=15_000, division=5)
"""A counter scale of 15 kg in steps of 5 g."""

DIALECTS: Mapping[str, Callable[[], Dialect]] = MappingProxyType(
    {"toledo_8217": Toledo8217, "sma": Sma, "mt_sics": MtSics, "cas": Cas}
)
FRAMES: Mapping[str, str] = MappingProxyType({"toledo_8217": "7E1"})
SIMULATED = "simulated"
OPTIONS = ("least", "most", "division")


@dataclass(frozen=True, slots=True)
class ScaleStation:
    """A scale; a simulated one comes with its other side, to be opened first."""

    scale: Scale
    simulator: SimulatedScale | None = None


def build_scale(*, model: str, address: str, options: Mapping[str, str]) -> ScaleStation:
    """The scale a line of the settings names; `ValueError` says what is wrong with it.

    Options are grams: `least` and `most` that it weighs, and its `division`. A Toledo's line is 7E1 unless said.
    """
    bounds = read_bounds(options)
    if model == SIMULATED:
        host, port = read_address(address or "127.0.0.1:0")
        simulator = SimulatedScale(bounds, host=host, port=port)
        pipe = TcpTransport(lambda: simulator.address)
        return ScaleStation(AskedScale(pipe, Toledo8217(), bounds), simulator)
    if model not in DIALECTS:
        raise ValueError(f"there is no scale model {model!r}; known are {', '.join((SIMULATED, *DIALECTS))}")
    return ScaleStation(AskedScale(transport_at(_with_frame(address, model)), DIALECTS[model](), bounds))


def read_bounds(options: Mapping[str, str]) -> Bounds:
    """What the scale is made for, as the options say; `ValueError` for an option that is none, or makes no sense."""
    unknown = sorted(options.keys() - set(OPTIONS))
    if unknown:
        raise ValueError(f"a scale has no option {unknown[0]!r}; known are {', '.join(OPTIONS)}")
    said = {key: _grams(key, options[key]) for key in OPTIONS if key in options}
    bounds = Bounds(said.get("least", USUAL.least), said.get("most", USUAL.most), said.get("division", USUAL.division))
    if not (0 < bounds.division <= bounds.least < bounds.most):
        raise ValueError("a scale's division is at most its least weight, and that is less than its most")
    return bounds


def _grams(key: str, written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise ValueError(f"{key} is {written!r}, but has to be whole grams")
    return int(written)


def _with_frame(address: str, model: str) -> str:
    if model not in FRAMES or not address.startswith("serial:") or "frame=" in address:
        return address
    return f"{address}{'&' if '?' in address else '?'}frame={FRAMES[model]}"
