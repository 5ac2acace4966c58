"""What the pages of the menu say: fields, what is wrong in them, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.dishes import ComboSlot, PreModifier
from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.menu_flaws import Flaw, Slip
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.view_models.menu_editing_fields import FieldKind, Source, component_of
from aura_terminal.view_models.menu_editing_form import FormRow

CONTEXT = "MenuEditing"
DOT = " · "
LONGEST_SHOWN = 60


def QT_TRANSLATE_NOOP(context: str, phrase: str) -> str:
    """Marks a phrase for the tools that collect what is to be translated."""
    return phrase


def tr(words: str) -> str:
    """A phrase of these pages in the people's language."""
    return QCoreApplication.translate(CONTEXT, words)


LABELS: Mapping[str, str] = {
    "name": QT_TRANSLATE_NOOP("MenuEditing", "Name"),
    "kitchen_name": QT_TRANSLATE_NOOP("MenuEditing", "Name in the kitchen"),
    "category": QT_TRANSLATE_NOOP("MenuEditing", "Category"),
    "price": QT_TRANSLATE_NOOP("MenuEditing", "Price"),
    "variants": QT_TRANSLATE_NOOP("MenuEditing", "Sizes and styles"),
    "modifier_groups": QT_TRANSLATE_NOOP("MenuEditing", "Choices"),
    "station": QT_TRANSLATE_NOOP("MenuEditing", "Made at"),
    "also_stations": QT_TRANSLATE_NOOP("MenuEditing", "A part of it at"),
    "calories": QT_TRANSLATE_NOOP("MenuEditing", "Calories"),
    "tax_category": QT_TRANSLATE_NOOP("MenuEditing", "Taxed as"),
    "course": QT_TRANSLATE_NOOP("MenuEditing", "Course"),
    "prep_minutes": QT_TRANSLATE_NOOP("MenuEditing", "Minutes to make"),
    "allergens": QT_TRANSLATE_NOOP("MenuEditing", "Allergens"),
    "dietary": QT_TRANSLATE_NOOP("MenuEditing", "Diets"),
    "tag": QT_TRANSLATE_NOOP("MenuEditing", "Tag"),
    "sku": QT_TRANSLATE_NOOP("MenuEditing", "SKU"),
    "barcode": QT_TRANSLATE_NOOP("MenuEditing", "Barcode"),
    "by_weight": QT_TRANSLATE_NOOP("MenuEditing", "Sold by weight"),
    "age": QT_TRANSLATE_NOOP("MenuEditing", "Guests of at least"),
    "tare": QT_TRANSLATE_NOOP("MenuEditing", "Container in grams"),
    "description": QT_TRANSLATE_NOOP("MenuEditing", "For guests"),
    "active": QT_TRANSLATE_NOOP("MenuEditing", "On the menu"),
    "icon": QT_TRANSLATE_NOOP("MenuEditing", "Icon"),
    "colour": QT_TRANSLATE_NOOP("MenuEditing", "Colour"),
    "minimum": QT_TRANSLATE_NOOP("MenuEditing", "At least"),
    "maximum": QT_TRANSLATE_NOOP("MenuEditing", "At most"),
    "modifiers": QT_TRANSLATE_NOOP("MenuEditing", "To choose from"),
    "kind": QT_TRANSLATE_NOOP("MenuEditing", "The kitchen reads"),
    "default": QT_TRANSLATE_NOOP("MenuEditing", "Chosen beforehand"),
    "groups": QT_TRANSLATE_NOOP("MenuEditing", "Then asks"),
    "portions": QT_TRANSLATE_NOOP("MenuEditing", "Portions it takes"),
    "quantity": QT_TRANSLATE_NOOP("MenuEditing", "How many"),
    "sizes": QT_TRANSLATE_NOOP("MenuEditing", "Prices by size"),
    "size": QT_TRANSLATE_NOOP("MenuEditing", "On the size called"),
    "combo": QT_TRANSLATE_NOOP("MenuEditing", "Combo of"),
    "count": QT_TRANSLATE_NOOP("MenuEditing", "How many are chosen"),
    "choices": QT_TRANSLATE_NOOP("MenuEditing", "To choose from"),
    "component": QT_TRANSLATE_NOOP("MenuEditing", "What"),
    "upcharge": QT_TRANSLATE_NOOP("MenuEditing", "Costs more"),
    "halves_of": QT_TRANSLATE_NOOP("MenuEditing", "Halves come from"),
    "halves_price": QT_TRANSLATE_NOOP("MenuEditing", "Halves cost"),
    "halves_most": QT_TRANSLATE_NOOP("MenuEditing", "Parts at most"),
    "halves_least": QT_TRANSLATE_NOOP("MenuEditing", "Parts at least"),
    "word": QT_TRANSLATE_NOOP("MenuEditing", "Word for the kitchen"),
    "counts": QT_TRANSLATE_NOOP("MenuEditing", "Counts as a choice"),
    "prices": QT_TRANSLATE_NOOP("MenuEditing", "Prices on the menu"),
    "scope": QT_TRANSLATE_NOOP("MenuEditing", "Tax is rounded"),
    "cash_step": QT_TRANSLATE_NOOP("MenuEditing", "Smallest coin"),
    "rates": QT_TRANSLATE_NOOP("MenuEditing", "Rates"),
    "classes": QT_TRANSLATE_NOOP("MenuEditing", "Tax classes"),
    "label": QT_TRANSLATE_NOOP("MenuEditing", "Letter on receipts"),
    "percent": QT_TRANSLATE_NOOP("MenuEditing", "Percent"),
    "dine_in": QT_TRANSLATE_NOOP("MenuEditing", "Other rates: dine in"),
    "takeout": QT_TRANSLATE_NOOP("MenuEditing", "Other rates: takeout"),
    "delivery": QT_TRANSLATE_NOOP("MenuEditing", "Other rates: delivery"),
}

NEW_PART: Mapping[str, str] = {
    "variants": QT_TRANSLATE_NOOP("MenuEditing", "Add a size or style"),
    "modifiers": QT_TRANSLATE_NOOP("MenuEditing", "Add a choice"),
    "portions": QT_TRANSLATE_NOOP("MenuEditing", "Add a portion"),
    "sizes": QT_TRANSLATE_NOOP("MenuEditing", "Add a size"),
    "combo": QT_TRANSLATE_NOOP("MenuEditing", "Add a place of the combo"),
    "choices": QT_TRANSLATE_NOOP("MenuEditing", "Add what fits there"),
    "rates": QT_TRANSLATE_NOOP("MenuEditing", "Add a rate"),
    "classes": QT_TRANSLATE_NOOP("MenuEditing", "Add a tax class"),
}

FLAWS: Mapping[Flaw, str] = {
    Flaw.NAME_MISSING: QT_TRANSLATE_NOOP("MenuEditing", "Nothing is written here. Write what people shall read."),
    Flaw.NAME_TAKEN: QT_TRANSLATE_NOOP("MenuEditing", "{other} is there already. Give this another name."),
    Flaw.TOO_LONG: QT_TRANSLATE_NOOP("MenuEditing", "There is room for {other} letters. Write it shorter."),
    Flaw.PRICE_OUT_OF_RANGE: QT_TRANSLATE_NOOP("MenuEditing", "A price is from 0 to {other}. Type it once more."),
    Flaw.NUMBER_OUT_OF_RANGE: QT_TRANSLATE_NOOP("MenuEditing", "{other} is the most. Type a smaller number."),
    Flaw.CATEGORY_UNKNOWN: QT_TRANSLATE_NOOP("MenuEditing", "That category is gone. Choose another one."),
    Flaw.STATION_UNKNOWN: QT_TRANSLATE_NOOP("MenuEditing", "Nobody would make it. Choose a station."),
    Flaw.TAX_CLASS_UNKNOWN: QT_TRANSLATE_NOOP("MenuEditing", "It would not be taxed. Choose a tax class."),
    Flaw.GROUP_UNKNOWN: QT_TRANSLATE_NOOP("MenuEditing", "One of these choices is gone. Choose again."),
    Flaw.CODE_TAKEN: QT_TRANSLATE_NOOP("MenuEditing", "{other} has this code. A code is for one item: use another."),
    Flaw.VARIANTS_BY_WEIGHT: QT_TRANSLATE_NOOP(
        "MenuEditing", "What is weighed has no sizes. Take them away, or make an item of each."
    ),
    Flaw.NOTHING_TO_CHOOSE: QT_TRANSLATE_NOOP("MenuEditing", "There is nothing to choose from. Add a choice."),
    Flaw.MINIMUM_OUT_OF_REACH: QT_TRANSLATE_NOOP("MenuEditing", "Only {other} can be chosen. Ask for fewer."),
    Flaw.MINIMUM_OVER_MAXIMUM: QT_TRANSLATE_NOOP("MenuEditing", "At most {other} may be chosen. Ask for fewer."),
    Flaw.CHOSEN_OVER_MAXIMUM: QT_TRANSLATE_NOOP("MenuEditing", "{other} are chosen beforehand. Allow more."),
    Flaw.GROUPS_IN_CIRCLE: QT_TRANSLATE_NOOP("MenuEditing", "They would ask for each other for ever: {other}."),
    Flaw.COMPONENT_GONE: QT_TRANSLATE_NOOP("MenuEditing", "What it names is off the menu. Choose something else."),
    Flaw.COMBO_IN_COMBO: QT_TRANSLATE_NOOP(
        "MenuEditing", "{other} is a combo itself, weighed or never whole. Choose something else."
    ),
    Flaw.COMBO_OTHERWISE_SOLD: QT_TRANSLATE_NOOP(
        "MenuEditing", "A combo has no sizes, no weight and no halves. Take those away, or the combo."
    ),
    Flaw.PARTS_OUT_OF_RANGE: QT_TRANSLATE_NOOP("MenuEditing", "A dish has 2 to {other} parts. Type one of these."),
    Flaw.PERCENT_OUT_OF_RANGE: QT_TRANSLATE_NOOP("MenuEditing", "A rate is from 0 to {other} %. Type it once more."),
    Flaw.LETTER_TAKEN: QT_TRANSLATE_NOOP("MenuEditing", "Another rate has the letter {other}. Give it another one."),
    Flaw.RATE_UNKNOWN: QT_TRANSLATE_NOOP("MenuEditing", "{other} names a rate that is gone. Choose its rates again."),
    Flaw.RATE_USED: QT_TRANSLATE_NOOP("MenuEditing", "{other} is taxed with it. Choose another rate there first."),
    Flaw.CLASS_UNTAXED: QT_TRANSLATE_NOOP(
        "MenuEditing", "{other} has no rate. Choose one; what is free of tax has a rate of 0 %."
    ),
    Flaw.CLASS_USED: QT_TRANSLATE_NOOP("MenuEditing", "Something is sold as {other}. Tax it otherwise first."),
    Flaw.STEP_OUT_OF_RANGE: QT_TRANSLATE_NOOP("MenuEditing", "That is no coin. Type the smallest one in the drawer."),
}

VALUES: Mapping[tuple[Source, str], str] = {
    (Source.STATION_OR_NONE, "none"): QT_TRANSLATE_NOOP("MenuEditing", "As its category"),
    (Source.TAX_CLASS_OR_NONE, "none"): QT_TRANSLATE_NOOP("MenuEditing", "As its category"),
    (Source.COURSE_OR_NONE, "none"): QT_TRANSLATE_NOOP("MenuEditing", "As its category"),
    (Source.AGE_OR_NONE, "none"): QT_TRANSLATE_NOOP("MenuEditing", "As its category"),
    (Source.AGE_OR_NONE, "0"): QT_TRANSLATE_NOOP("MenuEditing", "Every age"),
    (Source.AGES, "0"): QT_TRANSLATE_NOOP("MenuEditing", "Every age"),
    (Source.COURSES, "0"): QT_TRANSLATE_NOOP("MenuEditing", "At once"),
    (Source.COURSE_OR_NONE, "0"): QT_TRANSLATE_NOOP("MenuEditing", "At once"),
    (Source.WEIGHTS, "none"): QT_TRANSLATE_NOOP("MenuEditing", "No"),
    (Source.WEIGHTS, "kg"): QT_TRANSLATE_NOOP("MenuEditing", "Price per kg"),
    (Source.WEIGHTS, "100g"): QT_TRANSLATE_NOOP("MenuEditing", "Price per 100 g"),
    (Source.MODIFIER_KINDS, "add"): QT_TRANSLATE_NOOP("MenuEditing", "ADD"),
    (Source.MODIFIER_KINDS, "no"): QT_TRANSLATE_NOOP("MenuEditing", "NO"),
    (Source.MODIFIER_KINDS, "choice"): QT_TRANSLATE_NOOP("MenuEditing", "Which one"),
    (Source.HALVES_PRICES, "highest"): QT_TRANSLATE_NOOP("MenuEditing", "As the dearest one"),
    (Source.HALVES_PRICES, "average"): QT_TRANSLATE_NOOP("MenuEditing", "The mean of the dishes"),
    (Source.HALVES_PRICES, "sum_of_shares"): QT_TRANSLATE_NOOP("MenuEditing", "Each its share"),
    (Source.COMPONENTS, "none"): QT_TRANSLATE_NOOP("MenuEditing", "Nothing yet"),
    (Source.PRICES_ARE, "inclusive"): QT_TRANSLATE_NOOP("MenuEditing", "Contain the tax"),
    (Source.PRICES_ARE, "exclusive"): QT_TRANSLATE_NOOP("MenuEditing", "Tax comes on top"),
    (Source.SCOPES, "line"): QT_TRANSLATE_NOOP("MenuEditing", "On each line"),
    (Source.SCOPES, "order"): QT_TRANSLATE_NOOP("MenuEditing", "Once on the order"),
}


def label_words(key: str) -> str:
    """What a field is called."""
    return tr(LABELS[key]) if key in LABELS else key


def slip_words(slip: Slip) -> str:
    """What is wrong, and what to do."""
    return tr(FLAWS[slip.flaw]).format(other=slip.other)


def option_words(source: Source, id_: str, name: str = "") -> str:
    """What a choice of a field is called."""
    if (source, id_) in VALUES:
        return tr(VALUES[source, id_])
    if source in (Source.COURSES, Source.COURSE_OR_NONE):
        return tr("Course {number}").format(number=id_)
    if source is Source.COLOURS:
        return tr("Colour {number}").format(number=int(id_) + 1)
    return name or id_.replace("_", " ").replace("-", " ").capitalize()


def value_words(row: FormRow, money: MoneyText) -> str:
    """What a field holds, short enough for its line."""
    return short(_value_words(row, money))


def short(words: str) -> str:
    """The beginning of what is too long for a line."""
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1].rstrip()}…"


def _value_words(row: FormRow, money: MoneyText) -> str:
    names = {one.id: option_words(row.source, one.id, one.name) for one in row.options}
    match row.kind:
        case FieldKind.MONEY | FieldKind.SIGNED_MONEY:
            return money.amount(row.value)
        case FieldKind.SWITCH:
            return tr("Yes") if row.value else tr("No")
        case FieldKind.ONE:
            return names.get(row.value, option_words(row.source, str(row.value)))
        case FieldKind.MANY:
            return ", ".join(names.get(one, option_words(row.source, str(one))) for one in row.value) or "–"
        case FieldKind.PARTS:
            return ", ".join(part_name(one) for one in row.value) or "–"
        case FieldKind.WHOLE if row.key == "maximum" and not row.value:
            return tr("Any number")
        case FieldKind.PERCENT:
            return f"{row.value.normalize():f} %"
        case _:
            return str(row.value) or "–"


def part_name(part: object) -> str:
    """What a part of a list is called."""
    return str(getattr(part, "name", "") or getattr(part, "size", "")) or tr("(no name yet)")


def part_words(part: object, money: MoneyText) -> tuple[str, str]:
    """A part of a list as a line: what it is, and its price, rate or number."""
    price, percent, quantity = (getattr(part, key, None) for key in ("price", "percent", "quantity"))
    if isinstance(part, ComboSlot):
        return part_name(part), f"× {part.count}" if part.count > 1 else ""
    if isinstance(price, Money):
        return part_name(part), money.amount(price)
    if percent is not None:
        return DOT.join((getattr(part, "label", ""), part_name(part))), f"{percent.normalize():f} %"
    return part_name(part), "" if quantity is None else f"× {quantity}"


def component_words(row: FormRow, money: MoneyText) -> tuple[str, str]:
    """A choice of a slot as a line: what it is, and what it costs more."""
    named = component_of(row.value)
    words = next((one.name for one in row.options if one.id == named), "") or tr("(not chosen yet)")
    more = f"+{money.amount(row.value.upcharge)}" if row.value.upcharge else ""
    return words, DOT.join(filter(None, (more, tr("beforehand") if row.value.default else "")))


def thing_words(document: object) -> str:
    """What kind of thing a document is, for a title."""
    if isinstance(document, Item):
        return tr("Item")
    if isinstance(document, Category):
        return tr("Category")
    if isinstance(document, PreModifier):
        return tr("Word")
    return tr("Choices") if isinstance(document, ModifierGroup) else tr("Taxes")


def kind_of(document: object) -> DocumentKind:
    """The kind of a document that has a history."""
    kinds: Mapping[type, DocumentKind] = {
        Item: DocumentKind.ITEM, Category: DocumentKind.CATEGORY, ModifierGroup: DocumentKind.MODIFIER_GROUP,
        PreModifier: DocumentKind.PRE_MODIFIER,
    }  # fmt: skip
    return kinds.get(type(document), DocumentKind.TAX_REGIME)


def moment_words(at: datetime) -> str:
    """A day and a time."""
    return f"{at:%Y-%m-%d %H:%M}"
