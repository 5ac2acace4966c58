"""From the words of the settings to a display of two lines: a table. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aura_terminal.ports.customer_display import CustomerDisplay
from devices.displays.dialects import DIALECTS
from devices.displays.two_lines import TwoLineDisplay
from devices.simulators.display import SimulatedDisplay
from devices.transports.addresses import read_address, transport_at
from devices.transports.tcp import TcpTransport

SIMULATED = "simulated"
OPTION = "behind_printer"


@dataclass(frozen=True, slots=True)
class DisplayStation:
    """A display; a simulated one comes with its other side, to be opened first."""

    display: CustomerDisplay
    simulator: SimulatedDisplay | None = None


def build_display(*, model: str, address: str, options: Mapping[str, str]) -> DisplayStation:
    """The display a line of the settings names; `ValueError` says what is wrong with it.

    The option `behind_printer = "yes"` is for a display that hangs on a printer's line.
    """
    unknown = sorted(options.keys() - {OPTION})
    if unknown or options.get(OPTION, "no") not in ("yes", "no"):
        raise ValueError(f'a customer display has one option, {OPTION} = "yes" or "no"')
    behind = options.get(OPTION) == "yes"
    if model == SIMULATED:
        host, port = read_address(address or "127.0.0.1:0")
        simulator = SimulatedDisplay(host=host, port=port)
        pipe = TcpTransport(lambda: simulator.address)
        return DisplayStation(TwoLineDisplay(pipe, DIALECTS["epson_dm"], behind_printer=behind), simulator)
    if model not in DIALECTS:
        raise ValueError(f"there is no display model {model!r}; known are {', '.join((SIMULATED, *DIALECTS))}")
    return DisplayStation(TwoLineDisplay(transport_at(address), DIALECTS[model], behind_printer=behind))
