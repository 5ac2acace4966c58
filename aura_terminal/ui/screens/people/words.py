"""People and rights in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import parse_money
from aura_terminal.ui.money_text import amount_text
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP, permission_words
from aura_terminal.view_models.people import Cap, Flaw, Grant, Job, StaffMember

GROUPS: tuple[tuple[str, tuple[Permission, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("People", "Orders"),
        (
            Permission.SELL, Permission.SEND, Permission.VOID_UNSENT, Permission.VOID_SENT, Permission.CANCEL_ORDER,
            Permission.DISCOUNT, Permission.COMP, Permission.TYPE_WEIGHT, Permission.EIGHTY_SIX, Permission.RESERVE,
            Permission.MANAGE_GUESTS, Permission.RESOLVE_CONFLICT, Permission.OPEN_ITEM, Permission.CHOOSE_PRICE,
            Permission.SERVE_ANY_TABLE, Permission.ASSIGN_SECTIONS, Permission.HAND_OVER_ANY,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("People", "Money"),
        (
            Permission.TAKE_PAYMENT, Permission.REFUND, Permission.REPRINT, Permission.NO_SALE, Permission.USE_DRAWER,
            Permission.MOVE_CASH, Permission.COUNT_ANY_DRAWER, Permission.SEE_EXPECTED_CASH, Permission.SHARE_TIPS,
            Permission.SELL_VALUE, Permission.MANAGE_ACCOUNTS, Permission.WAIVE_SERVICE, Permission.PAY_UNSENT,
            Permission.REOPEN,
        ),
    ),
    (QT_TRANSLATE_NOOP("People", "Kitchen and stock"),
     (Permission.BUMP, Permission.RECALL, Permission.MANAGE_SUPPLIES, Permission.APPROVE_PURCHASES)),
    (
        QT_TRANSLATE_NOOP("People", "Day and figures"),
        (
            Permission.REPORT_X, Permission.CLOSE_DAY, Permission.CLOSE_LATE, Permission.SEE_REPORTS, Permission.AUDIT,
            Permission.EXPORT,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("People", "People and hours"),
        (
            Permission.MANAGE_STAFF, Permission.MANAGE_ROLES, Permission.EDIT_PUNCHES, Permission.OVERRIDE_SCHEDULE,
            Permission.SEE_LABOR_COST,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("People", "The shop"),
        (
            Permission.EDIT_MENU, Permission.EDIT_PRICES, Permission.EDIT_TAXES, Permission.EDIT_FLOOR,
            Permission.EDIT_DEVICES, Permission.EDIT_SETTINGS, Permission.BACK_UP, Permission.RESTORE,
        ),
    ),
)  # fmt: skip
"""Every right in the group a person would look for it in."""

IN_ORDER = tuple(right for _, rights in GROUPS for right in rights)

FLAWS: Mapping[str, str] = {
    "column_missing": QT_TRANSLATE_NOOP("People", "the column is missing"),
    "name_missing": QT_TRANSLATE_NOOP("People", "there is no name"),
    "twice": QT_TRANSLATE_NOOP("People", "“{text}” is there twice"),
    "yes_or_no": QT_TRANSLATE_NOOP("People", "“{text}” is neither yes nor no"),
    "role_unknown": QT_TRANSLATE_NOOP("People", "there is no role “{text}”"),
    "amount": QT_TRANSLATE_NOOP("People", "“{text}” is not an amount"),
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("People", words)


def group_of(permission: Permission) -> str:
    """What a right is about."""
    return next(tr(name) for name, rights in GROUPS if permission in rights)


def right_words(permission: Permission) -> str:
    """What it allows, with a capital letter."""
    words = permission_words(permission)
    return words[:1].upper() + words[1:]


def cap_words(cap: Cap) -> str:
    """How far a right reaches; "" for as far as one likes."""
    parts = (
        tr("up to {most}").format(most=amount_text(cap.amount)) if cap.amount is not None else "",
        tr("up to {most} %").format(most=format(cap.percent.normalize(), "f")) if cap.percent is not None else "",
        tr("{count} times a shift").format(count=cap.times) if cap.times is not None else "",
    )
    return ", ".join(filter(None, parts))


def grant_words(grant: Grant) -> str:
    """A right with how far it reaches."""
    return ", ".join(filter(None, (right_words(grant.permission), cap_words(grant.cap))))


def jobs_words(jobs: Sequence[Job]) -> str:
    """Jobs, each with what an hour of it costs where that may be seen."""
    return ", ".join(f"{job.name} {amount_text(job.rate)}" if job.rate else job.name for job in jobs) or tr("none")


def own_words(member: StaffMember) -> str:
    """What somebody may do and may not beside their roles."""
    given, taken = len(member.grants), len(member.withdrawn)
    if not given and not taken:
        return tr("as the roles say")
    return tr("{given} given, {taken} withdrawn").format(given=given, taken=taken)


def flaw_words(flaw: Flaw) -> str:
    """What is wrong in a file, with its place."""
    what = tr(FLAWS[flaw.code]).format(text=flaw.text)
    return tr("Line {line}, column {column}: {what}").format(line=flaw.line, column=flaw.column, what=what)


def cap_typed(words: str, currency: str) -> Cap:
    """A cap as it was typed; none for what is no number."""
    number = words.strip().replace(",", ".")
    try:
        if number.endswith("%"):
            return Cap(percent=Decimal(number[:-1].strip()))
        if not number.replace(".", "").isdigit():
            return Cap(times=int(number.split()[0])) if number else Cap()
        return Cap(amount=parse_money(number, currency))
    except (ValueError, InvalidOperation):
        return Cap()
