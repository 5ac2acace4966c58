"""Cells of the menu's table that hold several things: how they are cut, and how combos and halves stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aura_terminal.domain.dishes import ComboChoice, ComboSlot, Halves, HalvesPrice
from aura_terminal.domain.ids import CategoryId, ItemId, VariantId
from aura_terminal.domain.money import Money
from aura_terminal.domain.telling import told

BAR, EQUALS, ESCAPE, STROKE = "|", "=", "\\", "/"
SLOT_AS = told("Write Drink=1=item/cola/0.00/1=category/drinks/0.80")
HALVES_AS = told("Write highest=2=0=pizza")


class WrongCell(Exception):
    """A cell cannot be read: `wrong` says why, `remedy` what to write."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}. {remedy}")
        self.wrong, self.remedy = wrong, remedy


def escaped(text: str) -> str:
    """A text that bars and equals signs do not cut."""
    return "".join(f"{ESCAPE}{letter}" if letter in (BAR, EQUALS, ESCAPE) else letter for letter in text)


def parts(text: str, sign: str) -> list[str]:
    """A cell cut at its signs, not at those that follow a backslash; what was escaped stays so."""
    found, now, skip = [], "", False
    for letter in text:
        if not skip and letter == sign:
            found.append(now)
            now = ""
        else:
            now += letter
        skip = letter == ESCAPE and not skip
    return [*found, now]


def unescaped(text: str) -> str:
    """The text as it was before it was escaped."""
    letters: Iterator[str] = iter(text)
    return "".join(next(letters, ESCAPE) if letter == ESCAPE else letter for letter in letters)


def written_slot(slot: ComboSlot) -> str:
    """A slot of a combo as a cell has it."""
    return EQUALS.join((escaped(slot.name), str(slot.count), *map(_written_choice, slot.choices)))


def written_halves(halves: Halves) -> str:
    """How a dish is divided, as a cell has it."""
    return EQUALS.join((halves.price.value, str(halves.most), str(halves.least), *map(escaped, halves.categories)))


def read_combo(text: str, money: Callable[[str], Money]) -> tuple[ComboSlot, ...]:
    """The slots of a combo; what they name is looked at when the item is kept. Raises WrongCell."""
    slots = []
    for part in parts(text, BAR):
        name, *rest = parts(part, EQUALS)
        if not name.strip() or not rest or not rest[0].strip().isdecimal():
            raise WrongCell(told("{part!r} is no place of a combo", part=part), SLOT_AS)
        choices = tuple(_read_choice(one.strip(), money) for one in rest[1:])
        slots.append(ComboSlot(unescaped(name).strip(), choices, int(rest[0])))
    return tuple(slots)


def read_halves(text: str) -> Halves:
    """How a dish is divided. Raises WrongCell."""
    price, *rest = (one.strip() for one in parts(text, EQUALS))
    known = {one.value: one for one in HalvesPrice}
    if price not in known or len(rest) < 3 or not all(one.isdecimal() for one in rest[:2]):
        raise WrongCell(told("{text!r} does not say how it is divided", text=text), HALVES_AS)
    categories = tuple(CategoryId(unescaped(one)) for one in rest[2:])
    return Halves(categories, known[price], int(rest[0]), int(rest[1]))


def _written_choice(choice: ComboChoice) -> str:
    if choice.category:
        fields = ["category", choice.category, choice.upcharge.plain()]
    elif choice.variant:
        fields = ["variant", choice.item, choice.variant, choice.upcharge.plain(), str(choice.default)]
    else:
        fields = ["item", choice.item, choice.upcharge.plain(), str(choice.default)]
    return STROKE.join(map(escaped, fields))


def _read_choice(text: str, money: Callable[[str], Money]) -> ComboChoice:
    kind, *fields = (unescaped(one).strip() for one in parts(text, STROKE))
    match kind, fields:
        case "category", [category, upcharge]:
            return ComboChoice(money(upcharge), category=CategoryId(category))
        case "item", [item, upcharge, default] if default.isdecimal():
            return ComboChoice(money(upcharge), ItemId(item), default=int(default))
        case "variant", [item, variant, upcharge, default] if default.isdecimal():
            return ComboChoice(money(upcharge), ItemId(item), VariantId(variant), default=int(default))
    raise WrongCell(told("{text!r} is nothing that fills a place of a combo", text=text), SLOT_AS)
