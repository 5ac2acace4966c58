"""The look of the terminal as plain values, read from a TOML file; knows nothing of Qt."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar, cast

C = TypeVar("C")
D = TypeVar("D")

THEMES = Path(__file__).parents[3] / "resources" / "themes"
FAMILIES = ("text", "display")
CATEGORY_COUNT = 10


class TokenError(ValueError):
    """A theme file does not say what it must; the message names the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Roles(Generic[C]):
    """One colour per meaning; `Roles[str]` holds six hexadecimal digits, `Roles[QColor]` what is painted with.

    Ground: `bg` canvas, `surface1` panel, `surface2` tile, `surface3` raised or pressed, `key` face of a plain button
    on a panel, `raised` face of a button on a tinted box. `x_text` is the form of x that may be read on a surface,
    `on_x` what may be read on x.
    """

    bg: C
    surface1: C
    surface2: C
    surface3: C
    text: C
    muted: C
    disabled: C
    outline: C
    outline_strong: C
    primary: C
    on_primary: C
    primary_text: C
    pay: C
    on_pay: C
    warn: C
    on_warn: C
    warn_text: C
    late: C
    on_late: C
    late_text: C
    late_word: C
    fresh: C
    on_fresh: C
    on_fresh_muted: C
    info: C
    on_info: C
    ok: C
    violet: C
    allergen: C
    on_allergen: C
    saving: C
    without: C
    addition: C
    note: C
    target_track: C
    target_bar: C
    target_overrun: C
    key: C
    raised: C
    inverse: C
    on_inverse: C
    inverse_button: C
    on_inverse_button: C
    avatar: C
    on_avatar: C
    station: C
    on_station: C
    scrim: C
    room: C
    seated: C
    seated_line: C
    ordered: C
    ordered_line: C
    billed: C
    billed_line: C

    def map(self, make: Callable[[C], D]) -> "Roles[D]":
        """The same roles, each value made into another."""
        return Roles(**{field.name: make(getattr(self, field.name)) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in logical pixels, weight 400 to 700, and which cut of the family: "text" or "display"."""

    size: int
    weight: int
    family: str = "text"


@dataclass(frozen=True, slots=True)
class TextRoles(Generic[C]):
    """One type style per kind of words; `TextRoles[TextStyle]` in a file, `TextRoles[QFont]` in a look."""

    caption: C
    label: C
    pill: C
    rail: C
    rail_selected: C
    small: C
    body: C
    strong: C
    firm: C
    badge: C
    field: C
    item: C
    line: C
    line_amount: C
    heading: C
    action: C
    title: C
    key: C
    amount: C
    total: C
    ticket_title: C
    ticket_detail: C
    ticket_timer: C
    ticket_quantity: C
    ticket_count: C
    ticket_item: C
    ticket_modifier: C
    ticket_action: C
    ticket_chip: C
    ticket_change: C
    ticket_tag: C
    ticket_pill: C
    ticket_allergen: C

    def map(self, make: Callable[[C], D]) -> "TextRoles[D]":
        """The same roles, each value made into another."""
        return TextRoles(**{field.name: make(getattr(self, field.name)) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Tints:
    """How much of a colour is laid over the surface below it, 0 to 1."""

    pill: float
    selected_line: float
    selected_key: float
    category: float
    tag: float
    made: float
    hatch: float
    pressed: float
    scrim: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """Gaps in logical pixels, smallest first."""

    hair: int
    tight: int
    small: int
    medium: int
    large: int
    wide: int
    huge: int


@dataclass(frozen=True, slots=True)
class Radii:
    """Corner radii in logical pixels; a pill's is half its height."""

    tag: int
    key: int
    tile: int
    ticket: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything that is decided about a theme; `edged` ones draw a line around every button."""

    name: str
    dark: bool
    edged: bool
    categories: tuple[str, ...]
    colors: Roles[str]
    type: TextRoles[TextStyle]
    tints: Tints
    spacing: Spacing
    radii: Radii


@cache
def built_in(name: str) -> Tokens:
    """The theme shipped under that name: "night", "day" or "high_contrast"."""
    path = THEMES / f"{name}.toml"
    if not path.is_file():
        raise TokenError(f"there is no theme named {name!r}; shipped are {', '.join(shipped())}")
    return parse_tokens(path.read_text("utf-8"))


def shipped() -> tuple[str, ...]:
    """Names of the themes that are installed, sorted."""
    return tuple(sorted(path.stem for path in THEMES.glob("*.toml")))


def parse_tokens(text: str) -> Tokens:
    """Tokens from the text of a theme file; raises TokenError for anything missing, unknown or malformed."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise TokenError(f"not a TOML file: {broken}") from broken
    _only(table, tuple(field.name for field in fields(Tokens)), "the theme")
    return Tokens(
        name=_text(table["name"], "name"),
        dark=_truth(table["dark"], "dark"),
        edged=_truth(table["edged"], "edged"),
        categories=_categories(table["categories"]),
        colors=Roles(**_section(table, "colors", Roles, _color)),
        type=TextRoles(**_section(table, "type", TextRoles, _style)),
        tints=Tints(**_section(table, "tints", Tints, _share)),
        spacing=Spacing(**_section(table, "spacing", Spacing, _pixels)),
        radii=Radii(**_section(table, "radii", Radii, _pixels)),
    )


def _section(table: Mapping[str, object], name: str, shape: type, read: Callable[[object, str], C]) -> dict[str, C]:
    section = _table(table[name], name)
    _only(section, tuple(field.name for field in fields(shape)), f"[{name}]")
    return {key: read(value, f"{name}.{key}") for key, value in section.items()}


def _only(table: Mapping[str, object], wanted: tuple[str, ...], where: str) -> None:
    if missing := [key for key in wanted if key not in table]:
        raise TokenError(f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(set(table) - set(wanted)):
        raise TokenError(f"{where} has unknown {', '.join(unknown)}")


def _table(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TokenError(f"{key} must be a table, not {value!r}")
    return cast("Mapping[str, object]", value)


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value:
        raise TokenError(f"{key} must be words, not {value!r}")
    return value


def _truth(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise TokenError(f"{key} must be true or false, not {value!r}")
    return value


def _color(value: object, key: str) -> str:
    text = _text(value, key)
    if len(text) != 6 or any(digit not in "0123456789ABCDEFabcdef" for digit in text):
        raise TokenError(f"{key} must be six hexadecimal digits, not {value!r}")
    return text.upper()


def _categories(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) != CATEGORY_COUNT:
        raise TokenError(f"categories must be a list of {CATEGORY_COUNT} colours")
    return tuple(_color(each, f"categories[{place}]") for place, each in enumerate(value))


def _share(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TokenError(f"{key} must be between 0 and 1, not {value!r}")
    return float(value)


def _pixels(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise TokenError(f"{key} must be a whole number of pixels above 0, not {value!r}")
    return value


def _style(value: object, key: str) -> TextStyle:
    table = _table(value, key)
    family = table.get("family", "text")
    _only({**table, "family": family}, ("size", "weight", "family"), key)
    weight = _pixels(table["weight"], f"{key}.weight")
    if weight not in (400, 500, 600, 700):
        raise TokenError(f"{key}.weight must be 400, 500, 600 or 700, not {weight}")
    if family not in FAMILIES:
        raise TokenError(f"{key}.family must be one of {', '.join(FAMILIES)}, not {family!r}")
    return TextStyle(_pixels(table["size"], f"{key}.size"), weight, str(family))
