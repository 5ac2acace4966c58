"""Which order was on the counter last, in one small file beside the store; losing it costs a tap, never a sale."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "last-order.txt"
LONGEST = 64


def read_last_order(folder: Path) -> str:
    """The order's id, "" when nothing was on the counter or nobody knows."""
    try:
        return (folder / FILE_NAME).read_text("ascii")[:LONGEST].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def write_last_order(folder: Path, order_id: str) -> None:
    """Keep it; whole or not at all. Raises OSError where the folder cannot be written."""
    draft = folder / f".{FILE_NAME}"
    draft.write_text(order_id, "ascii")
    draft.replace(folder / FILE_NAME)
