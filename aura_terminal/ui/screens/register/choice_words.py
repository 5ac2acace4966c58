"""What the choice sheet says: sections as chips, what can be chosen as cards, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.chips import ChipRow
from aura_terminal.ui.widgets.choice_list import ChoiceRow, Picking
from aura_terminal.view_models.choosing import About, AimChoice, Held, RowChoice, Section, WordChoice

translate = QCoreApplication.translate


def chip_rows(sections: Iterable[Section]) -> list[ChipRow]:
    """The sections side by side, each with how far it is."""
    return [ChipRow(section.id, _name(section), _counted(section)) for section in sections]


def word_rows(words: Iterable[WordChoice]) -> list[ChipRow]:
    """The words before modifiers; one that stays says so."""
    stays = translate("ChoiceSheet", "stays")
    return [ChipRow(word.id, word.name, stays if word.held is Held.KEPT else "") for word in words]


def aim_rows(aims: Iterable[AimChoice]) -> list[ChipRow]:
    """The whole dish and its parts."""
    whole = translate("ChoiceSheet", "Whole")
    return [ChipRow(str(aim.place), aim.name or whole) for aim in aims]


def choice_rows(section: Section, money: MoneyText) -> list[ChoiceRow]:
    """What can be chosen, as cards."""
    return [_row(section, row, money) for row in section.rows]


def picking_of(section: Section | None) -> Picking:
    """How a section is chosen from."""
    if section is None or (section.is_one_of and section.units == 1):
        return Picking.ONE
    return Picking.COUNTED if section.is_counted else Picking.MANY


def hint_words(section: Section | None, sections: Sequence[Section]) -> str:
    """What a section still asks for; for a combo, how many of its components are chosen."""
    if section is None or section.about is About.VARIANT:
        return translate("RegisterScreen", "Choose one")
    if section.about is About.SLOT:
        slots = [one for one in sections if one.about is About.SLOT]
        chosen, needed = sum(one.chosen for one in slots), sum(one.least for one in slots)
        return translate("ChoiceSheet", "{chosen} of {needed} chosen").format(chosen=chosen, needed=needed)
    if section.about is About.PARTS:
        if section.least:
            return translate("ChoiceSheet", "Choose the parts")
        return translate("ChoiceSheet", "Whole, or tap what the other half is")
    return _group_hint(section)


def _group_hint(group: Section) -> str:
    under = f"{group.under}: " if group.under else ""
    if group.needed:
        return under + translate("RegisterScreen", "Choose {needed} more").format(needed=group.needed)
    if group.least and group.least == group.most:
        return under + translate("RegisterScreen", "{chosen} chosen").format(chosen=group.chosen)
    if group.most:
        return under + translate("RegisterScreen", "Up to {most}").format(most=group.most)
    return under + translate("RegisterScreen", "As many as you like")


def _name(section: Section) -> str:
    if section.about is About.VARIANT:
        return translate("ChoiceSheet", "Kind")
    if section.about is About.PARTS:
        return translate("ChoiceSheet", "Parts") if section.name else translate("ChoiceSheet", "Halves")
    return f"› {section.name}" if "/" in section.id else section.name


def _counted(section: Section) -> str:
    if section.needed:
        return f"{section.chosen}/{section.least}"
    counts = section.about in (About.GROUP, About.PARTS)
    return str(section.chosen or "") if counts else ""


def _row(section: Section, row: RowChoice, money: MoneyText) -> ChoiceRow:
    full = not row.count and not row.most and not section.is_one_of
    name = row.name
    if row.word:
        name = f"{row.word} {row.name}"
    elif row.kind is ModifierKind.NO:
        name = translate("RegisterScreen", "No {what}").format(what=row.name.lower())
    refused = translate("RegisterScreen", "enough chosen") if full else ""
    if row.is_out:
        refused = translate("RegisterScreen", "Sold out")
    whole = section.about in (About.VARIANT, About.PARTS)
    price = money.amount(row.price) if whole else _plus(row.price, money)
    return ChoiceRow(row.id, name, price, row.count, refused)


def _plus(price: Money, money: MoneyText) -> str:
    if not price:
        return ""
    return money.amount(price) if price.minor < 0 else f"+{money.amount(price)}"
