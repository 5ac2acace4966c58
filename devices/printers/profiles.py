"""What each printer model can do, as a table. A shop's own settings are `dataclasses.replace` on one of these rows.

Code page numbers are those of `ESC t` in Epson's reference, which the 80 mm clones follow. They stand in the order of
preference: where two reach equally far into a text the earlier is used, so the pages every printer has come first.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from aura_terminal.domain.paper import CutStyle


@dataclass(frozen=True, slots=True)
class CodePage:
    """A character table of the printer: its number in `ESC t` and the codec that writes it."""

    number: int
    codec: str


class StatusAbility(StrEnum):
    """Whether the printer answers `DLE EOT`."""

    NONE = "none"
    REAL_TIME = "real_time"


class Proof(StrEnum):
    """How the printer proves that a job is on paper."""

    NONE = "none"
    BARRIER = "barrier"  # answers GS r 1 in its turn, after everything before it


class Raster(StrEnum):
    """The command that prints dots."""

    ROWS = "bitImageRaster"  # GS v 0
    COLUMNS = "bitImageColumn"  # ESC *


class BuzzerAbility(StrEnum):
    """The command that makes a sound."""

    NONE = "none"
    ESC_B = "esc_b"


class DrawerSensor(StrEnum):
    """What the printer's pin 3 says when the drawer stands open."""

    NONE = "none"
    OPEN_HIGH = "open_high"
    OPEN_LOW = "open_low"


@dataclass(frozen=True, slots=True)
class DrawerWiring:
    """How a cash drawer hangs on the printer. The pulse is in milliseconds, at most 510 for each part."""

    pin: int = 2
    on_ms: int = 100
    off_ms: int = 200
    sensor: DrawerSensor = DrawerSensor.OPEN_HIGH
    real_time: bool = True

    def __post_init__(self) -> None:
        if self.pin not in (2, 5):
            raise ValueError(f"a drawer is kicked through pin 2 or 5 of the connector, not {self.pin}")


_WESTERN = (CodePage(0, "cp437"), CodePage(19, "cp858"), CodePage(16, "cp1252"))
_EUROPEAN = (*_WESTERN, CodePage(18, "cp852"), CodePage(17, "cp866"))


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What one model can do. `columns` (plain letters of 12 dots) and `dots` are those of the printable width."""

    name: str
    title: str
    columns: int
    dots: int
    code_pages: tuple[CodePage, ...] = _EUROPEAN
    cutter: CutStyle | None = CutStyle.PARTIAL
    native_symbols: bool = True
    second_colour: bool = False
    raster: Raster = Raster.ROWS
    buzzer: BuzzerAbility = BuzzerAbility.NONE
    status: StatusAbility = StatusAbility.REAL_TIME
    proof: Proof = Proof.BARRIER
    drawer: DrawerWiring = DrawerWiring()
    bytes_per_second: int = 20_000


GENERIC_80 = PrinterProfile("generic-80", "80 mm receipt printer", columns=48, dots=576)

PROFILES: Mapping[str, PrinterProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            GENERIC_80,
            PrinterProfile(
                "generic-58",
                "58 mm receipt printer",
                columns=32,
                dots=384,
                code_pages=_WESTERN,
                cutter=None,
                native_symbols=False,
                buzzer=BuzzerAbility.ESC_B,
            ),
            PrinterProfile("tm-t88v", "Epson TM-T88V", columns=42, dots=512),
            PrinterProfile("tm-t20", "Epson TM-T20", columns=48, dots=576),
            replace(
                GENERIC_80,
                name="mute-80",
                title="80 mm printer that never answers",
                status=StatusAbility.NONE,
                proof=Proof.NONE,
                drawer=DrawerWiring(sensor=DrawerSensor.NONE),
            ),
            replace(GENERIC_80, name="xprinter-80", title="Xprinter XP-80", buzzer=BuzzerAbility.ESC_B),
        )
    }
)


def profile_named(name: str) -> PrinterProfile:
    """The profile with this name; `ValueError` names the nearest known one."""
    if name in PROFILES:
        return PROFILES[name]
    near = difflib.get_close_matches(name, PROFILES, n=1)
    known = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(PROFILES)}"
    raise ValueError(f"there is no printer profile {name!r}: {known}")
