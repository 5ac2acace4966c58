"""What each printer model can do: the rows of `profiles.toml`, read once when first asked for.

A shop's own settings are `dataclasses.replace` on one of these.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from aura_terminal.domain.paper import CutStyle
from aura_terminal.domain.telling import told


@dataclass(frozen=True, slots=True)
class CodePage:
    """A character table of the printer: its number in the printer's command and the codec that writes it."""

    number: int
    codec: str


class Dialect(StrEnum):
    """The language a profile was written for."""

    ESCPOS = "escpos"
    STAR = "star"
    ZPL = "zpl"


class StatusAbility(StrEnum):
    """Whether the printer answers `DLE EOT`."""

    NONE = "none"
    REAL_TIME = "real_time"


class Proof(StrEnum):
    """How the printer proves that a job is on paper."""

    NONE = "none"
    BARRIER = "barrier"  # answers GS r 1 in its turn, after everything before it
    PROCESS_ID = "process_id"  # answers GS ( H in its turn with the number it was given


class Raster(StrEnum):
    """The command that prints dots."""

    ROWS = "rows"  # GS v 0
    COLUMNS = "columns"  # ESC * with 24 dots
    EIGHT_PINS = "eight_pins"  # ESC * with 8 dots, of a needle printer
    STAR = "star"  # ESC GS S of Star


class Sizing(StrEnum):
    """The command that makes letters larger."""

    CHARACTER_SIZE = "character_size"  # GS !
    PRINT_MODE = "print_mode"  # ESC !


class Letters(StrEnum):
    """Which of the printer's own letters are used."""

    FONT_A = "font_a"
    FONT_B = "font_b"


class BuzzerAbility(StrEnum):
    """The command that makes a sound."""

    NONE = "none"
    ESC_B = "esc_b"  # ESC B of the clones
    ESC_A = "esc_a"  # ESC ( A function 97 of Epson
    STAR = "star"  # ESC GS BEL of Star


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
            raise ValueError(told("a drawer is kicked through pin 2 or 5 of the connector, not {pin}", pin=self.pin))


_EUROPEAN = tuple(
    CodePage(number, codec)
    for number, codec in ((0, "cp437"), (19, "cp858"), (16, "cp1252"), (18, "cp852"), (17, "cp866"))
)


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """What one model can do. `columns` (plain letters of `cell` dots) and `dots` are those of the printable width.

    `label_dots` is the height of one label, 0 for paper without an end.
    """

    name: str
    title: str
    columns: int
    dots: int
    dialect: Dialect = Dialect.ESCPOS
    dpi: int = 203
    cell: int = 12
    letters: Letters = Letters.FONT_A
    code_pages: tuple[CodePage, ...] = _EUROPEAN
    cutter: CutStyle | None = CutStyle.PARTIAL
    native_qr: bool = True
    native_barcodes: bool = True
    second_colour: bool = False
    inverts: bool = True
    sizing: Sizing = Sizing.CHARACTER_SIZE
    raster: Raster = Raster.ROWS
    buzzer: BuzzerAbility = BuzzerAbility.NONE
    status: StatusAbility = StatusAbility.REAL_TIME
    proof: Proof = Proof.BARRIER
    drawer: DrawerWiring = DrawerWiring()
    bytes_per_second: int = 20_000
    label_dots: int = 0


GENERIC_80 = PrinterProfile("generic-80", "80 mm receipt printer", columns=48, dots=576)


@cache
def profiles() -> Mapping[str, PrinterProfile]:
    """Every known profile by its name."""
    rows = tomllib.loads(files("devices.printers").joinpath("profiles.toml").read_text(encoding="utf-8"))
    pages = {Dialect.ESCPOS: rows.pop("pages"), Dialect.STAR: rows.pop("star_pages")}
    pages[Dialect.ZPL] = pages[Dialect.ESCPOS]
    return MappingProxyType({name: _profile(name, _whole(name, rows), pages) for name in rows})


def profile_named(name: str) -> PrinterProfile:
    """The profile with this name; `ValueError` names the nearest known one."""
    known = profiles()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = told("did you mean {near!r}?", near=near[0]) if near else told("known are {known}", known=", ".join(known))
    raise ValueError(told("there is no printer profile {name!r}: {hint}", name=name, hint=hint))


_Row = Mapping[str, Any]  # decoded TOML: each value is turned into its own type below


def _whole(name: str, rows: Mapping[str, _Row]) -> dict[str, Any]:
    """The row with everything it takes from the one its `like` names."""
    row = dict(rows[name])
    like = row.pop("like", "generic-80")
    return row if name == like else {**_whole(like, rows), **row}


_ENUMS: Mapping[str, type[StrEnum]] = {
    "dialect": Dialect,
    "letters": Letters,
    "sizing": Sizing,
    "raster": Raster,
    "buzzer": BuzzerAbility,
    "status": StatusAbility,
    "proof": Proof,
}


def _profile(name: str, row: dict[str, Any], pages: Mapping[Dialect, Mapping[str, int]]) -> PrinterProfile:
    numbers = pages[Dialect(row.get("dialect", Dialect.ESCPOS))]
    cutter = row.pop("cutter")
    wiring = DrawerWiring(sensor=DrawerSensor(row.pop("drawer_sensor", DrawerSensor.OPEN_HIGH)))
    given: dict[str, Any] = {key: _ENUMS[key](value) if key in _ENUMS else value for key, value in row.items()}
    codecs = given.pop("pages")
    return PrinterProfile(
        name=name,
        code_pages=tuple(CodePage(numbers[codec], codec) for codec in codecs),
        cutter=None if cutter == "none" else CutStyle(cutter),
        drawer=wiring,
        **given,
    )
