"""Where simulated paper lands: a folder a person can open."""

from __future__ import annotations

from pathlib import Path

from devices.printers.drawing import Pen
from devices.printers.preview import png
from devices.simulators.paper import DecodedSlip


def lay_down(slip: DecodedSlip, folder: Path, pen: Pen) -> None:
    """Write the slip as text, as a picture and as the bytes that made it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{slip.printed_at:%Y%m%d-%H%M%S}-{slip.number:04d}"
    folder.joinpath(f"{name}.txt").write_text(slip.text, encoding="utf-8")
    folder.joinpath(f"{name}.png").write_bytes(png(slip.lines, pen))
    folder.joinpath(f"{name}.bin").write_bytes(slip.data)
