"""One store that uses all four back offices at once, in one short day."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.app.central_settings import CentralName
from tests.support.central_process import central_process
from tests.support.four_offices import play


def test_every_back_office_is_told_what_it_is_used_for_and_nothing_twice(tmp_path: Path) -> None:
    with central_process(tmp_path / "central") as central:
        day = play(central, tmp_path / "store", acts=24, seed=1)

    assert day.wrong == []
    assert set(day.told) == {name.value for name in CentralName}
    assert all(day.told.values()), day.told
    assert not any(day.again.values()), day.again
