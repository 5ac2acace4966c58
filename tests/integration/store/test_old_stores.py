"""A store file that an early version of this program wrote, in the hands of today's.

`old_stores/number_02.sqlite.xz` was left by the first version with a command line (`python -m tests.campaigns.versions
--keep FILE` makes it again): the demo restaurant and 15 settled orders. That campaign does the same with every number.
"""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from aura_terminal.store.folders import BACKUPS, store_file
from tests.integration.command_line.asking import ask

OLD = Path(__file__).parent / "old_stores" / "number_02.sqlite.xz"
EVER = ("--from", "2000-01-01", "--to", "2099-12-31")
ORDERS, GROSS = 15, 120479
"""What the version that wrote it said of it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store_file(tmp_path).write_bytes(lzma.decompress(OLD.read_bytes()))
    return tmp_path


def test_a_file_of_an_early_version_is_brought_up_to_date_with_every_sum_and_sells_on(folder: Path) -> None:
    told = ask("report", "sales", *EVER, "--data", folder, "--json").json
    assert [(day["orders"], day["gross_minor"]) for day in told["days"]] == [(ORDERS, GROSS)]
    assert ask("simulate", "--orders", 3, "--seed", 9, "--data", folder).code == 0
    assert ask("verify", "--data", folder, "--json").json["findings"] == []
    (kept,) = (folder / BACKUPS).glob("before-schema-3-*")
    assert kept.stat().st_size > 500_000


def test_looking_it_through_alone_does_not_update_it(folder: Path) -> None:
    before = store_file(folder).read_bytes()
    said = ask("verify", "--data", folder)
    assert said.code == 2
    assert "older version (schema 2)" in said.err
    assert store_file(folder).read_bytes() == before
