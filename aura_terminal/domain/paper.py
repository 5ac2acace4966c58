"""What goes on paper, said without any printer's language, and the jobs that carry it to a printer.

A document is a tuple of plain blocks: strings, whole numbers and enums, nothing else. It encodes to JSON as it stands
and `read_document` brings it back. There is no block for raw bytes, so nothing a guest or a menu says can command a
device.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NewType

PrintJobId = NewType("PrintJobId", str)
WIDEST_PICTURE, HIGHEST_PICTURE = 832, 1000  # dots: a roll of 112 mm at 203 dpi, and a hand's breadth of it


class Align(StrEnum):
    """Where a line or a cell stands in its room."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Reading(StrEnum):
    """From which edge of the paper a document is read: where its lines begin, and its first column stands."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class RuleStyle(StrEnum):
    """How a line across the paper looks."""

    SINGLE = "single"
    DOUBLE = "double"


class CutStyle(StrEnum):
    """How the paper is cut: right through, or with a corner left so that it does not fall."""

    FULL = "full"
    PARTIAL = "partial"


class Symbology(StrEnum):
    """The barcode languages a document may ask for."""

    CODE128 = "code128"
    EAN13 = "ean13"


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look; width and height are 1 or 2 times the printer's plain letter."""

    bold: bool = False
    width: int = 1
    height: int = 1
    invert: bool = False
    second_colour: bool = False

    def __post_init__(self) -> None:
        if self.width not in (1, 2) or self.height not in (1, 2):
            raise ValueError(f"letters are 1 or 2 times the plain size, not {self.width} x {self.height}")


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: runs that follow each other, broken between words where the paper ends."""

    runs: tuple[Run, ...]
    align: Align = Align.LEFT
    kind: Literal["text"] = field(default="text", kw_only=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row: `width` plain letters wide when given, else its share of the rest by `weight`."""

    text: str
    align: Align = Align.LEFT
    weight: int = 1
    width: int | None = None
    style: Style = PLAIN

    def __post_init__(self) -> None:
        if self.weight < 1 or (self.width is not None and self.width < 1):
            raise ValueError("a cell has a weight and a width of at least 1")


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells side by side, one plain letter apart; a cell too long for its room goes on in the next line."""

    cells: tuple[Cell, ...]
    kind: Literal["columns"] = field(default="columns", kw_only=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    style: RuleStyle = RuleStyle.SINGLE
    kind: Literal["rule"] = field(default="rule", kw_only=True)


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1
    kind: Literal["feed"] = field(default="feed", kw_only=True)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, centred unless said otherwise; `module` is the side of one of its squares in dots."""

    content: str
    module: int = 5
    align: Align = Align.CENTER
    kind: Literal["qr_code"] = field(default="qr_code", kw_only=True)


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode with its content in letters below; `height` is in dots."""

    content: str
    symbology: Symbology = Symbology.CODE128
    height: int = 80
    align: Align = Align.CENTER
    kind: Literal["barcode"] = field(default="barcode", kw_only=True)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of black dots, a logo above all; `dots` are its rows packed in bytes, deflated, in Base64.

    The first dot of a row is the highest bit of its first byte, 1 is black, and a row begins with a new byte.
    """

    width: int
    height: int
    dots: str
    align: Align = Align.CENTER
    kind: Literal["picture"] = field(default="picture", kw_only=True)

    def __post_init__(self) -> None:
        if not (0 < self.width <= WIDEST_PICTURE and 0 < self.height <= HIGHEST_PICTURE):
            raise ValueError(f"a picture of {self.width} x {self.height} dots does not fit on a receipt")

    def rows(self) -> bytes:
        """The packed rows; `ValueError` where they are not those of a picture of this size."""
        size = (self.width + 7) // 8 * self.height
        try:
            unpacking = zlib.decompressobj()
            rows = unpacking.decompress(base64.b64decode(self.dots, validate=True), size + 1)
        except (binascii.Error, zlib.error) as broken:
            raise ValueError(f"the dots of the picture cannot be read: {broken}") from broken
        if len(rows) != size or not unpacking.eof:
            raise ValueError(f"a picture of {self.width} x {self.height} has {size} bytes of dots")
        return rows


def picture_of(width: int, height: int, rows: bytes, align: Align = Align.CENTER) -> Picture:
    """The picture whose packed rows these are; `ValueError` where they are too few or too many."""
    made = Picture(width, height, base64.b64encode(zlib.compress(rows, 9)).decode("ascii"), align)
    made.rows()
    return made


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a piece of paper; the paper is first fed past the knife."""

    style: CutStyle = CutStyle.PARTIAL
    kind: Literal["cut"] = field(default="cut", kw_only=True)


@dataclass(frozen=True, slots=True)
class Buzzer:
    """A sound at the printer, `times` times; printers without one stay silent."""

    times: int = 1
    kind: Literal["buzzer"] = field(default="buzzer", kw_only=True)


Block = Text | Columns | Rule | Feed | QrCode | Barcode | Picture | Cut | Buzzer


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """One receipt, slip, report or label; `template` and `version` name the code that composed it."""

    template: str
    version: int
    blocks: tuple[Block, ...]
    reading: Reading = Reading.LEFT_TO_RIGHT


def text_line(content: str, *, style: Style = PLAIN, align: Align = Align.LEFT) -> Text:
    """A paragraph in one style."""
    return Text((Run(content, style),), align)


class SpoolKind(StrEnum):
    """What a job is, which decides what happens when nobody knows whether it was printed."""

    RECEIPT = "receipt"
    KITCHEN_SLIP = "kitchen_slip"
    VOID_SLIP = "void_slip"
    REPORT = "report"
    LABEL = "label"
    DRAWER_KICK = "drawer_kick"


class SpoolState(StrEnum):
    """Where a job stands.

    `ACCEPTED` is handed over whole to a device that cannot say whether it printed; a `LATE` one waited so long that it
    comes out only when somebody says so.
    """

    QUEUED = "queued"
    SENDING = "sending"
    HELD = "held"
    IN_PRINTER = "in_printer"
    UNCONFIRMED = "unconfirmed"
    ACCEPTED = "accepted"
    PRINTED = "printed"
    REDIRECTED = "redirected"
    REPRINTED = "reprinted"
    CANCELLED = "cancelled"
    FAILED = "failed"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What a use case spools in the transaction of its facts.

    `route` names the printer by its place in the shop (`receipt`, `grill`); `title` is what staff call the job
    (`Receipt R1-042`); `copy_no` is 0 for the first print and counts up with every reprint, whose `duplicate_of` names
    the job it repeats; `ticket_id` is the kitchen ticket a slip belongs to; `recipient` is the e-mail
    address of what is mailed. A drawer kick has no document, every other
    kind has one.
    """

    job_id: PrintJobId
    kind: SpoolKind
    route: str
    title: str
    order_id: str | None = None
    document: PaperDocument | None = None
    copy_no: int = 0
    duplicate_of: PrintJobId | None = None
    ticket_id: str | None = None
    recipient: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is SpoolKind.DRAWER_KICK) != (self.document is None):
            raise ValueError(f"a {self.kind} job {'has no' if self.document else 'needs a'} document")


class Unwanted(StrEnum):
    """Why nobody needs a slip any more: its ticket is done or wholly voided."""

    BUMPED = "bumped"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class SpooledJob:
    """A job as the spool holds it. Times are aware UTC; `last_error` is a sentence for staff, empty if all is well.

    `unwanted` says whether its ticket still needs it, as the store knew when the job was read.
    """

    job: PrintJob
    state: SpoolState
    created_at: datetime
    changed_at: datetime
    attempts: int = 0
    last_error: str = ""
    unwanted: Unwanted | None = None


def headed(document: PaperDocument, words: str) -> PaperDocument:
    """The document under a line that nobody overlooks."""
    header = text_line(words, style=Style(bold=True, height=2), align=Align.CENTER)
    return replace(document, blocks=(header, *document.blocks))


_Plain = Mapping[str, Any]  # decoded JSON: checked here, trusted afterwards


def read_document(plain: _Plain) -> PaperDocument:
    """The document whose plain form this is; `ValueError` when it is not one."""
    try:
        blocks = tuple(_BLOCKS[block["kind"]](block) for block in plain["blocks"])
        reading = Reading(plain.get("reading", Reading.LEFT_TO_RIGHT))
        return PaperDocument(str(plain["template"]), int(plain["version"]), blocks, reading)
    except (KeyError, TypeError) as missing:
        raise ValueError(f"not a paper document: {missing!r}") from missing


def _style(plain: _Plain) -> Style:
    return Style(**plain)


def _cell(plain: _Plain) -> Cell:
    return Cell(plain["text"], Align(plain["align"]), plain["weight"], plain.get("width"), _style(plain["style"]))


def _text(plain: _Plain) -> Text:
    return Text(tuple(Run(run["text"], _style(run["style"])) for run in plain["runs"]), Align(plain["align"]))


def _barcode(plain: _Plain) -> Barcode:
    return Barcode(plain["content"], Symbology(plain["symbology"]), plain["height"], Align(plain["align"]))


def _picture(plain: _Plain) -> Picture:
    return Picture(plain["width"], plain["height"], plain["dots"], Align(plain["align"]))


_BLOCKS: Mapping[str, Callable[[_Plain], Block]] = {
    "text": _text,
    "columns": lambda plain: Columns(tuple(_cell(cell) for cell in plain["cells"])),
    "rule": lambda plain: Rule(RuleStyle(plain["style"])),
    "feed": lambda plain: Feed(plain["lines"]),
    "qr_code": lambda plain: QrCode(plain["content"], plain["module"], Align(plain["align"])),
    "barcode": _barcode,
    "picture": _picture,
    "cut": lambda plain: Cut(CutStyle(plain["style"])),
    "buzzer": lambda plain: Buzzer(plain["times"]),
}
