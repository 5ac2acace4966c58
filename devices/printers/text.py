"""Letters to bytes: each in the first of the printer's code pages that knows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from devices.printers.profiles import CodePage


class Uncodable(Exception):
    """No code page of the printer knows one of these letters; the line must be drawn."""


@dataclass(frozen=True, slots=True)
class CodedText:
    """Bytes of one code page; None is plain ASCII, which every page writes alike."""

    page: CodePage | None
    data: bytes


def encode_text(text: str, pages: Sequence[CodePage]) -> tuple[CodedText, ...]:
    """Clean text as runs of one code page each, the farthest-reaching page first; `Uncodable` if no page can."""
    return tuple(_runs(text, pages))


def _runs(text: str, pages: Sequence[CodePage]) -> Iterator[CodedText]:
    at = 0
    while at < len(text):
        length = _prefix(text[at:], "ascii")
        page = None
        if at + length < len(
            text
        ):  # something beyond ASCII follows: take the page that reaches farthest, ASCII included
            page = max(pages, key=lambda each: _prefix(text[at:], each.codec), default=None)
            reached = _prefix(text[at:], page.codec) if page is not None else 0
            if reached == length:
                raise Uncodable(text[at + length])
            length = reached
        yield CodedText(page, text[at : at + length].encode(page.codec if page is not None else "ascii"))
        at += length


def _prefix(text: str, codec: str) -> int:
    """How many letters from the start this codec can write."""
    try:
        text.encode(codec)
    except UnicodeEncodeError as stopped:
        return stopped.start
    return len(text)
