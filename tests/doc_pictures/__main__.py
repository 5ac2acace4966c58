"""Makes the pictures of docs/pictures from the real program: python -m tests.doc_pictures [NAME …] [--into FOLDER]

Screens are scenes of `tests/support/every_scene.py`, and the first run is played from its welcome. Look at each before
it is kept. The pictures of a Friday night come from `python -m tests.campaigns.friday`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.doc_pictures.table import FIRST_RUN, SCENES, names

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SECONDS = 300


def main() -> int:
    """Make those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=f"Names: {', '.join(names())}")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--into", type=Path, default=PICTURES, metavar="FOLDER")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(names())
    if unknown:
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    wanted = set(asked.names or names())
    asked.into.mkdir(parents=True, exist_ok=True)
    shoot_scenes([name for name in SCENES if name in wanted], asked.into)
    play_first_run([name for name in FIRST_RUN if name in wanted], asked.into)
    print(f"{len(wanted)} pictures in {asked.into}")
    others = sorted({file.stem for file in PICTURES.glob("*.png")} - set(names()))
    if others:
        print(f"Made by hand, no scene plays them: {', '.join(others)}")
    return 0


def shoot_scenes(wanted: Iterable[str], folder: Path) -> None:
    """Screens as their scenes leave them."""
    from PySide6.QtWidgets import QApplication

    from tests.visual.shoot import Studio

    studio = Studio(QApplication.instance() or QApplication([]))  # type: ignore[arg-type]  # it is one
    for name in wanted:
        scene, theme, size = SCENES[name]
        (shot,) = studio.shoot(scene, ((theme, size),))
        shot.picture.save(folder / f"{name}.png", optimize=True)


def play_first_run(wanted: list[str], folder: Path) -> None:
    """Half as large: seven of them stand on one page. A window of its own, for it plays the whole set-up."""
    if not wanted:
        return
    with tempfile.TemporaryDirectory() as place:
        played = [sys.executable, "-m", "tests.support.first_run_shots", place, "--small"]
        subprocess.run(played, check=True, timeout=SECONDS, stdout=subprocess.DEVNULL)
        for name in wanted:
            shutil.copyfile(Path(place) / f"{name}.png", folder / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
