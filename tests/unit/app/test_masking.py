"""Card numbers and secrets never reach a log, and our own words do unharmed."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.app.masking import mask_cards, mask_secrets, mask_text, mask_value

ISSUERS = [("4", 13), ("4", 16), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15)]
ISSUERS += [("36", 14), ("305", 14), ("6011", 16), ("65", 16), ("3528", 16), ("62", 16), ("62", 19), ("5018", 13)]
SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹"]
LOOSE = [" ", "-", "  ", " - ", "\u00a0", "\u2009", "\u2013", "_", "\n", "\t", "\u200b", "\u00ad"]
UNIFORM = [".", "/", ",", "|", "*", ":", "·", "+", ".."]
BEHIND = ["", ".", '"}', " approved", "=25121010"]
AROUND = ["", "card ", "PAN=", "x", '{"pan": "', "(", "2 x ", "order 019af3c2-7d00-7aaa-8bbb-0123456789ab: "]


def with_check_digit(digits: str) -> str:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[::-2])
    return digits + str(-(doubled + sum(map(int, digits[-2::-2]))) % 10)


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    prefix, length = draw(st.sampled_from(ISSUERS))
    middle = draw(st.text("0123456789", min_size=length - len(prefix) - 1, max_size=length - len(prefix) - 1))
    return with_check_digit(prefix + middle)


@st.composite
def grouped(draw: st.DrawFn, number: str) -> list[str]:
    cuts = draw(st.sets(st.integers(1, len(number) - 1), max_size=len(number) - 1))
    edges = [0, *sorted(cuts), len(number)]
    return [number[start:end] for start, end in pairwise(edges)]


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """A card number and the way it was written."""
    number = draw(card_numbers())
    groups = draw(grouped(number))
    if draw(st.booleans()):
        written = groups[0] + "".join(draw(st.sampled_from(LOOSE)) + group for group in groups[1:])
    else:
        written = draw(st.sampled_from(UNIFORM)).join(groups)
    script = draw(st.sampled_from(SCRIPTS))
    return number, "".join(script[int(letter)] if letter in "0123456789" else letter for letter in written)


@settings(max_examples=1_000, deadline=None)
@given(
    planted=disguised(),
    before=st.sampled_from(AROUND),
    after=st.sampled_from(["", ".", '"}', " approved", "=25121010"]),
)
def test_every_planted_card_number_is_masked(planted: tuple[str, str], before: str, after: str) -> None:
    _, written = planted
    masked, count = mask_cards(before + written + after)
    assert written not in masked
    assert count >= 1


@settings(deadline=None)
@given(planted=disguised())
def test_the_last_four_digits_stay_readable(planted: tuple[str, str]) -> None:
    number, written = planted
    assert mask_cards(f"card: {written}.") == (f"card: [card {number[-4:]}].", 1)


def test_a_number_that_only_looks_like_a_card_stays() -> None:
    assert mask_cards("4111 1111 1111 1112") == ("4111 1111 1111 1112", 0)


def test_two_cards_in_one_line_are_two() -> None:
    assert mask_cards("4111111111111111, 5500000000000004") == ("[card 1111], [card 0004]", 2)


def test_what_overlaps_is_one_mask_and_leaves_no_part_of_the_number() -> None:
    masked, count = mask_cards("2 4111 1111 1111 1111")
    assert "1111 1111" not in masked
    assert count == 1


def own_words(chance: random.Random) -> str:
    """One of the ids and amounts that our own log lines hold."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=chance.randrange(10**11))
    whole = chance.randrange(10**7)
    return chance.choice(
        [
            str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            uuid.UUID(int=chance.getrandbits(128), version=4).hex,
            f"{chance.getrandbits(256):064x}",
            f"R{chance.randrange(1, 30)}-{chance.randrange(1, 2_000):03}",
            f"{whole // 100}.{whole % 100:02} EUR",
            f"{whole // 100:,}.{whole % 100:02}",
            f"{chance.randrange(1, 9)} x {whole % 10_000 / 100:.2f} + 1 x 1.50",
            str([chance.randrange(100, 9_999) for _ in range(chance.randrange(1, 9))]),
            f"{whole // 100}.{whole % 100:02}, {chance.randrange(999)}.50, {chance.randrange(999)}.00",
            moment.isoformat(),
            moment.isoformat(sep=" ", timespec="milliseconds"),
            f"{int(moment.timestamp() * 1000)}:{chance.randrange(1000)}:R1",
            f"192.168.{chance.randrange(256)}.{chance.randrange(256)}:9100",
            f"2{chance.randrange(10, 56)}.{chance.randrange(256)}.199.250:{chance.randrange(10**4, 65536)}",
        ]
    )


def test_a_hundred_thousand_of_our_own_words_have_at_most_one_false_mask() -> None:
    chance = random.Random(7)
    false_masks = [words for words in (own_words(chance) for _ in range(100_000)) if mask_cards(words)[1]]
    assert len(false_masks) <= 1, false_masks


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("pin=1234 order=R1-042", "pin=*** order=R1-042"),
        ('{"pin": "1234", "view": "kitchen"}', '{"pin": ***, "view": "kitchen"}'),
        ("{'new_pin': 9876}", "{'new_pin': ***}"),
        ("Authorization: Bearer abc.def.ghi", "Authorization: ***"),
        ("--password hunter2 --data shop", "--password *** --data shop"),
        ("accessToken=abc&page=2", "accessToken=***&page=2"),
        ('secret: "with \\" quote" end', "secret: *** end"),
        ("https://user:pass@central.example/orders", "https://user:***@central.example/orders"),
        ("API-Key: k-123", "API-Key: ***"),
    ],
)
def test_the_value_of_a_secret_name_is_masked(written: str, masked: str) -> None:
    assert mask_secrets(written) == masked


@pytest.mark.parametrize("words", ["spinach: 3", "shipping=4", "pinned: yes", "the token is late", "opinion: good"])
def test_words_that_only_contain_a_secret_name_stay(words: str) -> None:
    assert mask_secrets(words) == words


def test_values_are_masked_at_any_depth_by_the_name_they_belong_to() -> None:
    value = {"staff": {"pin": 1234, "name": "Ana"}, "cards": [4111111111111111, "5500-0000-0000-0004"], "count": 3}
    assert mask_value("event", value) == {
        "staff": {"pin": "***", "name": "Ana"},
        "cards": ["[card 1111]", "[card 0004]"],
        "count": 3,
    }


def test_a_barcode_is_no_card_even_where_its_digits_would_do() -> None:
    assert mask_value("barcode", "4111111111111111") == "4111111111111111"


@given(text=st.text())
def test_masking_again_changes_nothing(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)
