"""A few screens look as they were accepted, and what differs is found. All of them: `python -m tests.visual`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication

from tests.campaigns.look import main as walk
from tests.support.every_scene import every_scene
from tests.visual import prints
from tests.visual.__main__ import main as hold
from tests.visual.shoot import LOOKED_AT, Studio

SHORT = ("register.register", "card.taking", "more.look")


@pytest.mark.parametrize("scene", SHORT)
def test_a_screen_looks_as_it_was_accepted(qapp: QApplication, scene: str, tmp_path: Path) -> None:
    (shot,) = Studio(qapp).shoot(scene, (LOOKED_AT,))
    with Image.open(prints.picture_of(scene)) as kept:
        share = prints.differing(kept.convert("RGB"), shot.picture)
    if share > prints.MOST:
        shot.picture.save(tmp_path / f"{scene}.png")
        prints.marked(shot.picture, prints.accepted("en")[shot.key]).save(tmp_path / f"{scene}_diff.png")
    assert share <= prints.MOST, f"look at {tmp_path}, then: python -m tests.visual accept --scene {scene}"


def test_a_word_that_is_not_the_same_is_found_in_the_picture_and_in_its_print() -> None:
    with Image.open(prints.picture_of(SHORT[0])) as kept:
        before = kept.convert("RGB")
    now = before.copy()
    ImageDraw.Draw(now).rectangle((100, 100, 140, 120), fill=(255, 255, 255))
    assert prints.differing(before, before) == 0
    assert prints.differing(before, now) > prints.MOST
    apart = [a != b for a, b in zip(prints.print_of(before), prints.print_of(now), strict=True)]
    assert 1 <= sum(apart) <= 4
    assert prints.marked(now, prints.print_of(before)) != now
    assert prints.differing(before, before.resize((10, 10))) == 1


@pytest.mark.parametrize(("look", "words"), [(hold, ["check"]), (walk, [])])
def test_a_scene_that_is_not_there_is_not_said_to_be_fine(
    qapp: QApplication, look: Callable[[list[str]], int], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        look([*words, "--scene", "regster"])
    assert refused.value.code == 2


def test_what_was_accepted_is_small_and_of_scenes_there_are() -> None:
    files = [*prints.PICTURES.glob("*.webp"), *prints.HERE.glob("*.prints.xz")]
    assert sum(file.stat().st_size for file in files) < 20_000_000
    assert {file.stem for file in prints.PICTURES.glob("*.webp")} <= set(every_scene())


def test_what_is_accepted_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "HERE", tmp_path)
    assert prints.accepted("en") == {}
    prints.accept("en", {"a night 1024": b"\x00\xff\x07"})
    assert prints.accepted("en") == {"a night 1024": b"\x00\xff\x07"}
