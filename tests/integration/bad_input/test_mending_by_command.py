"""`mend`: what is said about a damaged store, and what going back to a copy brings."""

from __future__ import annotations

from pathlib import Path

from tests.integration.command_line.asking import ask
from tests.support.oracle import judge


def behead(folder: Path) -> bytes:
    """Take the first page of a store away."""
    file = folder / "store.sqlite"
    raw = bytearray(file.read_bytes())
    raw[:4096] = bytes(4096)
    file.write_bytes(raw)
    return bytes(raw)


def test_a_sound_store_is_not_mended(sold: Path) -> None:
    answer = ask("mend", "--data", sold)
    assert answer.code == 2
    assert "nothing to mend" in answer.err
    assert not (sold / "store-damaged.json").exists()


def test_the_ways_are_said_and_the_newest_copy_brings_everything_back(sold: Path) -> None:
    assert ask("backup", "--data", sold).code == 0
    assert ask("simulate", "--orders", "2", "--seed", "3", "--data", sold).code == 0
    spoiled = behead(sold)
    said = ask("mend", "--data", sold)
    (copy,) = (sold / "backups").glob("*.sqlite")
    assert said.code == 1
    assert f"aura-terminal mend --copy {copy}" in said.out
    assert ask("mend", "--copy", sold / "no-such-file", "--data", sold).code == 2
    assert not (sold / "quarantine").exists()
    mended = ask("mend", "--copy", "newest", "--json", "--data", sold)
    assert mended.code == 0
    assert (mended.json["label"], mended.json["missing"], mended.json["is_readable"]) == ("R1B", 0, True)
    assert (Path(mended.json["aside"]) / "store.sqlite").read_bytes() == spoiled
    assert ask("verify", "--data", sold).code == 0
    assert judge(sold / "store.sqlite", (), paper=False) == []
    assert ask("mend", "--data", sold).code == 2


def test_without_a_copy_it_says_where_else_to_look(sold: Path) -> None:
    behead(sold)
    said = ask("mend", "--data", sold)
    assert said.code == 1
    assert "no sound copy" in said.out
    assert "--address HOST:PORT" in said.out
    assert ask("mend", "--copy", "newest", "--data", sold).code == 2
    assert ask("mend", "--code", "AAAAA-AAAAA", "--data", sold).code == 2
