"""A disk that is full or cannot be written: what was acknowledged stays, the rest is refused, and selling resumes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.integration.bad_input.conftest import Disk, remount
from tests.integration.command_line.asking import ask, copied, end, start
from tests.support.oracle import judge, read_acks

MEBIBYTE = 1024 * 1024
SERVICE = ("simulate", "--orders", 100_000)


@pytest.mark.parametrize("size", ["64k", "400k", "900k"])
def test_a_disk_that_fills_up_while_setting_up_is_left_empty(disk: Disk, size: str) -> None:
    place = disk(size)
    answer = ask("init", "--shop", "demo", "--data", place)
    assert (answer.code, answer.out) == (3, "")
    assert f"the disk that holds {place} is full; nothing was set up" in answer.err
    assert [path.name for path in place.iterdir()] == ["screen.lock"]
    remount(place, "size=20m")
    assert ask("init", "--shop", "demo", "--data", place).code == 0
    assert ask("verify", "--data", place).code == 0


def test_a_disk_that_fills_up_during_a_service_loses_nothing_and_selling_resumes(
    disk: Disk, sold_once: Path, tmp_path: Path
) -> None:
    place, acks = disk("6m"), tmp_path / "acks.jsonl"
    folder = copied(sold_once, place / "data")
    full = ask(*SERVICE, "--acks", acks, "--data", folder)
    assert (full.code, full.out) == (3, "")
    assert f"the disk that holds {folder / 'store.sqlite'} is full" in full.err
    told = read_acks(acks)
    assert sum(ack["event"] == "paid" for ack in told) > 5
    remount(place, "size=60m")
    assert ask("verify", "--data", folder).code == 0
    assert judge(folder / "store.sqlite", told) == []
    assert ask("simulate", "--orders", 3, "--seed", 3, "--acks", acks, "--data", folder).code == 0
    assert judge(folder / "store.sqlite", read_acks(acks)) == []


def test_a_disk_without_room_for_a_byte_is_told_as_what_may_pass(disk: Disk, sold_once: Path) -> None:
    place = disk("6m")
    folder = copied(sold_once, place / "data")
    fill(place)
    for work in (("report", "sales"), ("simulate",), ("status",)):
        answer = ask(*work, "--data", folder)
        assert (answer.code, answer.out) == (3, "")
        assert "is full" in answer.err
        assert "Free space" in answer.err


def test_a_copy_that_finds_no_room_is_not_half_kept(disk: Disk, sold: Path) -> None:
    place = disk("300k")
    answer = ask("backup", "--to", place / "copy.sqlite", "--data", sold)
    assert (answer.code, answer.out) == (3, "")
    assert f"the disk that holds {place / 'copy.sqlite'} is full; no copy was made" in answer.err
    assert list(place.iterdir()) == []


def test_acknowledgements_that_find_no_room_stop_the_service_in_words(disk: Disk, sold: Path) -> None:
    place = disk("16k")
    answer = end(start(*SERVICE, "--acks", place / "acks.jsonl", "--data", sold))
    assert (answer.code, answer.out) == (3, "")
    assert "full" in answer.err
    assert "Traceback" not in answer.err
    assert ask("verify", "--data", sold).code == 0


@pytest.mark.parametrize(
    "work",
    [("verify",), ("report", "x"), ("backup",), ("simulate",), ("init", "--shop", "demo"), ("node",)],
    ids=" ".join,
)
def test_a_folder_that_cannot_be_written_is_told(disk: Disk, sold_once: Path, work: tuple[str, ...]) -> None:
    place = disk("20m")
    shutil.copytree(sold_once, place, ignore=shutil.ignore_patterns("ballast"), dirs_exist_ok=True)
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    remount(place, "ro")
    answer = ask(*work, "--data", place)
    assert (answer.code, answer.out) == (2, "")
    assert f"The data folder {place} cannot be written (Read-only file system)" in answer.err
    assert "--data" in answer.err
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else_is_told(tmp_path: Path) -> None:
    place = tmp_path / "theirs"
    place.mkdir(mode=0o500)
    answer = ask("init", "--shop", "demo", "--data", place / "data")
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_the_doctor_names_a_folder_that_cannot_be_written(disk: Disk) -> None:
    place = disk("1m")
    remount(place, "ro")
    answer = ask("doctor", "--json", "--data", place)
    (folder,) = (finding for finding in answer.json["findings"] if finding["subject"] == "Data folder")
    assert (answer.code, folder["level"]) == (1, "problem")
    assert "Read-only" in folder["what"]


def fill(place: Path) -> None:
    """Write until nothing more fits."""
    with (place / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(MEBIBYTE)):
                pass
        except OSError:
            return
