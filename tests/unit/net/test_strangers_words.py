"""What a stranger may say at the door before anybody knows who it is."""

from __future__ import annotations

import pytest

from sync.net import greeting, pairing_words

NO_TEXT = b"\x84\xa4type\xa5knock\xa7version\x01\xa5n\xffnce\xc4\x01x\xa7request\xc4\x01x"
DEEP = b"\x81\xa1x" + b"\x91" * 5000


@pytest.mark.parametrize("said", [b"", b"\xc1", NO_TEXT, DEEP], ids=["nothing", "no message", "no text", "too deep"])
def test_what_is_no_word_is_refused_and_ends_nothing(said: bytes) -> None:
    with pytest.raises(pairing_words.Malformed):
        pairing_words.decode(said)
    with pytest.raises(greeting.NoGreeting):
        greeting.decode_greeting(said)
