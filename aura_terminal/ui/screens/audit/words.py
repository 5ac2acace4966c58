"""One row of the audit in a sentence: who did what to which order, for how much, why, and who allowed it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.audit import Topic
from aura_terminal.domain.staff import COMMAND_LINE
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP
from aura_terminal.ui.screens.audit.phrases import PHRASES
from aura_terminal.view_models.audit import AuditRow

KIND_BY: Mapping[str, str] = {
    "drawer_opened": "reason", "age_checked": "proof", "document_put": "kind", "document_withdrawn": "kind",
    "punch_recorded": "kind",
    "card_attempt_created": "act", "cash_moved": "kind",
}  # fmt: skip
STAFF = frozenset({"staff_id", "cashier", "opened_by", "recipient"})
MOST_LETTERS = 60
_GAP = re.compile(r"\{([a-z_.]+)\}")

TOPICS: Mapping[Topic, str] = {
    Topic.DRAWER: QT_TRANSLATE_NOOP("audit", "Drawer and cash"),
    Topic.REMOVED: QT_TRANSLATE_NOOP("audit", "Removed and voided"),
    Topic.DISCOUNT: QT_TRANSLATE_NOOP("audit", "Discounts"),
    Topic.MONEY_BACK: QT_TRANSLATE_NOOP("audit", "Money given back"),
    Topic.PRICE: QT_TRANSLATE_NOOP("audit", "Prices and menu"),
    Topic.REPRINT: QT_TRANSLATE_NOOP("audit", "Reprints"),
    Topic.AGE: QT_TRANSLATE_NOOP("audit", "Ages checked"),
    Topic.CLOCK: QT_TRANSLATE_NOOP("audit", "Time clock"),
    Topic.ACCESS: QT_TRANSLATE_NOOP("audit", "Sign-ins and PINs"),
    Topic.PEOPLE: QT_TRANSLATE_NOOP("audit", "Staff and rights"),
    Topic.SETTINGS: QT_TRANSLATE_NOOP("audit", "Settings"),
    Topic.DAY: QT_TRANSLATE_NOOP("audit", "Closed days"),
    Topic.STOCK: QT_TRANSLATE_NOOP("audit", "Stock"),
    Topic.TERMINALS: QT_TRANSLATE_NOOP("audit", "Terminals"),
    Topic.GUESTS: QT_TRANSLATE_NOOP("audit", "Guests"),
    Topic.SALE: QT_TRANSLATE_NOOP("audit", "Sales"),
    Topic.KITCHEN: QT_TRANSLATE_NOOP("audit", "Kitchen"),
    Topic.CENTRAL: QT_TRANSLATE_NOOP("audit", "Back office"),
    Topic.OTHER: QT_TRANSLATE_NOOP("audit", "Other"),
}
NOBODYS_NAMES: Mapping[str, str] = {
    "system": QT_TRANSLATE_NOOP("audit", "The program"),
    COMMAND_LINE: QT_TRANSLATE_NOOP("audit", "Somebody at the machine"),
}


def say(phrase: str) -> str:
    """The phrase in the language in force."""
    return QCoreApplication.translate("audit", phrase)


def topic_words(topic: Topic) -> str:
    """What a topic is called."""
    return say(TOPICS[topic])


def words_of(row: AuditRow, names: Mapping[str, str]) -> str:
    """The row as a sentence; `names` are what people call the members of staff, by id."""
    known = _known(row, names)
    phrase = next((one for one in _phrases(row) if _is_known(one, known)), "{who}: {type}")
    sentence = _GAP.sub(lambda gap: known.get(gap[1], ""), say(phrase))
    return "".join((sentence, *_why(row, names, phrase)))


def name_of(staff_id: str, names: Mapping[str, str]) -> str:
    """What people call somebody."""
    if staff_id in NOBODYS_NAMES:
        return say(NOBODYS_NAMES[staff_id])
    return names.get(staff_id, staff_id)


def _phrases(row: AuditRow) -> tuple[str, ...]:
    kind = f"{row.type}:{row.details.get(KIND_BY.get(row.type, ''), '')}"
    act = row.details.get("document", "").rpartition("/")[2]  # the store's care has one document for each act
    return tuple(phrase for key in (f"{kind}/{act}", kind, row.type) for phrase in PHRASES.get(key, ()))


def _known(row: AuditRow, names: Mapping[str, str]) -> dict[str, str]:
    known = {key: value for key, value in row.details.items() if value}
    known |= {key: name_of(known[key], names) for key in STAFF & known.keys()}
    known |= {"who": name_of(row.actor, names), "type": row.type.replace("_", " ")}
    known["order"] = row.order_number or known.get("order_id", "")[-6:]
    return {key: value if len(value) <= MOST_LETTERS else f"{value[:MOST_LETTERS]}…" for key, value in known.items()}


def _is_known(phrase: str, known: Mapping[str, str]) -> bool:
    return all(known.get(name) for name in _GAP.findall(phrase))


def _why(row: AuditRow, names: Mapping[str, str], phrase: str) -> tuple[str, ...]:
    reason = row.details.get("reason") or row.details.get("note") or row.details.get("purpose") or ""
    if row.type == "drawer_opened":
        reason = row.details.get("note", "")
    said = []
    if reason and "{reason}" not in phrase and "{note}" not in phrase:
        said.append(say(QT_TRANSLATE_NOOP("audit", ", reason “{reason}”")).format(reason=reason))
    if row.allowed_by is not None and row.allowed_by != row.actor:
        allowed = say(QT_TRANSLATE_NOOP("audit", ", allowed by {who}"))
        said.append(allowed.format(who=name_of(row.allowed_by, names)))
    return tuple(said)
