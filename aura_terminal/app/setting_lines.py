"""Where a key stands in a settings file, for sentences that send a person there."""

from __future__ import annotations

import re

TABLE = re.compile(r"\s*\[+\s*([A-Za-z0-9_\-\"']+)")
KEY = re.compile(r"\s*([A-Za-z0-9_\-]+|\"[^\"]*\"|'[^']*')\s*[.=]")


def line_of(text: str, key: str | None, device: int | None = None, inside: str = "", *, array: str = "devices") -> int:
    """The line, from 1, of a key in the top table, in another one or in the n-th (from 0) table of an array.

    Of that table itself for no key.

    A key that is written in an unusual way (an inline table, a dotted name) is answered with the nearest line above it.
    """
    at, table, devices = 1, "", -1
    for number, line in enumerate(text.splitlines(), 1):
        header = TABLE.match(line)
        if header:
            table = header[1].strip("\"'")
            devices += table == array
            if device == devices and table == array:
                at = number
            if device is None and table == key:
                return number
        named = KEY.match(line)
        here = table == inside if device is None else (table == array and device == devices)
        if named and here and named[1].strip("\"'") == key:
            return number
    return at


def without_table(text: str, array: str, index: int) -> str:
    """The text without the n-th table (from 0) of an array, up to the next one; comments in it stay."""
    kept, tables, is_out = list[str](), -1, False
    for line in text.splitlines():
        header = TABLE.match(line)
        if header:
            tables += header[1] == array
            is_out = header[1] == array and tables == index
        if not is_out or line.lstrip().startswith("#"):
            kept.append(line)
    return "\n".join([*kept, ""])
