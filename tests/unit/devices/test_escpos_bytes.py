"""Laid-out lines as bytes, and back by the simulated printer's own reading."""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import (
    Align,
    Barcode,
    Block,
    Buzzer,
    Cut,
    CutStyle,
    PaperDocument,
    QrCode,
    Style,
    text_line,
)
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.layout import lay_out
from devices.printers.letters import clean
from devices.printers.library import new_dummy
from devices.printers.lines import LetterLine
from devices.printers.plain_text import text_of
from devices.printers.preview import preview_png
from devices.printers.profiles import (
    GENERIC_80,
    BuzzerAbility,
    CodePage,
    Dialect,
    PrinterProfile,
    Raster,
    profile_named,
    profiles,
)
from devices.printers.rasters import without_real_time_commands
from devices.printers.text import CodedText, Uncodable, encode_text
from devices.simulators.paper import DecodedSlip, Paper
from devices.simulators.tokens import Tokenizer, joined
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

SPEAKING = [profile for profile in profiles().values() if profile.dialect is Dialect.ESCPOS]
NOT_LETTERS = QrCode | Barcode | Cut
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START = b"\x1b@"
PC437, PC858, WPC1252 = CodePage(0, "cp437"), CodePage(19, "cp858"), CodePage(16, "cp1252")


def encoded(cache: Path, *blocks: Block, profile: PrinterProfile = GENERIC_80) -> bytes:
    document = PaperDocument("test", 1, blocks)
    return EscPosEncoder(profile, cache=cache).encode(document).removeprefix(START)


def decoded(data: bytes, profile: PrinterProfile) -> DecodedSlip:
    paper = Paper(profile)
    for token in Tokenizer().feed(data + b"\x1dVB\x00"):
        paper.print(token, NOON)
    return paper.slips[0]


def test_plain_words_are_their_own_bytes(cache: Path) -> None:
    assert encoded(cache, text_line("2 x Burger")) == b"2 x Burger\n"


def test_an_escape_in_a_note_cannot_open_the_drawer(cache: Path) -> None:
    data = encoded(cache, text_line("no onions \x1bp\x00\x32\x32\x10\x14\x01\x00\x05"))
    assert data == b"no onions p22\n"


def test_the_euro_comes_from_a_western_page(cache: Path) -> None:
    assert encoded(cache, text_line("5 €")) == b"\x1bt\x135 \xd5\n"


def test_a_page_is_chosen_once_for_neighbouring_lines(cache: Path) -> None:
    assert encoded(cache, text_line("é"), text_line("à")) == b"\x1bt\x00\x82\n\x85\n"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("abc", (CodedText(None, b"abc"),)),
        ("café", (CodedText(PC437, b"caf\x82"),)),
        ("é €", (CodedText(PC858, b"\x82 \xd5"),)),
        ("½ “x”", (CodedText(WPC1252, b"\xbd \x93x\x94"),)),
    ],
)
def test_text_takes_the_page_that_reaches_farthest(text: str, runs: tuple[CodedText, ...]) -> None:
    assert encode_text(text, (PC437, PC858, WPC1252)) == runs


def test_letters_no_page_knows_are_uncodable() -> None:
    with pytest.raises(Uncodable):
        encode_text("漢字", (PC437, PC858))


@given(st.text(max_size=40))
def test_coded_text_reads_back_as_it_was(text: str) -> None:
    text = clean(text).replace("\n", " ")
    pages = GENERIC_80.code_pages
    try:
        runs = encode_text(text, pages)
    except Uncodable:
        assert any(not _knows(letter, pages) for letter in text)
    else:
        assert "".join(run.data.decode(run.page.codec if run.page else "ascii") for run in runs) == text


def _knows(letter: str, pages: tuple[CodePage, ...]) -> bool:
    return any(letter.encode(page.codec, errors="ignore") for page in pages)


def test_a_line_no_page_knows_is_drawn(cache: Path) -> None:
    profile = profiles()["generic-58"]
    slip = decoded(encoded(cache, text_line("before"), text_line("борщ"), text_line("after"), profile=profile), profile)
    assert slip.text == "before\n[picture]\nafter\n- - - - - - - -\n"


def test_drawn_letters_are_black_on_white(cache: Path) -> None:
    profile = profiles()["generic-58"]
    slip = decoded(encoded(cache, text_line("борщ"), profile=profile), profile)
    (picture,) = [line for line in slip.lines if isinstance(line, Image.Image)]
    black = picture.histogram()[0]
    assert 0 < black < 0.2 * picture.width * picture.height


def test_dots_never_spell_a_real_time_command() -> None:
    assert without_real_time_commands(b"\x00\x10\x14\x01\x10\x04\x10\x05\x10\x10\x14") == (
        b"\x00\x11\x14\x01\x11\x04\x11\x05\x10\x11\x14"
    )


def test_styles_are_set_and_taken_back(cache: Path) -> None:
    style = Style(bold=True, width=2, height=2, invert=True)
    assert encoded(cache, text_line("A", style=style)) == b"\x1d!\x11\x1dB\x01\x1bE\x01A\x1d!\x00\x1dB\x00\x1bE\x00\n"


def test_the_second_colour_is_red_where_there_is_one_and_bold_elsewhere(cache: Path) -> None:
    red = text_line("VOID", style=Style(second_colour=True))
    assert encoded(cache, red, profile=replace(GENERIC_80, second_colour=True)) == b"\x1br\x01VOID\x1br\x00\n"
    assert encoded(cache, red) == b"\x1bE\x01VOID\x1bE\x00\n"


def test_paper_is_cut_past_the_knife_or_fed_to_the_edge(cache: Path) -> None:
    assert encoded(cache, Cut(CutStyle.FULL)) == b"\x1dVA\x00"
    assert encoded(cache, Cut()) == b"\x1dVB\x00"
    assert encoded(cache, Cut(), profile=replace(GENERIC_80, cutter=None)) == b"\x1bd\x06"


def test_a_printer_without_buzzer_stays_silent(cache: Path) -> None:
    assert encoded(cache, Buzzer(3)) == b""
    assert encoded(cache, Buzzer(3), profile=replace(GENERIC_80, buzzer=BuzzerAbility.ESC_B)) == b"\x1bB\x03\x02"


def test_a_qr_code_is_drawn_where_the_printer_has_none(cache: Path) -> None:
    profile = profiles()["generic-58"]
    slip = decoded(encoded(cache, QrCode("https://a.example"), profile=profile), profile)
    assert slip.pictures == 1
    assert slip.unknown == ()


@pytest.mark.parametrize("document", [RECEIPT, KITCHEN_SLIP], ids=["receipt", "kitchen slip"])
@pytest.mark.parametrize("profile", SPEAKING, ids=lambda profile: profile.name)
def test_what_is_printed_is_what_was_laid_out(cache: Path, document: PaperDocument, profile: PrinterProfile) -> None:
    blocks = tuple(block for block in document.blocks if not isinstance(block, NOT_LETTERS))
    letters_only = replace(document, blocks=blocks)
    slip = decoded(EscPosEncoder(profile, cache=cache).encode(letters_only), profile)
    said = [line.text for line in lay_out(letters_only, profile) if isinstance(line, LetterLine)]
    drawn = [text for text in said if not _is_codable(text, profile)]
    assert [line.text for line in slip.lines if isinstance(line, LetterLine)] == [
        text for text in said if text not in drawn
    ]
    passes = 2 if profile.raster is Raster.EIGHT_PINS else 1
    assert slip.pictures == len(drawn) * passes
    assert slip.unknown == ()


def test_codes_are_printed_in_their_place(cache: Path) -> None:
    slip = decoded(EscPosEncoder(GENERIC_80, cache=cache).encode(RECEIPT), GENERIC_80)
    wanted = [line for line in lay_out(RECEIPT, GENERIC_80) if isinstance(line, QrCode | Barcode)]
    assert [line for line in slip.lines if isinstance(line, QrCode | Barcode)] == wanted


def _is_codable(text: str, profile: PrinterProfile) -> bool:
    try:
        encode_text(text, profile.code_pages)
    except Uncodable:
        return False
    return True


@given(st.lists(st.integers(0, 800), max_size=8))
def test_a_stream_cut_anywhere_gives_the_same_tokens(cuts: list[int]) -> None:
    data = _RECEIPT_BYTES
    places = [0, *sorted(cut % len(data) for cut in cuts), len(data)]
    tokenizer = Tokenizer()
    tokens = [token for start, end in pairwise(places) for token in tokenizer.feed(data[start:end])]
    assert joined(tokens) == joined(Tokenizer().feed(data))


_RECEIPT_BYTES = (
    START
    + b"\x1bE\x01Trattoria\x1bE\x00\n\x1bt\x135 \xd5\n\x1da\xff\x1d(k\x03\x001C\x05\x1dk\x49\x04{Bab\x1dk\x04A1\x00"
    + b"\x1dv0\x00\x02\x00\x03\x00\x1b@\x1dV\x00\x10\x1b*\x21\x02\x00abcdef\x10\x04\x01\x10\x14\x01\x00\x01"
    + b"\x1bp\x00\x32\x32\x07\x1b\x7f\x1dVB\x00\x1dr\x01"
)


def test_the_preview_is_a_picture_as_wide_as_the_paper_with_its_margins() -> None:
    data = preview_png(RECEIPT, GENERIC_80, Pen(receipt_fonts(), GENERIC_80.dots))
    picture = Image.open(BytesIO(data))
    assert picture.width == 576 + 48
    assert picture.convert("L").histogram()[0] > 1000


def test_a_missing_font_is_replaced_not_fatal(tmp_path: Path) -> None:
    data = preview_png(RECEIPT, GENERIC_80, Pen(tmp_path, GENERIC_80.dots))
    assert Image.open(BytesIO(data)).convert("L").histogram()[0] > 1000


def test_the_tables_of_the_library_are_kept_in_a_private_folder(tmp_path: Path) -> None:
    cache = tmp_path / "tables"
    program = (
        f"from pathlib import Path; from devices.printers.library import new_dummy; new_dummy(Path({str(cache)!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # the library keeps them once for each process
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert [file.suffix for file in cache.iterdir()] == [".pickle"]


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(Unavailable, match="must belong to this user alone"):
        new_dummy(tmp_path)


def test_loading_the_library_leaves_nothing_behind(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = (
        "import logging; from pathlib import Path; from devices.printers.library import new_dummy;"
        f"new_dummy(Path({str(tmp_path / 'tables')!r})); assert logging.root.handlers == []"
    )
    environment = {"TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(temporary.iterdir()) == []


def test_importing_the_encoder_does_not_load_the_library() -> None:
    program = "import sys, devices.catalog; assert not {'escpos', 'PIL', 'qrcode', 'barcode'} & set(sys.modules)"
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_misspelt_profile_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'tm-t88v'"):
        profile_named("tm-t88")


def test_lines_at_the_right_edge_fit_in_every_profile() -> None:
    for profile in profiles().values():
        lines = lay_out(PaperDocument("test", 1, (text_line("x" * 200, align=Align.RIGHT),)), profile)
        assert text_of(lines).splitlines()[0] == "x" * profile.columns
        assert profile.dots >= profile.cell * profile.columns


def test_no_handler_was_added_to_the_log(cache: Path) -> None:
    before = list(logging.root.handlers)
    new_dummy(cache)
    assert logging.root.handlers == before
