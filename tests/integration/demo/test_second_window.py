"""A demo restaurant that is open already: the second start is refused, and promises nothing first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.store.locks import Role, RoleLock


@pytest.mark.skipif(sys.platform != "linux", reason="DISPLAY decides only there whether a window can open")
def test_a_second_window_is_refused_before_anyone_is_told_to_sign_in(tmp_path: Path) -> None:
    set_up(tmp_path, "R1", demo_shop())
    first = RoleLock(tmp_path, Role.SCREEN)
    first.take()
    try:
        environment = {**os.environ, "DISPLAY": ":1"}
        environment.pop("QT_QPA_PLATFORM", None)
        command = (sys.executable, "-m", "aura_terminal", "demo", "--data", str(tmp_path))
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    finally:
        first.release()
    assert (done.returncode, done.stdout) == (2, "")
    assert "open already" in done.stderr
