"""Pictures of the documentation: what one command makes is shown, and what is shown lies there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.doc_pictures.table import SCENES, names
from tests.support.every_scene import every_scene

ROOT = Path(__file__).parents[3]
SHOWN = re.compile(r"pictures/([a-z-]+)\.png")


def test_every_picture_that_is_made_is_shown_and_every_one_that_is_shown_lies_there() -> None:
    pages = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    shown = {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert set(names()) - shown == set()
    assert shown - {file.stem for file in (ROOT / "docs" / "pictures").glob("*.png")} == set()


def test_every_picture_has_its_scene() -> None:
    scenes = every_scene()
    assert [scene for scene, *_ in SCENES.values() if scene not in scenes] == []
