"""What the scripted service leaves: a report in words and as JSON, the day's Z report and the check of the store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from aura_terminal.app.commands.reports import AT_THE_COMMAND_LINE, day_words
from aura_terminal.app.devices import SLIPS_FOLDER
from aura_terminal.app.opening import opened
from aura_terminal.app.plain_reports import plain_closing
from aura_terminal.store.locks import Role


def leave_report(out: Path, folder: Path, steps: Sequence[str], told: Mapping[str, object]) -> bool:
    """Close the day, check the store, lay the paper beside the pictures and write the report; False on a finding."""
    with opened(folder, Role.TOOL) as store:
        closing = store.shop.closing.close_day(AT_THE_COMMAND_LINE)
        findings = [finding.what for finding in store.store.verify()]
    paper = _lay_out_paper(folder, out)
    plain = {**told, "z_report": plain_closing(closing), "findings": findings, "paper": paper}
    (out / "report.json").write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    words = [
        "What happened",
        *(f"  - {step}" for step in steps),
        "",
        day_words(f"Z report {closing.number}", closing.totals),
        "",
        "The store: " + ("; ".join(findings) if findings else "every fact, chain and fold is as it was written."),
        f"Paper: {len(paper)} slips in {SLIPS_FOLDER}, each as text, picture and bytes.",
    ]
    (out / "report.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    return not findings


def _lay_out_paper(folder: Path, out: Path) -> list[str]:
    printed = folder / SLIPS_FOLDER
    if printed.exists():
        printed.replace(out / SLIPS_FOLDER)
    return sorted(str(file.relative_to(out)) for file in (out / SLIPS_FOLDER).rglob("*.txt"))
