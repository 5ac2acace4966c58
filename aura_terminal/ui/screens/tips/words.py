"""Tips in people's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import date_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.view_models.tips import TipBase, TipRules, TipShare, TipsModel, TipSpan, TipWeight

DOT = "  ·  "


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("TipsPage", words)


def day_words(model: TipsModel) -> str:
    """The date, and whether it is today."""
    page = model.page
    if page is None:
        return ""
    words = date_text(page.tips.business_date)
    return tr("Today, {date}").format(date=words) if model.is_today else words


def about(share: TipShare) -> str:
    """What somebody worked as, and how long."""
    hours = f"{share.minutes // 60}:{share.minutes % 60:02d}" if share.minutes else tr("not clocked in")
    return DOT.join(filter(None, (share.jobs, hours)))


def parts(share: TipShare, money: MoneyText) -> str:
    """Where a share comes from."""
    passed = tr("from others") if share.passed.minor > 0 else tr("to others")
    known = (
        (tr("on checks"), share.on_checks), (tr("declared in cash"), share.declared), (passed, share.passed),
    )  # fmt: skip
    return DOT.join(f"{words} {money.amount(amount)}" for words, amount in known if amount)


def state_words(model: TipsModel, money: MoneyText) -> list[str]:
    """How far the day is: shared or not, changed since, shared twice, somebody still at work."""
    page = model.page
    if page is None:
        return []
    tips, said = page.tips, []
    current = tips.current
    if current is None:
        said.append(tr("Not shared yet."))
    else:
        at = moment_text(model.local(current.decided_at))
        said.append(
            tr("Shared by {name} on {at}: {amount}.").format(
                name=current.decided_by_name, at=at, amount=money.total(current.total)
            )
        )
        if not tips.is_settled:
            said.append(tr("It has changed since. Share again; what was paid is taken off."))
    if len(tips.decided) > 1:
        said.append(tr("Decided {count} times: the last one counts.").format(count=len(tips.decided)))
    if tips.is_running:
        said.append(tr("Somebody is still clocked in: hours and cash tips may change."))
    return said


def weight_words(weight: TipWeight) -> str:
    """By what is shared."""
    match weight:
        case TipWeight.HOURS:
            return tr("by hours worked")
        case TipWeight.POINTS:
            return tr("by points of the job")
        case TipWeight.HOURS_AND_POINTS:
            return tr("by hours and points")
        case TipWeight.EVENLY:
            return tr("evenly")


def rule_lines(rules: TipRules) -> list[str]:
    """The house's rules, one a line."""
    lines = []
    for out in rules.tip_outs:
        of = tr("of their tips") if out.of is TipBase.TIPS else tr("of their sales")
        lines.append(
            tr("{givers} hand {percent} % {of} to {takers}, {weight}.").format(
                givers=", ".join(out.from_jobs), percent=f"{out.percent.normalize():f}", of=of,
                takers=", ".join(out.to_jobs), weight=weight_words(out.weight),
            )
        )  # fmt: skip
    for pool in rules.pools:
        words = tr("{jobs} put theirs together and share {weight}.")
        lines.append(words.format(jobs=", ".join(pool.jobs), weight=weight_words(pool.weight)))
    if not lines:
        return [tr("Everybody keeps their own tips.")]
    span = tr("With all who worked on the day.") if rules.span is TipSpan.DAY else tr("With those on the same shift.")
    return [*lines, span]
