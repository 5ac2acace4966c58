"""QR codes and barcodes: what fits on the paper, and which dots are black."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from aura_terminal.domain.paper import Barcode, QrCode, Symbology
from devices.printers.letters import clean

Matrix = tuple[tuple[bool, ...], ...]
QUIET = 2  # light modules kept around a drawn QR code
_SMALLEST = 2  # dots of a module a phone still reads
_QR_BYTES = 1500  # version 25 in capitals and digits, 60 mm of paper
_BAR_WIDTHS = (3, 2)  # dots per bar, widest first; a scanner needs two


def fitted(code: QrCode | Barcode, dots: int) -> QrCode | Barcode | None:
    """The code as it can be printed on paper this wide; None when its content must be said in letters."""
    if isinstance(code, Barcode):
        height = max(1, min(code.height, 255))
        return replace(code, height=height) if _is_valid(code) and _bar_widths(code, dots) else None
    content = clean(code.content)
    if not content or len(content.encode()) > _QR_BYTES:
        return None
    module = min(code.module, dots // (len(qr_matrix(content)) + 2 * QUIET), 16)
    return replace(code, content=content, module=module) if module >= _SMALLEST else None


@lru_cache(maxsize=16)
def qr_matrix(content: str) -> Matrix:
    """The code's modules, dark ones true, at error correction M."""
    import qrcode  # type: ignore[import-untyped]  # has no types; loaded late, only documents with a code need it

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(content.encode())
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def bar_width(code: Barcode, dots: int) -> int:
    """Dots per bar of a fitted code."""
    return _bar_widths(code, dots)[0]


def _bar_widths(code: Barcode, dots: int) -> list[int]:
    modules = 95 if code.symbology is Symbology.EAN13 else 11 * (len(code.content) + 3) + 2
    return [width for width in _BAR_WIDTHS if modules * width <= dots]


@lru_cache(maxsize=16)
def bars(content: str, symbology: Symbology) -> str:
    """The barcode's bars as ones and zeros."""
    import barcode  # type: ignore[import-untyped]  # has no types

    made = barcode.get_barcode_class(symbology.value)(content)
    return str(made.build()[0]).strip("0")


def _is_valid(code: Barcode) -> bool:
    if code.symbology is Symbology.CODE128:
        return 0 < len(code.content) <= 40 and all(" " <= letter <= "~" for letter in code.content)
    is_number = len(code.content) == 13 and code.content.isascii() and code.content.isdecimal()
    return is_number and _ean_check(code.content[:12]) == code.content[12]


def _ean_check(digits: str) -> str:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-weighted % 10)
