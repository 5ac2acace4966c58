"""What scales say, taken apart as it comes: whole, in pieces, after noise."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.weighing import Bounds, Reading, WeightState
from devices.scales.cas import Cas
from devices.scales.dialect import Dialect
from devices.scales.mt_sics import MtSics
from devices.scales.sma import Sma
from devices.scales.toledo_8217 import Toledo8217
from devices.simulators.scale_pan import Pan, Trouble
from devices.simulators.scale_speech import SPEECHES

BOUNDS = Bounds(40, 15_000, 5)
DIALECTS: dict[str, Callable[[], Dialect]] = {
    "toledo_8217": Toledo8217, "sma": Sma, "mt_sics": MtSics, "cas": Cas,
}  # fmt: skip


def still(grams: int) -> Reading:
    return Reading(WeightState.STABLE, grams)


def state(name: str) -> Reading:
    return Reading(WeightState(name))


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        (b"\x0201.250\r", still(1250)),
        (b"\x0200.000\r", state("zero")),
        (b"\x0200.745 N\r", state("tare")),
        (b"\x0200.745N\r", state("tare")),
        (b"\x02?\x01\r", state("moving")),
        (b"\x02?!\r", state("moving")),
        (b"\x02?\x02\r", state("over")),  # the status looks like STX
        (b'\x02?"\r', state("over")),
        (b"\x02?\x04\r", state("negative")),
        (b"\x02?\x0d\r", state("negative")),  # the status looks like CR: motion under zero
        (b"\x02?\x10\r", state("zero")),
        (bytes([0x82, 0xB0, 0xB1, 0x2E, 0xB2, 0x35, 0x30, 0x8D]), still(1250)),  # with parity bits left on
    ],
)
def test_a_toledo_says_a_weight_or_why_there_is_none(frame: bytes, reading: Reading) -> None:
    assert Toledo8217().feed(frame) == (reading,)


@pytest.mark.parametrize("frame", [b"\x02?\x60\r", b"\x02\r", b"\x02abc\r", b"01.250\r", b"\x0299999999.9\r"])
def test_a_toledo_that_makes_no_sense_says_nothing(frame: bytes) -> None:
    assert Toledo8217().feed(frame) == ()


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        (b"\n 1G       1.250kg_\r", still(1250)),
        (b"\n 1G        1250g  \r", still(1250)),
        (b"\nZ1G       0.000kg_\r", state("zero")),
        (b"\nO1G      20.000kg_\r", state("over")),
        (b"\nU1G      -0.050kg_\r", state("negative")),
        (b"\nU1G       0.000kg_\r", state("under")),
        (b"\n 1GM      1.250kg_\r", state("moving")),
        (b"\n 1N       0.245kg_\r", state("tare")),
        (b"\n 1T       0.020kg_\r", state("tare")),
        (b"\nT1G       0.000kg_\r", state("tare")),
    ],
)
def test_an_sma_scale_says_a_weight_or_why_there_is_none(frame: bytes, reading: Reading) -> None:
    assert Sma().feed(frame) == (reading,)


@pytest.mark.parametrize("frame", [b"\n?\r", b"\n 1G       1.250lb_\r", b"\n 1G       1,250kg_\r", b"\n1.250kg\r"])
def test_pounds_and_pieces_of_frames_are_no_weight(frame: bytes) -> None:
    assert Sma().feed(frame) == ()


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        (b"S S      1.250 kg\r\n", still(1250)),
        (b"SI S      1.250 kg\r\n", still(1250)),
        (b"S S    745.60 g\r\n", still(745)),  # parts of a gram are the guest's
        (b"S S      0.000 kg\r\n", state("zero")),
        (b"S S     -0.050 kg\r\n", state("negative")),
        (b"S D      1.250 kg\r\n", state("moving")),
        (b"S +\r\n", state("over")),
        (b"S -\r\n", state("under")),
        (b"S I\r\n", state("moving")),
    ],
)
def test_a_sics_scale_says_a_weight_or_why_there_is_none(line: bytes, reading: Reading) -> None:
    dialect = MtSics()
    assert dialect.question() == b"TA\r\n"
    assert dialect.feed(b"ES\r\n") == (b"SI\r\n",)
    assert dialect.feed(line) == (reading,)


@pytest.mark.parametrize("figure", [b"1e4010000", b"0.1E+999999991", b"1E-999999999"])
def test_a_sics_scale_that_weighs_beyond_all_bounds_says_nothing(figure: bytes) -> None:
    dialect = MtSics()
    dialect.question()
    assert dialect.feed(b"TA A " + figure + b" kg\r\n") == (b"SI\r\n",)
    assert MtSics().feed(b"TA\r\nS S " + figure + b" kg\r\n") in ((), (b"SI\r\n",))


def test_a_sics_scale_with_a_tare_of_its_own_weighs_nothing_for_us() -> None:
    dialect = MtSics()
    dialect.question()
    assert dialect.feed(b"TA A      0.100 kg\r\nS S      0.645 kg\r\n") == (b"SI\r\n", state("tare"))


@pytest.mark.parametrize(
    ("body", "reading"),
    [
        (b"S  1.250kg", still(1250)),
        (b"S   1250 g", still(1250)),
        (b"S  0.000kg", state("zero")),
        (b"U  1.250kg", state("moving")),
        (b"S- 0.050kg", state("negative")),
        (b"SF 0.000kg", state("over")),
    ],
)
def test_a_cas_scale_says_a_weight_or_why_there_is_none(body: bytes, reading: Reading) -> None:
    assert cas_says(body, check_of(body)) == (b"\x11", reading)


def test_a_cas_frame_with_a_wrong_check_byte_is_thrown_away() -> None:
    body = b"S  1.250kg"
    assert cas_says(body, check_of(body) ^ 1) == (b"\x11",)


def check_of(body: bytes) -> int:
    check = 0
    for byte in body:
        check ^= byte
    return check


def cas_says(body: bytes, check: int) -> tuple[Reading | bytes, ...]:
    dialect = Cas()
    assert dialect.question() == b"\x05"
    return dialect.feed(b"\x06\x01\x02" + body + bytes([check]) + b"\x03\x04")


@pytest.mark.parametrize("name", DIALECTS)
@given(grams=st.integers(1, 2999), cuts=st.lists(st.integers(1, 5), max_size=40))
def test_however_a_conversation_is_cut_it_says_the_same(name: str, grams: int, cuts: Sequence[int]) -> None:
    pan = Pan(BOUNDS)
    pan.put(5 * grams, swings=0)
    assert converse(name, pan, cuts) == still(5 * grams)


@pytest.mark.parametrize("name", DIALECTS)
@given(noise=st.binary(max_size=60))
def test_noise_before_a_question_changes_no_answer(name: str, noise: bytes) -> None:
    pan = Pan(BOUNDS)
    pan.put(745, swings=0)
    dialect = DIALECTS[name]()
    dialect.feed(noise)
    assert converse(name, pan, (), dialect) == still(745)


@pytest.mark.parametrize("name", DIALECTS)
@given(noise=st.binary(max_size=200))
def test_noise_alone_never_raises(name: str, noise: bytes) -> None:
    dialect = DIALECTS[name]()
    dialect.question()
    for said in dialect.feed(noise):
        assert isinstance(said, bytes | Reading)


@pytest.mark.parametrize("name", DIALECTS)
def test_every_simulated_scale_is_understood_by_its_driver(name: str) -> None:
    pan = Pan(BOUNDS)
    assert converse(name, pan) == state("zero")
    pan.put(745)
    assert [converse(name, pan) for _ in range(3)] == [state("moving"), state("moving"), still(745)]
    pan.put(15_005, swings=0)
    assert converse(name, pan) == state("over")
    pan.put(-5, swings=0)
    assert converse(name, pan) == state("negative")
    pan.put(745, swings=0)
    pan.suffer(Trouble.RESTLESS)
    assert converse(name, pan) == state("moving")
    pan.suffer(Trouble.MUTE)
    assert converse(name, pan) is None


@pytest.mark.parametrize("name", sorted(set(DIALECTS) - {"cas"}))
def test_a_tare_kept_by_the_scale_is_told_as_such(name: str) -> None:
    pan = Pan(BOUNDS)
    pan.put(745, swings=0)
    pan.keep_tare(100)
    assert converse(name, pan) == state("tare")


def converse(name: str, pan: Pan, cuts: Sequence[int] = (), dialect: Dialect | None = None) -> Reading | None:
    """Ask the simulated scale as the driver does, its answers cut into pieces."""
    asked, scale = dialect or DIALECTS[name](), SPEECHES[name](pan)
    to_send, sizes = [asked.question()], list(cuts)
    while to_send:
        answer = scale(to_send.pop(0))
        while answer:
            size = sizes.pop(0) if sizes else len(answer)
            piece, answer = answer[:size], answer[size:]
            for said in asked.feed(piece):
                if isinstance(said, Reading):
                    return said
                to_send.append(said)
    return None
