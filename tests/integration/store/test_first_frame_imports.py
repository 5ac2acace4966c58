"""The first picture waits for no library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOOK = """
import sys
from pathlib import Path
from aura_terminal.store.first_frame import first_frame
frame = first_frame(Path(sys.argv[1]))
assert frame is not None and frame.tiles
heavy = {"sqlalchemy", "msgspec", "argon2", "keyring"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or None)
"""


def test_the_first_frame_loads_neither_sqlalchemy_nor_a_codec(template: Path) -> None:
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, str(template / "store.sqlite")], check=False, capture_output=True, text=True,
        cwd=Path.cwd(),
    )  # fmt: skip
    assert looked.returncode == 0, looked.stderr
