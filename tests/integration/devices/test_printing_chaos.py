"""The short form of `python -m tests.campaigns.printing`, and that it would find what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.domain.paper import PrintJob, PrintJobId
from devices import spool_policy
from tests.support.printing_chaos import Evening


def test_nothing_is_lost_and_nothing_comes_twice_without_a_word(tmp_path: Path) -> None:
    evening = Evening(tmp_path / "store", tmp_path / "tables", seed=4)
    findings = evening.run(60, batch=30)
    evening.close()
    assert findings.wrong == []
    assert findings.kills > 0
    assert findings.repeated > 0


def test_a_repeat_that_does_not_say_so_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unworded(job: PrintJob, copy_id: PrintJobId) -> PrintJob:
        return PrintJob(copy_id, job.kind, job.route, job.title, document=job.document, copy_no=job.copy_no + 1)

    monkeypatch.setattr(spool_policy, "possible_duplicate", unworded)
    evening = Evening(tmp_path / "store", tmp_path / "tables", seed=3)
    findings = evening.run(25, batch=25)
    evening.close()
    assert any("without a word" in wrong for wrong in findings.wrong)
