"""From the words of the settings to a scanner. Building touches no hardware."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.ports.code_source import CodeSource
from devices.scanners.codes import CodeReader
from devices.scanners.on_line import ScannerOnLine
from devices.transports.addresses import transport_at

LONGEST_PREFIX = 8


def build_scanner(*, model: str, address: str, options: Mapping[str, str]) -> CodeSource:
    """The scanner a line of the settings names; `ValueError` says what is wrong with it.

    The option `prefix` is what the scanner is set to put before each code.
    """
    if model != "serial_scanner":
        raise ValueError(f"there is no scanner model {model!r} with a line of its own; known is serial_scanner")
    unknown = sorted(options.keys() - {"prefix"})
    prefix = options.get("prefix", "")
    if unknown or len(prefix) > LONGEST_PREFIX:
        what = f"an option {unknown[0]!r}" if unknown else f"a prefix of {len(prefix)} letters"
        raise ValueError(f"a scanner has not {what}; it has prefix, at most {LONGEST_PREFIX} letters")
    return ScannerOnLine(transport_at(address), CodeReader(prefix))
