"""The recipe on the page about drivers works as it stands: its pieces are taken off the page and hold the contract."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-device-driver.md"
PIECES = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def _written() -> type[Any]:
    """The test class of the page, over the driver of the page."""
    room: dict[str, Any] = {"__name__": __name__}
    for piece in PIECES:
        exec(compile(piece, str(PAGE), "exec"), room)
    found: type[Any] = room["TestUnixTransport"]
    return found


if sys.platform != "win32":
    TestUnixTransport = _written()


def test_the_page_has_a_driver_and_its_proof() -> None:
    assert len(PIECES) == 2


@pytest.mark.parametrize("name", ["transport_contract", "printer_contract", "card_reader_contract"])
def test_the_page_names_the_suites_there_are(name: str) -> None:
    assert f"tests/contract/{name}.py" in PAGE.read_text("utf-8")
    assert (Path(__file__).parent / f"{name}.py").is_file()
