"""What the doctor says about one thing on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters, from nothing to do to will not run."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, where, and what to do next (empty when there is nothing to do)."""

    level: Level
    subject: str
    what: str
    where: str = ""
    next_step: str = ""


MARKS = {Level.OK: "ok      ", Level.WARNING: "warning ", Level.PROBLEM: "PROBLEM "}


def worst(findings: Sequence[Finding]) -> Level:
    """The level of the finding that matters most."""
    ranks = list(Level)
    return max((finding.level for finding in findings), key=ranks.index, default=Level.OK)


def in_words(findings: Sequence[Finding]) -> str:
    """The findings for a person, one a paragraph, and one closing sentence."""
    return "\n".join([*(_paragraph(finding) for finding in findings), "", _closing(findings)])


def as_plain(findings: Sequence[Finding]) -> dict[str, object]:
    """The findings as JSON holds them: `ok`, whether the terminal can run, and `findings`."""
    return {
        "ok": worst(findings) is not Level.PROBLEM,
        "findings": [
            {
                "level": finding.level.value,
                "subject": finding.subject,
                "what": finding.what,
                "where": finding.where,
                "next_step": finding.next_step,
            }
            for finding in findings
        ],
    }


def _paragraph(finding: Finding) -> str:
    where = f" ({finding.where})" if finding.where else ""
    next_step = f"\n          -> {finding.next_step}" if finding.next_step else ""
    return f"{MARKS[finding.level]}{finding.subject}: {finding.what}{where}{next_step}"


def _closing(findings: Sequence[Finding]) -> str:
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    if counts[Level.PROBLEM]:
        return f"Aura Terminal cannot run here yet: {_things(counts[Level.PROBLEM])} to mend."
    if counts[Level.WARNING]:
        return f"Aura Terminal can run here; {_things(counts[Level.WARNING])} to know about."
    return "All is well: Aura Terminal can run here."


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"
