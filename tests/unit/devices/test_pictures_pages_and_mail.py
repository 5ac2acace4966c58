"""Logos as dots, and the same receipt as a page, as a PDF file and as an e-mail."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import asdict, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from aura_terminal.domain.paper import (
    Align,
    Cut,
    PaperDocument,
    Picture,
    Style,
    picture_of,
    read_document,
    text_line,
)
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.html import page
from devices.printers.mail import Envelope, mail
from devices.printers.pdf import pdf
from devices.printers.pictures import drawn, packed, read_logo, shrunk
from devices.printers.profiles import GENERIC_80, Dialect, PrinterProfile, Raster, profiles
from devices.simulators.paper import Paper
from devices.simulators.tokens import Tokenizer
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import RECEIPT

AT = datetime(2026, 11, 22, 19, 4, tzinfo=UTC)
ENVELOPE = Envelope("till@a.example", "Aurora", "guest@b.example", "Receipt R1-042", "<r1-042@a.example>", AT)


def file_of(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def half_black(width: int, height: int) -> Image.Image:
    picture = Image.new("L", (width, height), 255)
    picture.paste(0, (0, 0, width // 2, height))
    return picture


def test_a_logo_becomes_dots_no_wider_than_the_paper() -> None:
    logo = read_logo(file_of(half_black(1000, 300)), 384)
    assert (logo.width, logo.height) == (384, 115)
    columns = drawn(logo).resize((2, 1), Image.Resampling.BOX)
    assert [columns.getpixel((0, 0)), columns.getpixel((1, 0))] == [0, 255]


def test_greys_become_as_many_dots_as_they_are_dark() -> None:
    logo = read_logo(file_of(Image.new("L", (200, 100), 191)), 384)
    black = sum(byte.bit_count() for byte in logo.rows())
    assert 0.2 < black / (logo.width * logo.height) < 0.3


def test_clear_parts_of_a_logo_are_white() -> None:
    logo = read_logo(file_of(Image.new("RGBA", (64, 32), (0, 0, 0, 0))), 384)
    assert not any(logo.rows())


@pytest.mark.parametrize("file", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", file_of(half_black(64, 64))[:60]])
def test_a_file_that_is_no_picture_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        read_logo(file, 384)


def test_a_picture_survives_json_and_a_broken_one_is_refused() -> None:
    logo = picture_of(10, 2, b"\xff\xc0\x00\x00")
    document = PaperDocument("x", 1, (logo,))
    assert read_document(json.loads(json.dumps(asdict(document)))) == document
    assert logo.rows() == b"\xff\xc0\x00\x00"
    for broken in ("!", "AAAA", logo.dots[:-4]):
        with pytest.raises(ValueError, match=r"dots|picture"):
            replace(logo, dots=broken).rows()
    with pytest.raises(ValueError, match="has 4 bytes"):
        picture_of(10, 2, b"\xff")
    with pytest.raises(ValueError, match="does not fit"):
        picture_of(5000, 1, b"\xff" * 625)


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused_without_unpacking_it() -> None:
    import base64

    bomb = base64.b64encode(zlib.compress(bytes(50_000_000), 9)).decode("ascii")
    with pytest.raises(ValueError, match="bytes of dots"):
        Picture(8, 1, bomb).rows()


@pytest.mark.parametrize(
    "profile",
    [each for each in profiles().values() if each.dialect is Dialect.ESCPOS and each.raster is Raster.ROWS],
    ids=lambda profile: profile.name,
)
def test_a_logo_is_printed_dot_by_dot_in_its_place(cache: Path, profile: PrinterProfile) -> None:
    logo = shrunk(read_logo(file_of(half_black(160, 48)), 384), profile.dots)
    document = PaperDocument("x", 1, (logo, text_line("below"), Cut()))
    paper = Paper(profile)
    for token in Tokenizer().feed(EscPosEncoder(profile, cache=cache).encode(document) + b"\x1dVB\x00"):
        paper.print(token, StoppedTime().now())
    slip = paper.slips[0]
    assert slip.pictures >= 1
    assert slip.unknown == ()
    picture = slip.lines[0]
    assert isinstance(picture, Image.Image)
    row = [picture.getpixel((x, picture.height // 2)) for x in range(picture.width)]
    first = row.index(0)
    assert first == (profile.dots - 160) // 2
    assert row[first : first + 80] == [0] * 80
    assert set(row[first + 80 :]) == {255}


def test_packed_rows_have_one_for_black_and_end_with_their_byte() -> None:
    assert packed(Image.new("1", (10, 2), 0)) == b"\xff\xc0\xff\xc0"


def test_a_page_escapes_what_people_typed_and_keeps_arabic_in_a_field_of_its_own() -> None:
    blocks = (text_line("<script>&\x1b", style=Style(bold=True)), text_line("شاي بالنعناع", align=Align.LEFT))
    written = page(PaperDocument("x", 1, blocks), title="a < b")
    assert "<title>a &lt; b</title>" in written
    assert '<span class="b">&lt;script&gt;&amp;</span>' in written
    assert "<bdi>شاي بالنعناع</bdi>" in written
    assert "\x1b" not in written


def test_a_page_holds_its_drawings() -> None:
    logo = picture_of(16, 8, b"\xf0" * 16)
    written = page(replace(RECEIPT, blocks=(logo, *RECEIPT.blocks)), title="Receipt")
    assert len(re.findall(r'<img src="data:image/png;base64,[^"]+" alt="[^"]+"', written)) == 3
    assert "cid:" not in written


def test_a_pdf_is_as_long_as_its_paper_and_the_same_for_the_same_receipt() -> None:
    file = pdf(RECEIPT, GENERIC_80, title="Żurek", made_at=AT)
    assert file == pdf(RECEIPT, GENERIC_80, title="Żurek", made_at=AT)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert box is not None
    assert float(box[1]) == pytest.approx((576 + 48) * 72 / 203, abs=0.01)
    start = int(file.rsplit(b"startxref\n", 1)[1].split()[0])
    assert file[start : start + 4] == b"xref"
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", file), start=1):
        assert file[int(place) :].startswith(b"%d 0 obj" % number)


def test_a_mail_is_text_page_and_file_and_the_same_for_the_same_receipt() -> None:
    data = mail(RECEIPT, ENVELOPE)
    assert data == mail(RECEIPT, ENVELOPE)
    read = message_from_bytes(data, policy=default)
    assert isinstance(read, EmailMessage)
    assert [part.get_content_type() for part in read.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "image/png",
        "image/png",
        "application/pdf",
    ]
    text = read.get_body(("plain",))
    assert text is not None
    assert "Crème brûlée" in text.get_content()
    html = read.get_body(("html",))
    assert html is not None
    named = set(re.findall(r'src="cid:([^"]+)"', html.get_content()))
    assert named == {part["Content-ID"].strip("<>") for part in read.walk() if part["Content-ID"]}


def test_a_subject_cannot_add_a_header() -> None:
    read = message_from_bytes(mail(RECEIPT, replace(ENVELOPE, subject="R1\r\nBcc: x@y.example")), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"] == "R1 Bcc: x@y.example"
