"""The whole program goes back to a copy by clicks, and starts again in the restored store by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.opening import opened, vault
from aura_terminal.app.safekeeping import last_restore
from aura_terminal.domain.ids import StaffId
from aura_terminal.store import backups
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from tests.support.memory_shop import demo_files
from tests.support.till import pin_of

OWNER = StaffId("davide-greco")
WITHIN_SECONDS = 120


def test_a_real_program_ends_goes_back_and_begins_anew_as_r1b(tmp_path: Path) -> None:
    folder, files = tmp_path / "till", demo_files()
    clock, ids = SystemClock(), SystemIds()
    store_id = ids.new()
    found_store(
        folder, clock, ids, label="R1", documents=files.documents, pins={OWNER: files.pins[OWNER]},
        vault=vault(folder, store_id), store_id=store_id,
    )  # fmt: skip
    copy = backups.back_up(folder, clock.now())
    played = subprocess.run(
        [sys.executable, "-m", "tests.support.restored_screen", str(folder), pin_of(OWNER)],
        capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False,
    )  # fmt: skip
    assert played.stdout.splitlines() == ["R1 goes back", "R1B is here"], played.stderr
    assert played.returncode == 0
    note = last_restore(folder)
    assert note is not None
    assert (note.copy, note.refused, (Path(note.aside) / "store.sqlite").exists()) == (copy.name, "", True)
    with opened(folder, Role.TOOL) as store:
        assert store.store.verify() == ()
