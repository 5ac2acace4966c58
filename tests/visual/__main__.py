"""Looks at every screen: `python -m tests.visual check` and, once somebody has looked, `python -m tests.visual accept`.

English is held in every size of one theme and in every theme of the smallest size (`--views usual`), the other
languages on disk in the smallest size of one theme; `--views all` takes every theme in every size and language, `few`
one picture of each scene. `--language de es` and `--scene register cash.count` (a room or one moment) narrow it down.
What differs is written into the folder `--out` as it is now, and with the squares marked that are not what they were.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.language.languages import ENGLISH, LANGUAGES
from aura_terminal.ui.language.tongue import LOCALE
from tests.support.every_scene import every_scene
from tests.visual import prints
from tests.visual.sheets import Sheets
from tests.visual.shoot import ALL, LOOKED_AT, USUAL, Shot, Studio

VIEWS = {"few": (LOOKED_AT,), "usual": USUAL, "all": ALL}
SAVED_EVERY = 20
"""Scenes; to pack the prints of all takes longer than a scene."""
UNPLAYED = (AssertionError, AttributeError, LookupError, RuntimeError, StopIteration)
"""How a scene fails whose hands do not find what they look for."""


THROWN_AWAY = "Internal C++ object"
"""What a model says to a window of an earlier scene that is gone; a program has one window as long as it runs."""


def main(arguments: Sequence[str]) -> int:
    """0 where everything looks as it was accepted."""
    parser = _parser()
    said = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    scenes = [each for each in every_scene() if not said.scene or any(_is_meant(each, one) for one in said.scene)]
    if not scenes:
        parser.error(f"there is no scene {' or '.join(said.scene)}")
    codes = said.language or [ENGLISH.code, *sorted(each.name for each in LOCALE.iterdir() if each.name in LANGUAGES)]
    others = [LANGUAGES[code] for code in codes if code != ENGLISH.code]
    album = Album(said.out, codes, accepts=said.act == "accept", sheets=Sheets(said.sheets) if said.sheets else None)
    begun, studio = time.monotonic(), Studio(app)
    raised: list[str] = []
    sys.excepthook = lambda kind, problem, trace: raised.append(f"{kind.__name__}: {problem}")
    for place, scene in enumerate(scenes, 1):
        raised.clear()
        try:
            if ENGLISH.code in codes:
                album.fill(studio.shoot(scene, VIEWS[said.views]))
            if others:
                album.fill(studio.shoot(scene, ALL if said.views == "all" else (LOOKED_AT,), others))
        except UNPLAYED as problem:
            album.differing.append(f"{scene}: cannot be played any more ({type(problem).__name__}: {problem})")
        album.differing += [f"{scene}: behind it was raised {one}" for one in raised if THROWN_AWAY not in one]
        if place % SAVED_EVERY == 0:
            album.save()
        print(scene, file=sys.stderr, flush=True)
    album.end()
    result = {
        "pictures": album.taken, "scenes": len(scenes), "languages": codes,
        "seconds": round(time.monotonic() - begun), "differing": album.differing,
    }  # fmt: skip
    print(json.dumps(result))
    return 1 if album.differing else 0


class Album:
    """The prints of some languages; with `accepts` what comes in is right, else it is held against what was."""

    def __init__(self, out: Path, codes: Sequence[str], *, accepts: bool, sheets: Sheets | None = None) -> None:
        self.accepts, self._out, self._sheets = accepts, out, sheets
        self._before = {code: prints.accepted(code) for code in codes}
        self._now: dict[str, dict[str, bytes]] = {code: {} for code in codes}
        self.differing: list[str] = []
        self.taken = 0

    def fill(self, shots: Iterable[Shot]) -> None:
        """All of a scene."""
        for shot in shots:
            self.take(shot)

    def take(self, shot: Shot) -> None:
        """One picture more."""
        self.taken += 1
        if self._sheets is not None:
            self._sheets.take(shot)
        self._now[shot.language][shot.key] = prints.print_of(shot.picture)
        if not self.accepts:
            why = self._what_differs(shot)
            if why is not None:
                self.differing.append(f"{shot.language} {shot.key}: {why}")
                self._write(shot)
        elif shot.is_kept:
            prints.PICTURES.mkdir(exist_ok=True)
            shot.picture.save(prints.picture_of(shot.scene), "WEBP", lossless=True, quality=50, method=3)

    def save(self) -> None:
        """Keep what was accepted so far, beside what was there before."""
        if self.accepts:
            for code, now in self._now.items():
                prints.accept(code, self._before[code] | now)

    def end(self) -> None:
        """Nothing more comes."""
        self.save()
        if self._sheets is not None:
            self._sheets.end()

    def _what_differs(self, shot: Shot) -> str | None:
        before, now = self._before[shot.language].get(shot.key), self._now[shot.language][shot.key]
        if before is None:
            return "nobody has accepted it yet"
        if before == now:
            return None
        if shot.is_kept:
            with Image.open(prints.picture_of(shot.scene)) as kept:
                share = prints.differing(kept.convert("RGB"), shot.picture)
            return None if share <= prints.MOST else f"{share:.2%} of its pixels differ"
        return f"{sum(a != b for a, b in zip(before, now, strict=False))} squares differ"

    def _write(self, shot: Shot) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        name = f"{shot.language}_{shot.key.replace(' ', '_')}"
        shot.picture.save(self._out / f"{name}.png")
        if shot.key in self._before[shot.language]:
            prints.marked(shot.picture, self._before[shot.language][shot.key]).save(self._out / f"{name}_diff.png")


def _is_meant(scene: str, said: str) -> bool:
    return scene == said or scene.startswith(f"{said}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.visual", description=__doc__)
    parser.add_argument("act", choices=("check", "accept"))
    parser.add_argument("--language", nargs="*", default=[])
    parser.add_argument("--scene", nargs="*", default=[])
    parser.add_argument("--views", choices=tuple(VIEWS), default="usual", help="all: also in every other language")
    parser.add_argument("--sheets", type=Path, help="contact sheets of all that is shot go into this folder")
    parser.add_argument("--out", type=Path, default=Path("visual-differences"))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
