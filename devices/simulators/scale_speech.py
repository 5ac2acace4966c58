"""How a simulated scale speaks: the other side of each dialect of `devices.scales`, written from its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from aura_terminal.domain.weighing import Reading, WeightState, kilograms
from devices.scales.cas import ACK, DC1, ENQ, HEAD, TAIL, check_byte
from devices.simulators.scale_pan import Pan
from devices.simulators.served import Conversation


def toledo_8217(pan: Pan) -> Conversation:
    """`W` asks; other letters are a bad command, line ends are nothing."""

    def answer(data: bytes) -> bytes:
        return b"".join(_toledo(byte, pan) for byte in data)

    return answer


def _toledo(byte: int, pan: Pan) -> bytes:
    if byte in b"\r\n":
        return b""
    if byte != ord("W"):
        return b"\x02?\x60\r"
    reading = pan.look()
    if reading is None:
        return b""
    if reading.state is WeightState.STABLE or reading.state is WeightState.ZERO:
        figure = f"{kilograms((reading.grams or 0) - pan.tare):>06}".encode()
        return b"\x02" + figure + (b" N" if pan.tare else b"") + b"\r"
    statuses = {WeightState.MOVING: 0x01, WeightState.OVER: 0x02, WeightState.NEGATIVE: 0x04, WeightState.UNDER: 0x04}
    return b"\x02?" + bytes([statuses[reading.state]]) + b"\r"


def sma(pan: Pan) -> Conversation:
    """LF W CR asks."""
    held = bytearray()

    def answer(data: bytes) -> bytes:
        held.extend(data)
        said = b""
        while (end := held.find(b"\r")) >= 0:
            asked = bytes(held[:end]).lstrip(b"\n")
            del held[: end + 1]
            said += _sma(asked, pan)
        return said

    return answer


def _sma(asked: bytes, pan: Pan) -> bytes:
    reading = pan.look() if asked == b"W" else None
    if reading is None:
        return b"\n?\r" if asked != b"W" else b""
    status = {WeightState.ZERO: "Z", WeightState.OVER: "O", WeightState.UNDER: "U"}.get(reading.state, " ")
    motion = "M" if reading.state is WeightState.MOVING else " "
    grams = (reading.grams or 0) - pan.tare
    grams = -1 if reading.state is WeightState.NEGATIVE else grams
    return f"\n{status}1{'N' if pan.tare else 'G'}{motion} {kilograms(grams):>10}kg_\r".encode()


def mt_sics(pan: Pan) -> Conversation:
    """Lines that end in CR LF: SI and TA, anything else is a syntax error."""
    held = bytearray()

    def answer(data: bytes) -> bytes:
        held.extend(data)
        said = b""
        while (end := held.find(b"\n")) >= 0:
            asked = bytes(held[:end]).strip()
            del held[: end + 1]
            said += _sics(asked, pan)
        return said

    return answer


def _sics(asked: bytes, pan: Pan) -> bytes:
    if asked == b"TA":
        return f"TA A {kilograms(pan.tare):>10} kg\r\n".encode()
    if asked != b"SI":
        return b"ES\r\n"
    reading = pan.look()
    return b"" if reading is None else _sics_weight(reading, pan.tare)


def _sics_weight(reading: Reading, tare: int) -> bytes:
    if reading.state is WeightState.OVER:
        return b"S +\r\n"
    if reading.state is WeightState.UNDER:
        return b"S -\r\n"
    state = "D" if reading.state is WeightState.MOVING else "S"
    grams = -1 if reading.state is WeightState.NEGATIVE else (reading.grams or 0) - tare
    return f"S {state} {kilograms(grams):>10} kg\r\n".encode()


def cas(pan: Pan) -> Conversation:
    """ENQ is acknowledged, DC1 asks."""

    def answer(data: bytes) -> bytes:
        return b"".join(_cas(data[place : place + 1], pan) for place in range(len(data)))

    return answer


def _cas(byte: bytes, pan: Pan) -> bytes:
    if byte == ENQ:
        return ACK
    reading = pan.look() if byte == DC1 else None
    if reading is None:
        return b""
    state = "S" if reading.state in (WeightState.STABLE, WeightState.ZERO, WeightState.NEGATIVE) else "U"
    sign = {WeightState.OVER: "F", WeightState.NEGATIVE: "-"}.get(reading.state, " ")
    body = f"{state}{sign}{kilograms(reading.grams or 0):>6}kg".encode()
    return HEAD + body + bytes([check_byte(body)]) + TAIL


SPEECHES: Mapping[str, Callable[[Pan], Conversation]] = MappingProxyType(
    {"toledo_8217": toledo_8217, "sma": sma, "mt_sics": mt_sics, "cas": cas}
)
