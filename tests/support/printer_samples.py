"""A receipt and a kitchen slip as a restaurant prints them, with everything that is hard about them."""

from __future__ import annotations

from aura_terminal.domain.paper import (
    Align,
    Barcode,
    Buzzer,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    QrCode,
    Rule,
    RuleStyle,
    Run,
    Style,
    Symbology,
    Text,
    text_line,
)

BOLD = Style(bold=True)
BIG = Style(bold=True, width=2, height=2)
TALL = Style(bold=True, height=2)


def _sold(quantity: str, name: str, price: str) -> Columns:
    return Columns((Cell(quantity, width=3), Cell(name), Cell(price, Align.RIGHT, width=10)))


RECEIPT = PaperDocument(
    "receipt",
    1,
    (
        text_line("Trattoria Aurora", style=BIG, align=Align.CENTER),
        text_line("12 Harbour Lane · Café & Grill", align=Align.CENTER),
        Rule(),
        Columns((Cell("R1-042"), Cell("Table 7", Align.CENTER), Cell("22.11.2026 19:04", Align.RIGHT, width=16))),
        Rule(),
        _sold("2", "Classic Burger with smoked bacon and caramelised onions", "25.98 €"),
        _sold("", "1 x Extra Cheese", "1.50 €"),
        _sold("1", "Crème brûlée", "7.20 €"),
        _sold("1", "Żurek z białą kiełbasą", "8.90 €"),
        Rule(RuleStyle.DOUBLE),
        Columns((Cell("TOTAL", style=BIG), Cell("43.58 €", Align.RIGHT, style=BIG))),
        _sold("", "Cash", "50.00 €"),
        _sold("", "Change", "6.42 €"),
        Feed(),
        QrCode("https://aurora.example/r/R1-042"),
        Barcode("R1-042", height=60),
        text_line("Thank you, see you soon!", align=Align.CENTER),
        Cut(),
    ),
)

KITCHEN_SLIP = PaperDocument(
    "kitchen_slip",
    1,
    (
        Text(
            (Run(" GRILL ", Style(bold=True, height=2, invert=True)), Run("  R1-042", BIG)),
        ),
        Columns((Cell("Table 7 · 2 covers"), Cell("19:04", Align.RIGHT, width=6))),
        Rule(),
        Columns((Cell("2", width=4, style=BIG), Cell("Classic Burger", style=TALL))),
        Columns((Cell("", width=4), Cell("+ Extra Cheese"))),
        Columns((Cell("", width=4), Cell("allergic to nuts!", style=Style(bold=True, second_colour=True)))),
        Text((Run("Note: no onions \x1bp\x00\x32\x32 \N{HOT PEPPER} please", BOLD),)),
        Buzzer(2),
        Cut(),
    ),
)

FOREIGN = PaperDocument(
    "foreign",
    1,
    (
        text_line("Ελληνικά · Ħobż biż-żejt · Đorđe", style=BOLD),
        text_line("Ελλ", style=BIG, align=Align.CENTER),
        text_line("inverted Ω", style=Style(invert=True)),
        QrCode("https://aurora.example/r/R1-042"),
        Barcode("4006381333931", Symbology.EAN13),
        Cut(),
    ),
)
