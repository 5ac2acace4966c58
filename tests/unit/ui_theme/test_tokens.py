"""Theme files say all they must, and say it readably."""

import pytest

from aura_terminal.ui.theme.tokens import THEMES, TokenError, Tokens, built_in, parse_tokens, shipped

NIGHT = (THEMES / "night.toml").read_text("utf-8")


def luminance(digits: str) -> float:
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def over(tint: str, base: str, share: float) -> str:
    mixed = (
        round(int(tint[place : place + 2], 16) * share + int(base[place : place + 2], 16) * (1 - share))
        for place in (0, 2, 4)
    )
    return "".join(f"{channel:02X}" for channel in mixed)


@pytest.fixture(params=shipped())
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return built_in(request.param)


def test_night_day_and_high_contrast_are_shipped() -> None:
    assert shipped() == ("day", "high_contrast", "night")
    assert built_in("night").dark
    assert not built_in("day").dark


@pytest.mark.parametrize("surface", ["bg", "surface1", "surface2", "key", "selected"])
@pytest.mark.parametrize("words", ["text", "muted", "primary_text", "late_text", "warn_text", "ok", "saving", "info"])
def test_words_are_readable_on_every_surface(tokens: Tokens, surface: str, words: str) -> None:
    selected = over(tokens.colors.primary, tokens.colors.surface1, tokens.tints.selected_line)
    base = selected if surface == "selected" else getattr(tokens.colors, surface)
    assert contrast(getattr(tokens.colors, words), base) >= 4.5


@pytest.mark.parametrize(
    ("words", "face"),
    [
        ("on_primary", "primary"),
        ("on_pay", "pay"),
        ("on_warn", "warn"),
        ("on_late", "late"),
        ("late_word", "on_late"),
        ("on_fresh", "fresh"),
        ("on_info", "info"),
        ("on_allergen", "allergen"),
        ("on_inverse", "inverse"),
        ("on_inverse_button", "inverse_button"),
        ("on_avatar", "avatar"),
        ("on_station", "station"),
        ("on_fresh_muted", "fresh"),
        ("note", "surface2"),
        ("without", "surface2"),
        ("addition", "surface2"),
        ("violet", "surface2"),
        ("text", "surface3"),
        ("text", "seated"),
        ("text", "ordered"),
        ("text", "billed"),
    ],
)
def test_words_are_readable_on_their_own_face(tokens: Tokens, words: str, face: str) -> None:
    assert contrast(getattr(tokens.colors, words), getattr(tokens.colors, face)) >= 4.5


@pytest.mark.parametrize("tone", ["ok", "warn", "late", "info"])
def test_a_status_pill_is_readable_on_its_tint(tokens: Tokens, tone: str) -> None:
    words = {"ok": "ok", "warn": "warn_text", "late": "late_text", "info": "info"}[tone]
    face = over(getattr(tokens.colors, tone), tokens.colors.surface1, tokens.tints.pill)
    assert contrast(getattr(tokens.colors, words), face) >= 4.5


@pytest.mark.parametrize("share", ["selected_line", "selected_key"])
@pytest.mark.parametrize("words", ["text", "muted"])
def test_a_chosen_row_keeps_its_words_and_remarks_readable(tokens: Tokens, words: str, share: str) -> None:
    face = over(tokens.colors.primary, tokens.colors.surface1, getattr(tokens.tints, share))
    assert contrast(getattr(tokens.colors, words), face) >= 4.5


@pytest.mark.parametrize("tag", ["without", "addition"])
def test_a_modifier_tag_is_readable_on_its_tint(tokens: Tokens, tag: str) -> None:
    face = over(getattr(tokens.colors, tag), tokens.colors.surface2, tokens.tints.tag)
    assert contrast(getattr(tokens.colors, tag), face) >= 4.5


@pytest.mark.parametrize("line", ["outline_strong", "primary_text"])
@pytest.mark.parametrize("surface", ["bg", "surface1", "surface2"])
def test_boundaries_and_focus_rings_stand_out(tokens: Tokens, line: str, surface: str) -> None:
    assert contrast(getattr(tokens.colors, line), getattr(tokens.colors, surface)) >= 3


@pytest.mark.parametrize("surface", ["bg", "surface1", "surface2", "key", "raised"])
@pytest.mark.parametrize("words", ["text", "muted", "primary_text", "late_text", "warn_text", "ok", "saving", "info"])
def test_high_contrast_holds_seven_to_one(surface: str, words: str) -> None:
    colors = built_in("high_contrast").colors
    assert contrast(getattr(colors, words), getattr(colors, surface)) >= (4.5 if surface == "raised" else 7)


@pytest.mark.parametrize("line", ["outline", "outline_strong", "primary_text"])
@pytest.mark.parametrize("surface", ["bg", "surface1", "surface2", "key"])
def test_high_contrast_draws_every_edge_to_be_seen(line: str, surface: str) -> None:
    colors = built_in("high_contrast").colors
    assert contrast(getattr(colors, line), getattr(colors, surface)) >= 3


@pytest.mark.parametrize("category", range(10))
def test_the_selected_category_keeps_its_word_readable(tokens: Tokens, category: int) -> None:
    face = over(tokens.categories[category], tokens.colors.surface2, tokens.tints.category)
    assert contrast(tokens.colors.text, face) >= 4.5


def test_the_page_of_the_design_is_kept_to_the_digit() -> None:
    night, day = built_in("night").colors, built_in("day").colors
    assert contrast(night.text, night.surface2) == pytest.approx(13.9, abs=0.1)
    assert contrast(night.muted, night.surface2) == pytest.approx(7.2, abs=0.1)
    assert contrast(day.text, day.surface2) == pytest.approx(17.9, abs=0.1)
    assert contrast(day.muted, day.surface2) == pytest.approx(6.9, abs=0.1)
    assert contrast(night.pay, night.on_pay) == pytest.approx(7.9, abs=0.1)
    assert contrast(night.primary, night.on_primary) == pytest.approx(4.9, abs=0.1)


@pytest.mark.parametrize(
    ("written", "broken", "says"),
    [
        ('bg = "0E1318"', "", r"\[colors\] lacks bg"),
        ('bg = "0E1318"', 'bg = "0E1318"\nbackground = "0E1318"', r"\[colors\] has unknown background"),
        ('bg = "0E1318"', 'bg = "black"', "colors.bg must be six hexadecimal digits, not 'black'"),
        ("edged = false", 'edged = "no"', "edged must be true or false"),
        ("dark = true", 'dark = "yes"', "dark must be true or false"),
        ("tile = 12", "tile = 0", "radii.tile must be a whole number of pixels above 0"),
        ("pill = 0.14", "pill = 14", "tints.pill must be between 0 and 1"),
        ("size = 22, weight = 700", "size = 22, weight = 750", "type.title.weight must be 400, 500, 600 or 700"),
        ('family = "display"', 'family = "serif"', "type.total.family must be one of text, display"),
        ('name = "night"', "name = night", "not a TOML file"),
        ('categories = ["E69F3C", ', "categories = [", "categories must be a list of 10 colours"),
    ],
)
def test_a_faulty_file_is_refused_with_the_key_and_the_reason(written: str, broken: str, says: str) -> None:
    assert written in NIGHT
    with pytest.raises(TokenError, match=says):
        parse_tokens(NIGHT.replace(written, broken, 1))


def test_an_unknown_theme_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(TokenError, match="day, high_contrast, night"):
        built_in("dusk")
