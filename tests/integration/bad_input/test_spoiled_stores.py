"""A store file that is damaged, foreign, empty, too new or gone: a sentence for each, and the file stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.domain.paper import PrintJobId, SpoolState, Text
from aura_terminal.store.driver import sqlite
from aura_terminal.store.locks import Role
from tests.integration.command_line.asking import Answer, ask, copied, end, rows, start

WORK = (
    ("verify",),
    ("status",),
    ("report", "x"),
    ("report", "sales"),
    ("rebuild",),
    ("backup",),
    ("simulate", "--orders", "1"),
)
NAMES = [" ".join(work[:2]) for work in WORK]
Spoil = Callable[[Path], None]


def garbage_in_the_header(store: Path) -> None:
    overwrite(store, 0, Random(1).randbytes(64))


def garbage_within_pages(store: Path) -> None:
    for at in range(4096 * 20, store.stat().st_size - 4096, 4096 * 7):
        overwrite(store, at + 1000, Random(at).randbytes(200))


def cut_short(store: Path) -> None:
    with store.open("r+b") as file:
        file.truncate(store.stat().st_size // 3)


def cut_within_the_header(store: Path) -> None:
    with store.open("r+b") as file:
        file.truncate(50)


def emptied(store: Path) -> None:
    store.write_bytes(b"")


def of_another_program(store: Path) -> None:
    store.unlink()
    sql(store, "CREATE TABLE notes (text)", "PRAGMA application_id = 305419896")


def without_an_application(store: Path) -> None:
    store.unlink()
    sql(store, "CREATE TABLE notes (text)")


def from_the_future(store: Path) -> None:
    sql(store, "PRAGMA user_version = 99")


def overwrite(file: Path, at: int, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(data)


def sql(store: Path, *statements: str) -> None:
    connection = sqlite.connect(str(store))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


SPOILED: dict[Spoil, tuple[int, str]] = {
    garbage_in_the_header: (2, "restore the latest copy"),
    garbage_within_pages: (1, "restore"),
    cut_short: (1, "restore"),
    cut_within_the_header: (1, "restore"),
    emptied: (2, "estore the latest"),
    of_another_program: (2, "is not a store of this program"),
    without_an_application: (2, "is not a store of this program"),
    from_the_future: (2, "Update this terminal"),
}


@pytest.mark.parametrize("work", WORK, ids=NAMES)
@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_store_is_told_in_a_sentence_and_left_alone(sold: Path, spoil: Spoil, work: tuple[str, ...]) -> None:
    store = sold / "store.sqlite"
    spoil(store)
    before, files = store.read_bytes(), names(sold)
    answer = ask(*work, "--data", sold)
    code, next_step = SPOILED[spoil]
    if work == ("verify",) and answer.code == 1:
        assert str(store) in answer.out or "damaged pages" in answer.out
    else:
        assert answer.code == code
        tells(answer, store, next_step)
    assert store.read_bytes() == before
    assert names(sold) - files <= {"logs", "screen.lock", "node.lock", "backups"}
    assert list(sold.glob("backups/*")) == []


@pytest.mark.parametrize("spoil", [garbage_within_pages, of_another_program], ids=lambda spoil: spoil.__name__)
def test_a_node_does_not_start_on_a_spoiled_store(sold: Path, spoil: Spoil) -> None:
    store = sold / "store.sqlite"
    spoil(store)
    before = store.read_bytes()
    answer = end(start("node", "--data", sold))
    assert answer.code == SPOILED[spoil][0]
    tells(answer, store, SPOILED[spoil][1])
    assert store.read_bytes() == before
    assert not (sold / "node.json").exists()


@pytest.mark.parametrize("spoil", [garbage_within_pages, cut_short], ids=lambda spoil: spoil.__name__)
def test_verify_names_damage_as_a_finding(sold: Path, spoil: Spoil) -> None:
    spoil(sold / "store.sqlite")
    answer = ask("verify", "--json", "--data", sold)
    assert (answer.code, answer.err) == (1, "")
    assert {"file"} <= {finding["kind"] for finding in answer.json["findings"]}


@pytest.mark.parametrize("seed", range(12))
def test_bytes_changed_anywhere_never_end_in_a_trace(sold: Path, seed: int) -> None:
    chance, store = Random(seed), sold / "store.sqlite"
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(100, store.stat().st_size - 100)
        overwrite(store, at, chance.randbytes(chance.choice((1, 20, 60))))
    for work in (("verify",), ("report", "sales")):
        answer = ask(*work, "--data", sold)
        assert answer.code in (0, 1, 2)
        assert bool(answer.err) == (not answer.out)
        assert "Traceback" not in answer.err


@pytest.mark.parametrize("work", WORK, ids=NAMES)
def test_a_slip_in_the_folder_is_told_and_makes_no_folder(tmp_path: Path, work: tuple[str, ...]) -> None:
    answer = ask(*work, "--data", tmp_path / "slip")
    assert answer.code == 2
    tells(answer, tmp_path / "slip", "--data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("work", WORK, ids=NAMES)
def test_a_folder_without_a_store_gets_none_by_being_asked(tmp_path: Path, work: tuple[str, ...]) -> None:
    """`init` must still find the folder free afterwards."""
    answer = ask(*work, "--data", tmp_path)
    assert answer.code == 2
    tells(answer, tmp_path, "set this terminal up first")
    assert not (tmp_path / "store.sqlite").exists()
    assert list(tmp_path.glob("backups/*")) == []


def test_a_bad_copy_is_not_restored_and_the_store_stays(sold: Path, sold_once: Path, tmp_path: Path) -> None:
    whole = (sold / "store.sqlite").read_bytes()
    for number, spoil in enumerate(SPOILED):
        copy = copied(sold_once, tmp_path / f"copy-{number}") / "store.sqlite"
        spoil(copy)
        answer = ask("restore", copy, "--data", sold)
        assert (spoil, answer.code) == (spoil, 2)
        tells(answer, copy, "")
    assert ask("restore", tmp_path / "nowhere", "--data", sold).code == 2
    assert (sold / "store.sqlite").read_bytes() == whole
    assert not (sold / "quarantine").exists()
    assert list(sold.glob("*.restoring*")) == []
    assert ask("verify", "--data", sold).code == 0


def test_a_copy_with_its_newest_sales_still_in_the_log_is_not_restored(sold: Path, sold_once: Path) -> None:
    copy = sold.parent / "copy.sqlite"
    copy.write_bytes((sold_once / "store.sqlite").read_bytes())
    copy.with_name("copy.sqlite-wal").write_bytes(b"sales")
    answer = ask("restore", copy, "--data", sold)
    assert answer.code == 2
    tells(answer, copy, "aura-terminal backup")
    assert not (sold / "quarantine").exists()


def test_a_copy_is_not_written_over_a_file(sold: Path) -> None:
    taken = sold.parent / "letter.txt"
    taken.write_text("dear", "utf-8")
    answer = ask("backup", "--to", taken, "--data", sold)
    assert answer.code == 2
    tells(answer, taken, "name another one")
    assert taken.read_text("utf-8") == "dear"


def test_a_copy_into_a_folder_that_is_not_there_is_told(sold: Path) -> None:
    target = sold.parent / "no" / "such" / "folder.sqlite"
    answer = ask("backup", "--to", target, "--data", sold)
    assert answer.code == 2
    tells(answer, target, "Name a folder that is there")


@pytest.mark.parametrize("document", ["substr(document, 1, 20)", "x'ff00'", "CAST('[]' AS BLOB)", "CAST('{}' AS BLOB)"])
def test_a_damaged_slip_says_so_on_paper_and_stops_none_behind_it(sold: Path, document: str) -> None:
    sql(sold / "store.sqlite", f"UPDATE spool_jobs SET document = {document} WHERE document IS NOT NULL")
    with opened(sold, Role.TOOL) as store:
        job = store.store.spool.next_job("kitchen", store.store.spool.find(first_job(sold)).created_at)
        assert job is not None
        assert job.job.document is not None
        said = [run.text for block in job.job.document.blocks if isinstance(block, Text) for run in block.runs]
        store.store.spool.settle(job.job.job_id, SpoolState.FAILED, "no paper", job.created_at)
    assert said[0] == job.job.title
    assert "damaged" in said[1]
    trouble = ask("status", "--json", "--data", sold).json["jobs_in_trouble"]
    assert trouble == [{"title": job.job.title, "state": "failed", "hint": "no paper"}]


@pytest.mark.parametrize("work", WORK, ids=NAMES)
def test_a_store_that_is_no_file_is_told(tmp_path: Path, work: tuple[str, ...]) -> None:
    (tmp_path / "store.sqlite").mkdir()
    answer = ask(*work, "--data", tmp_path)
    assert answer.code == 2
    tells(answer, tmp_path / "store.sqlite", "Check that")


def first_job(folder: Path) -> PrintJobId:
    """The job that waits longest."""
    return PrintJobId(str(rows(folder, "SELECT job_id FROM spool_jobs ORDER BY place LIMIT 1")[0][0]))


def tells(answer: Answer, where: Path, next_step: str) -> None:
    """One sentence on standard error that says where and what to do next, and nothing else."""
    assert answer.out == ""
    assert answer.err.startswith("aura-terminal: ")
    assert str(where) in answer.err
    assert next_step in answer.err
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1


def names(folder: Path) -> set[str]:
    """What lies in a folder, without the file SQLite keeps for readers."""
    return {path.name for path in folder.iterdir() if not path.name.endswith("-shm")}
