"""`verify`, `rebuild`, `backup` and `restore` as a person uses them."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from tests.integration.command_line.asking import ask, end, everything, facts, rows, start, tamper
from tests.support.oracle import judge, read_acks

ONE, TWO = '"quantity":1', '"quantity":2'
CHANGED = f"UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), '{ONE}', '{TWO}') AS BLOB)"
SWAPPED = (
    "UPDATE journal SET seq = 999999 WHERE seq = {0}",
    "UPDATE journal SET seq = {0} WHERE seq = {1}",
    "UPDATE journal SET seq = {1} WHERE seq = 999999",
)

PAUSE = Event()  # never set: a wait that ends by itself


def found(folder: Path) -> set[tuple[str, int]]:
    """What verify finds wrong with facts: kinds and places."""
    answer = ask("verify", "--json", "--data", folder)
    assert (answer.code, answer.json["ok"], answer.err) == (1, False, "")
    return {(finding["kind"], finding["seq"]) for finding in answer.json["findings"]}


def line_added(folder: Path, which: str) -> int:
    """The place of the first or the last line that was added."""
    asked = f"SELECT {which}(seq) FROM journal WHERE type = 'line_added' AND payload LIKE '%\"quantity\":1%'"
    return int(rows(folder, asked)[0][0])


def test_a_store_after_two_days_is_found_clean(served: Path) -> None:
    answer = ask("verify", "--json", "--data", served)
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == {"ok": True, "findings": [], "facts": len(facts(served)), "kept_aside": []}


@pytest.mark.parametrize("which", ["min", "max"])
def test_a_changed_byte_in_a_payload_is_found_early_and_late_in_the_journal(served: Path, which: str) -> None:
    seq = line_added(served, which)
    tamper(served, f"{CHANGED} WHERE seq = {seq}")
    assert ("changed", seq) in found(served)


@pytest.mark.parametrize("back", [2, 1400])
def test_a_missing_fact_is_found(served: Path, back: int) -> None:
    seq = len(facts(served)) - back
    tamper(served, f"DELETE FROM journal WHERE seq = {seq}")
    assert ("missing", seq) in found(served)


def test_a_journal_that_was_cut_short_is_found(served: Path) -> None:
    last = len(facts(served))
    tamper(served, f"DELETE FROM journal WHERE seq = {last}")
    assert ("head", last - 1) in found(served)


def test_two_facts_in_each_others_place_are_found(served: Path) -> None:
    places = (900, 901)
    tamper(served, *(statement.format(*places) for statement in SWAPPED))
    assert {("changed", 900), ("changed", 901), ("reordered", 900)} <= found(served)


def test_a_changed_row_of_a_fold_is_found_and_a_rebuild_makes_it_as_it_was(served: Path) -> None:
    whole = everything(served)
    tamper(served, "UPDATE orders SET total_minor = total_minor - 100, due_minor = due_minor - 100 WHERE rowid = 3")
    assert found(served) == {("fold", 0)}
    mended = ask("rebuild", "--json", "--data", served)
    assert (mended.code, mended.json["changed"]) == (0, True)
    assert ask("verify", "--data", served).code == 0
    assert everything(served)["orders"] == whole["orders"]


def test_a_rebuild_of_a_sound_store_gives_the_same_rows(served: Path) -> None:
    whole = everything(served)
    answer = ask("rebuild", "--json", "--data", served)
    assert (answer.code, answer.json["changed"]) == (0, False)
    after = everything(served)
    numbered = {"menu_items"} | {name for name in whole if name.startswith("menu_search")}
    assert {name: after[name] for name in after if name not in numbered} == {
        name: whole[name] for name in whole if name not in numbered
    }


def test_what_verify_finds_keeps_the_terminal_from_selling(served: Path) -> None:
    tamper(served, f"{CHANGED} WHERE seq = {line_added(served, 'max')}")
    refused = ask("simulate", "--orders", 1, "--data", served)
    assert (refused.code, refused.out) == (1, "")
    assert "was changed after it was written" in refused.err
    assert "verify" in refused.err


def test_a_copy_made_during_a_service_is_whole_and_restores(new: Path, tmp_path: Path) -> None:
    acks, copy = tmp_path / "acks.jsonl", tmp_path / "copy.sqlite"
    service = start("simulate", "--orders", 100_000, "--acks", acks, "--data", new)
    try:
        wait_for_acks(acks, 40)
        answer = ask("backup", "--to", copy, "--json", "--data", new)
        assert (answer.code, answer.err) == (0, "")
        before_the_copy = read_acks(acks)
    finally:
        end(service, killed=True)
    origin = ask("status", "--json", "--data", new).json
    restored = ask("restore", copy, "--export", tmp_path / "sealed", "--json", "--data", new)
    assert (restored.code, restored.err) == (0, "")
    assert Path(restored.json["set_aside"], "store.sqlite").exists()
    assert ask("verify", "--data", new).code == 0
    held = {row[0] for row in rows(new, "SELECT order_id FROM orders")}
    assert {ack["order_id"] for ack in before_the_copy[:40]} <= held
    assert len(facts(new)) <= origin["facts"]


def test_what_is_sold_after_a_restore_comes_under_a_new_origin(served: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    ask("backup", "--to", copy, "--data", served)
    before = len(facts(served))
    ask("restore", copy, "--data", served)
    assert ask("simulate", "--orders", 3, "--seed", 9, "--data", served).code == 0
    origins = rows(served, "SELECT DISTINCT origin FROM journal WHERE arrival <= ?", (before,))
    later = rows(served, "SELECT DISTINCT origin FROM journal WHERE arrival > ?", (before,))
    assert (len(origins), len(later)) == (1, 1)
    assert origins != later
    assert rows(served, "SELECT min(seq) FROM journal WHERE arrival > ?", (before,)) == [(1,)]
    assert ask("verify", "--data", served).code == 0
    assert judge(served / "store.sqlite", []) == []


def test_a_regular_copy_is_kept_in_the_backups_of_the_folder(served: Path) -> None:
    (served / "backups").mkdir()
    (served / "backups" / "store-from-mum.sqlite").write_bytes(b"not ours")
    answer = ask("backup", "--json", "--data", served)
    assert (answer.code, answer.err) == (0, "")
    made = Path(answer.json["file"])
    assert made.parent == served / "backups"
    assert answer.json["bytes"] == made.stat().st_size
    assert sorted(path.name for path in made.parent.iterdir()) == sorted([made.name, "store-from-mum.sqlite"])


def test_files_beside_the_target_of_a_copy_are_left_alone(served: Path, tmp_path: Path) -> None:
    mine = tmp_path / "friday.tmp"
    mine.write_text("notes", "utf-8")
    assert ask("backup", "--to", tmp_path / "friday.sqlite", "--data", served).code == 0
    assert mine.read_text("utf-8") == "notes"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "friday.sqlite", "friday.tmp"]


def wait_for_acks(file: Path, count: int) -> None:
    """Return when so many acts were acknowledged; a service that says nothing for long fails the test."""
    for _ in range(2000):
        if len(read_acks(file)) >= count:
            return
        PAUSE.wait(0.02)
    raise AssertionError("the service acknowledged too little")
