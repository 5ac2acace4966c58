"""What the page of the store says, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.ui.language.formats import clock_text, date_text
from aura_terminal.ui.language.sheet import language_words, own_name
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.form import Change, FormRow
from aura_terminal.view_models.store_editing import LINES, StoreEditingModel


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("StoreEditing", words)


def field_words(field: str) -> str:
    """What people call a field."""
    name, _, place = field.partition(":")
    words = {
        "name": tr("Name"),
        "legal_name": tr("Legal name"),
        "phone": tr("Telephone"),
        "tax_number": tr("Tax number"),
        "receipt_link": tr("Link as QR code"),
        "currency": tr("Currency"),
        "zone": tr("Time zone"),
        "address": tr("Address, line {number}"),
        "receipt_header": tr("Under the head, line {number}"),
        "receipt_footer": tr("At the end, line {number}"),
    }[name]
    return words.format(number=int(place) + 1) if place else words


def form_rows(model: StoreEditingModel, money: MoneyText) -> list[FormRow]:
    """Everything that can be changed, in order."""
    return [*_papers(model), *_languages(model), *_money(model, money), *_day(model), *_receipt(model)]


def kept_words(until: date | None) -> str:
    """That it was kept, and from when another end of day holds."""
    if until is None:
        return tr("The store's papers are kept.")
    return tr("Kept. The business day of {day} ends at the new hour; every day after it begins there.").format(
        day=date_text(until)
    )


def _papers(model: StoreEditingModel) -> Iterator[FormRow]:
    yield FormRow("papers", tr("The store"), change=Change.HEADING)
    for field in ("name", "legal_name", *_lines("address"), "phone", "tax_number"):
        yield FormRow(field, field_words(field), model.text_of(field))


def _languages(model: StoreEditingModel) -> Iterator[FormRow]:
    draft = model.draft
    if draft is None:
        return
    yield FormRow("languages", tr("Languages"), change=Change.HEADING)
    note = tr("What guests get on paper, and what screens speak where nobody chose another.")
    yield FormRow("language", tr("The store speaks"), own_name(draft.language), note=note)
    kitchen = language_words(draft.kitchen_language, tr("as the store"))
    yield FormRow("kitchen_language", tr("The kitchen reads"), kitchen, note=tr("What its slips and its screens say."))


def _money(model: StoreEditingModel, money: MoneyText) -> Iterator[FormRow]:
    desk = model.desk
    if desk is None:
        return
    yield FormRow("money", tr("Money"), change=Change.HEADING)
    note = (
        tr("Something was sold, so it stays.")
        if desk.sold
        else tr("It can be chosen before anything is priced or sold.")
    )
    yield FormRow(
        "currency", field_words("currency"), model.text_of("currency"), Change.NOT if desk.sold else Change.OPEN, note
    )
    owner = desk.tax_owner
    note = tr("{owner} keeps this.").format(owner=owner) if owner else tr("For orders opened from now on.")
    coin = tr("not rounded") if desk.cash_step == 1 else tr("to {coin}").format(coin=_coin(desk.cash_step))
    yield FormRow("coin", tr("Cash is rounded"), coin, Change.NOT if owner else Change.STEP, note)
    for tender in desk.tenders:
        yield _tender(tender, desk.tender_owner)
    if not desk.tender_owner:
        yield FormRow("tender", tr("Another way to pay"), tr("Add"))


def _day(model: StoreEditingModel) -> Iterator[FormRow]:
    draft = model.draft
    if draft is None:
        return
    yield FormRow("day", tr("The day"), change=Change.HEADING)
    yield FormRow("zone", field_words("zone"), draft.calendar.zone)
    note = tr("What is sold before this hour belongs to the day before. The running day keeps its name.")
    yield FormRow("cutoff", tr("A business day ends at"), clock_text(draft.calendar.cutoff), Change.STEP, note)


def _receipt(model: StoreEditingModel) -> Iterator[FormRow]:
    draft = model.draft
    if draft is None:
        return
    yield FormRow("receipt", tr("The receipt"), change=Change.HEADING)
    yield FormRow("logo", tr("Picture at the head"), tr("Choose a picture"))
    if draft.receipt_logo is not None:
        yield FormRow("no_logo", tr("There is a picture"), tr("Take it away"))
    for field in (*_lines("receipt_header"), *_lines("receipt_footer"), "receipt_link"):
        yield FormRow(field, field_words(field), model.text_of(field))


def _tender(tender: Tender, owner: str) -> FormRow:
    is_fixed = bool(owner) or tender.kind is TenderKind.CASH
    note = tr("{owner} keeps this.").format(owner=owner) if owner else ""
    value = tr("taken") if tender.active else ""
    shown = value or tr("not taken") if is_fixed else value
    return FormRow(f"tender:{tender.id}", tender.name, shown, Change.NOT if is_fixed else Change.SWITCH, note)


def _lines(field: str) -> tuple[str, ...]:
    return tuple(f"{field}:{place}" for place in range(LINES[field]))


def _coin(minor: int) -> str:
    return f"0.{minor:02}" if minor < 100 else f"{minor // 100}.00"
