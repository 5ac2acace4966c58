"""How tips were shared, on paper."""

from __future__ import annotations

from aura_terminal.domain.paper import Block, Rule, RuleStyle, text_line
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tip_sharing import TipShare, TipsShared
from aura_terminal.use_cases.paper_blocks import business_day, head, inset, listed, report_of, row
from aura_terminal.use_cases.slips import BOLD, Slip

TITLE = said("TIPS")


def tips_paper(shared: TipsShared, profile: StoreProfile) -> Slip:
    """Everybody's share with where it comes from, and a line to sign for those who get cash."""
    at = profile.calendar.local(shared.decided_at)
    blocks: list[Block] = [
        *head(
            TITLE,
            profile,
            business_day(shared.business_date),
            said("Shared {at:%d.%m.%Y %H:%M} by {name}", at=at, name=shared.decided_by_name),
        ),
        Rule(RuleStyle.DOUBLE),
    ]
    for share in shared.shares:
        blocks.extend(_share(share))
    blocks.extend((Rule(), row(said("Tips in all"), shared.total)))
    return report_of("tips", said("{title} {day:%d.%m.%Y}", title=TITLE, day=shared.business_date), blocks)


def _share(share: TipShare) -> list[Block]:
    hours = said("{hours} h", hours=f"{share.minutes // 60}:{share.minutes % 60:02d}") if share.minutes else ""
    about = listed((share.jobs, hours))
    lines: list[Block] = [row(share.name, share.share, style=BOLD)]
    if about:
        lines.append(text_line(inset(about)))
    parts = (
        (said("Left on checks"), share.on_checks), (said("Declared in cash"), share.declared),
        (said("Passed on"), share.passed),
    )  # fmt: skip
    lines.extend(row(inset(words), amount) for words, amount in parts if amount)
    words = said("To be handed in") if share.to_pay.minor < 0 else said("To be paid")
    lines.append(row(inset(words), -share.to_pay if share.to_pay.minor < 0 else share.to_pay))
    lines.append(text_line("  ____________________"))
    return lines
