"""The kitchen's sound follows the settings of its printer."""

from pathlib import Path

import pytest

from aura_terminal.app.device_options import adapted
from aura_terminal.domain.paper import Buzzer, Cut, PaperDocument, text_line
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.profiles import profile_named

SLIP = PaperDocument("kitchen_slip", 1, (text_line("1 x Margherita"), Cut(), Buzzer()))
CLONES, EPSON = b"\x1bB", b"\x1b(A"


@pytest.mark.parametrize(("said", "command"), [("esc_b", CLONES), ("esc_a", EPSON), ("none", None)])
def test_a_setting_chooses_the_sound_after_a_kitchen_slip(tmp_path: Path, said: str, command: bytes | None) -> None:
    profile = adapted(profile_named("generic-80"), (("buzzer", said),))
    data = EscPosEncoder(profile, cache=tmp_path).encode(SLIP)
    assert [each in data for each in (CLONES, EPSON)] == [command == each for each in (CLONES, EPSON)]


def test_a_sound_nobody_knows_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match='"buzzer" is one of none, esc_b, esc_a'):
        adapted(profile_named("generic-80"), (("buzzer", "gong"),))
