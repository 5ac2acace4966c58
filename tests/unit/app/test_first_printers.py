"""Printers that are written into a new store's settings: only such as its node can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemIds
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.first_run.printers import FirstPrinters
from aura_terminal.app.settings import FILE_NAME, Settings
from aura_terminal.app.settings_file import settings_text
from aura_terminal.domain.errors import Unavailable
from aura_terminal.view_models.first_run_draft import FoundPrinter, Job
from tests.support.chance import FixedClock


@pytest.mark.parametrize(
    "printer", [FoundPrinter("tcp://192.0.2.1:port", "", ""), FoundPrinter("tcp://192.0.2.1", "", "tm-t99")]
)
def test_a_printer_that_the_node_could_not_use_is_not_written(printer: FoundPrinter, tmp_path: Path) -> None:
    before = settings_text(Settings(devices=DEMO_DEVICES))
    (tmp_path / FILE_NAME).write_text(before, "utf-8")
    with pytest.raises(Unavailable, match="cannot be used"):
        FirstPrinters(tmp_path, FixedClock(), SystemIds()).keep(printer, Job.BOTH, 80)
    assert (tmp_path / FILE_NAME).read_text("utf-8") == before
