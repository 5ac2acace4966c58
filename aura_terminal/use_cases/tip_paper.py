"""How tips were shared, on paper."""

from __future__ import annotations

from aura_terminal.domain.paper import Block, Rule, RuleStyle, text_line
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tip_sharing import TipShare, TipsShared
from aura_terminal.use_cases.paper_blocks import head, report_of, row
from aura_terminal.use_cases.slips import BOLD, Slip

TITLE = "TIPS"


def tips_paper(shared: TipsShared, profile: StoreProfile) -> Slip:
    """Everybody's share with where it comes from, and a line to sign for those who get cash."""
    at = profile.calendar.local(shared.decided_at)
    blocks: list[Block] = [
        *head(
            TITLE,
            profile,
            f"Business day {shared.business_date:%d.%m.%Y}",
            f"Shared {at:%d.%m.%Y %H:%M} by {shared.decided_by_name}",
        ),
        Rule(RuleStyle.DOUBLE),
    ]
    for share in shared.shares:
        blocks.extend(_share(share))
    blocks.extend((Rule(), row("Tips in all", shared.total)))
    return report_of("tips", f"{TITLE} {shared.business_date:%d.%m.%Y}", blocks)


def _share(share: TipShare) -> list[Block]:
    hours = f"{share.minutes // 60}:{share.minutes % 60:02d} h" if share.minutes else ""
    about = ", ".join(part for part in (share.jobs, hours) if part)
    lines: list[Block] = [row(share.name, share.share, style=BOLD)]
    if about:
        lines.append(text_line(f"  {about}"))
    parts = (("Left on checks", share.on_checks), ("Declared in cash", share.declared), ("Passed on", share.passed))
    lines.extend(row(f"  {words}", amount) for words, amount in parts if amount)
    words = "To be handed in" if share.to_pay.minor < 0 else "To be paid"
    lines.append(row(f"  {words}", -share.to_pay if share.to_pay.minor < 0 else share.to_pay))
    lines.append(text_line("  ____________________"))
    return lines
