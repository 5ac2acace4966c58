"""Codecs of card terminals under any bytes, in any pieces."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.readers.caisse_ap_fields import FieldReader, written
from devices.readers.concert_frames import ConcertReaderOfBytes, Frame, Heard, Sign, framed
from devices.readers.zvt_fields import AMOUNT, CARD_NUMBER, RECEIPT, bcd, container, of_two_digits, read_fields, tlv
from devices.readers.zvt_frames import Apdu, Framing, PrefixedFraming, SerialFraming, TcpFraming
from tests.support.reader_codecs import CODECS, Codec, altered, finding

APDUS = st.builds(Apdu, st.integers(0, 0xFFFF), st.binary(max_size=300))
TEXTS = st.binary(max_size=80).map(lambda text: text.replace(b"\x03", b"").replace(b"\x02", b""))


def _pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(places)]


@pytest.mark.parametrize("new_framing", [TcpFraming, PrefixedFraming, SerialFraming])
@given(apdus=st.lists(APDUS, max_size=5), cuts=st.lists(st.integers(0, 2000), max_size=8))
@settings(max_examples=40)
def test_zvt_messages_arrive_whole_in_any_pieces(
    new_framing: Callable[[], Framing], apdus: list[Apdu], cuts: list[int]
) -> None:
    framing = new_framing()
    stream = b"".join(framing.frame(apdu) for apdu in apdus)
    assert [heard for piece in _pieces(stream, cuts) for heard in framing.feed(piece)] == apdus


@pytest.mark.parametrize("new_framing", [TcpFraming, PrefixedFraming, SerialFraming])
@given(data=st.binary(max_size=200), cuts=st.lists(st.integers(0, 200), max_size=5))
@settings(max_examples=40)
def test_any_bytes_are_heard_alike_in_any_pieces(
    new_framing: Callable[[], Framing], data: bytes, cuts: list[int]
) -> None:
    framing = new_framing()
    assert [heard for piece in _pieces(data, cuts) for heard in framing.feed(piece)] == new_framing().feed(data)


@given(texts=st.lists(TEXTS | st.sampled_from(list(Sign)), max_size=6), cuts=st.lists(st.integers(0, 500), max_size=6))
@settings(max_examples=40)
def test_concert_signs_and_frames_arrive_whole_in_any_pieces(texts: list[bytes | Sign], cuts: list[int]) -> None:
    said: list[Heard] = [one if isinstance(one, Sign) else Frame(one) for one in texts]
    stream = b"".join(one.octet if isinstance(one, Sign) else framed(one) for one in texts)
    ears = ConcertReaderOfBytes()
    assert [heard for piece in _pieces(stream, cuts) for heard in ears.feed(piece)] == said


@given(
    values=st.dictionaries(st.sampled_from(["CA", "CB", "AE", "AF", "AA"]), st.text("0123456789 ", max_size=20)),
    cuts=st.lists(st.integers(0, 200), max_size=5),
)
@settings(max_examples=40)
def test_caisse_ap_fields_arrive_whole_in_any_pieces(values: dict[str, str], cuts: list[int]) -> None:
    reader = FieldReader()
    for piece in _pieces(written([("CZ", "0300"), *values.items()]), cuts):
        reader.feed(piece)
    assert reader.fields == {"CZ": "0300", **values}
    assert reader.may_be_whole is ("AE" in values)


@given(
    minor=st.integers(0, 10**12 - 1),
    receipt=st.integers(0, 9999),
    card=st.binary(max_size=10),
    text=st.binary(max_size=200),
)
@settings(max_examples=40)
def test_zvt_fields_are_read_as_they_were_written(minor: int, receipt: int, card: bytes, text: bytes) -> None:
    data = bytes([AMOUNT]) + bcd(minor, 6) + bytes([CARD_NUMBER]) + of_two_digits(card)
    data += container(tlv(0x07, text)) + bytes([RECEIPT]) + bcd(receipt, 2)
    fields = read_fields(data)
    assert (fields.number(AMOUNT), fields.number(RECEIPT), fields.bitmaps[CARD_NUMBER]) == (minor, receipt, card)
    assert fields.tag(0x07) == text
    assert not fields.is_cut_short


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
def test_altered_conversations_are_refused_or_read_and_show_no_card_number(codec: Codec) -> None:
    chance = Random(codec.name)
    for sample in codec.samples:
        assert finding(codec, sample) is None
    for _ in range(150):
        found = finding(codec, altered(chance, codec))
        assert found is None, found
