"""`audit export` and `audit verify` as an accountant uses them."""

from __future__ import annotations

from pathlib import Path

from tests.integration.command_line.asking import ask, facts, tamper

CHANGED = """UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), '"quantity":1', '"quantity":2') AS BLOB)
WHERE seq = (SELECT min(seq) FROM journal WHERE type = 'line_added' AND payload LIKE '%"quantity":1%')"""


def test_every_fact_leaves_as_a_file_that_proves_itself(served: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl.zst"
    made = ask("audit", "export", file, "--json", "--data", served)
    assert (made.code, made.json["facts"]) == (0, len(facts(served)))
    checked = ask("audit", "verify", file, "--json", "--data", tmp_path / "elsewhere")
    assert (checked.code, checked.json["ok"], checked.json["findings"]) == (0, True, [])
    assert checked.json["signature"]["is_good"]
    again = ask("audit", "export", file, "--data", served)
    assert again.code == 2


def test_a_file_of_an_altered_store_says_which_fact_it_is(served: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl.zst"
    tamper(served, CHANGED)
    assert ask("audit", "export", file, "--json", "--data", served).code == 0
    checked = ask("audit", "verify", file, "--json", "--data", tmp_path)
    assert checked.code == 1
    (found,) = checked.json["findings"]
    assert (found["kind"], "line_added" in found["what"]) == ("changed", True)
    assert found["at"]


def test_what_is_no_such_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    answer = ask("audit", "verify", tmp_path / "notes.txt", "--data", tmp_path)
    assert answer.code == 2
    assert "cannot be read as an audit file" in answer.err
