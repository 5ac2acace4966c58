"""A ZVT card terminal made of software, on a TCP port: it reads commands, charges, prints and repeats its last receipt.

A terminal goes on with a charge whose caller is lost, as real ones do; what it did is in its book (`desk`), and the
till finds out by asking for the receipt again.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.money import exponent_of
from devices.readers import zvt_commands as commands
from devices.readers.currency_numbers import CURRENCY_OF, NUMBER_OF
from devices.readers.zvt_fields import (
    AMOUNT,
    CURRENCY,
    RECEIPT,
    Fields,
    bcd,
    container,
    digits_of,
    of_two_digits,
    read_fields,
    tlv,
)
from devices.readers.zvt_frames import Apdu, EitherFraming, Framing
from devices.simulators.card_desk import CardDesk, Charge, Turn
from devices.simulators.card_line import CHUNK, LoopbackLine

TERMINAL_ID = "29525000"
PATIENCE = 0.25
"""Seconds a command waits for the one before it to end."""
AID = bytes.fromhex("A0000000031010")
CARD_MASKED, MASKED = bytes.fromhex("474843EEEEEE7743"), "E" * 12
ABORTED_BY_KEY, BUSY, REFUSED_BY_BANK, WRONG_PIN, NOT_REGISTERED, IMPOSSIBLE = 0x6C, 0x9C, 0x05, 0x37, 0x6B, 0x83
NO_FUNDS = 0x33
_WITH_PASSWORD = frozenset({commands.REFUND, commands.REVERSAL})
ACTS = {
    commands.AUTHORISATION: CardAct.SALE, commands.PREAUTHORISATION: CardAct.PREAUTHORISATION,
    commands.BOOK_TOTAL: CardAct.CAPTURE, commands.RELEASE: CardAct.RELEASE, commands.REVERSAL: CardAct.REVERSAL,
    commands.REFUND: CardAct.REFUND,
}  # fmt: skip
NOT_TO_REVERSE = 0xB5
_ABOUT_ANOTHER = frozenset({CardAct.REVERSAL, CardAct.CAPTURE, CardAct.RELEASE})
_CODES = {Turn.DECLINE: REFUSED_BY_BANK, Turn.WRONG_PIN: WRONG_PIN, Turn.INSUFFICIENT_FUNDS: NO_FUNDS}
_REFUSALS = {Turn.INSUFFICIENT_FUNDS: "DECLINED, NOT ENOUGH FUNDS"}


@dataclass(slots=True)
class _Caller:
    """One till on the line."""

    pipe: socket.socket
    framing: Framing

    def say(self, code: int, data: bytes = b"") -> None:
        self.pipe.sendall(self.framing.frame(Apdu(code, data)))


class SimulatedZvtTerminal:
    """Serves on a port from `open()` to `close()`; its book and its last receipt outlast a close."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        desk: CardDesk | None = None,
        new_framing: Callable[[], Framing] = EitherFraming,
        stall: float = 60.0,
        card: bytes = CARD_MASKED,
    ) -> None:
        self.desk = desk or CardDesk()
        self._line = LoopbackLine(self._serve, host=host, port=port)
        self._new_framing = new_framing
        self._stall = stall
        self._card = card
        self._at_work = threading.Lock()
        self._registered = False
        self._closing = threading.Event()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self._line.address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._closing.clear()
        self._line.open()

    def close(self) -> None:
        """Stop, cut every caller off and forget who was registered; may be called twice."""
        self._closing.set()
        self.desk.cancel()
        self._line.close()
        self._registered = False

    def restart(self) -> None:
        """Lose every caller and the registration, and be there again."""
        self._registered = False
        self._line.cut_off()

    def _serve(self, pipe: socket.socket) -> None:
        caller = _Caller(pipe, self._new_framing())
        while data := pipe.recv(CHUNK):
            for heard in caller.framing.feed(data):
                pipe.sendall(caller.framing.receipt_for(heard))
                if isinstance(heard, Apdu):
                    self._obey(caller, heard)

    def _obey(self, caller: _Caller, command: Apdu) -> None:
        if command.code == commands.ACKNOWLEDGED:
            return
        if command.code == commands.ABORT_BY_TILL:
            self.desk.cancel()
            caller.say(commands.ACKNOWLEDGED)
        elif not self._at_work.acquire(timeout=PATIENCE):
            caller.say(commands.REFUSED_CLASS << 8 | BUSY)
        elif command.code in ACTS and self._registered:
            threading.Thread(target=self._work, args=(caller, command), name="zvt-terminal-work", daemon=True).start()
        else:
            try:
                self._answer(caller, command)
            finally:
                self._at_work.release()

    def _answer(self, caller: _Caller, command: Apdu) -> None:
        """The commands that move no money."""
        if command.code == commands.REGISTRATION:
            self._registered = True
            caller.say(commands.ACKNOWLEDGED)
            caller.say(commands.COMPLETION, bytes.fromhex("190029") + bytes.fromhex(TERMINAL_ID) + b"\x49\x09\x78")
        elif command.code == commands.STATUS_ENQUIRY:
            caller.say(commands.ACKNOWLEDGED)
            caller.say(commands.COMPLETION, b"\x00")
        elif command.code == commands.REPEAT_RECEIPT and self._registered:
            self._repeat(caller)
        elif command.code == commands.END_OF_DAY and self._registered:
            caller.say(commands.ACKNOWLEDGED)
            caller.say(commands.COMPLETION)
        else:
            is_known = command.code in (*ACTS, commands.REPEAT_RECEIPT, commands.END_OF_DAY)
            caller.say(commands.REFUSED_CLASS << 8 | (NOT_REGISTERED if is_known else IMPOSSIBLE))

    def _repeat(self, caller: _Caller) -> None:
        caller.say(commands.ACKNOWLEDGED)
        last = self.desk.last
        if last is None:
            caller.say(commands.ABORTED, bytes([IMPOSSIBLE]))
            return
        caller.say(commands.STATUS_INFORMATION, self._status(last))
        self._print(caller, last)
        caller.say(commands.COMPLETION)

    def _work(self, caller: _Caller, command: Apdu) -> None:
        """One charge, from the card to the receipt; the book is written even where nobody listens any more."""
        try:
            self._charge(caller, command)
        except OSError:
            return  # the till is gone; what was done stays done
        finally:
            self._at_work.release()

    def _charge(self, caller: _Caller, command: Apdu) -> None:
        turn, act = self.desk.next_turn(), ACTS[command.code]
        fields = read_fields(command.data[3:] if command.code in _WITH_PASSWORD else command.data)
        is_about_nothing = act in _ABOUT_ANOTHER and self._original(fields) is None
        if turn is Turn.BUSY or is_about_nothing:
            caller.say(commands.REFUSED_CLASS << 8 | (NOT_TO_REVERSE if is_about_nothing else BUSY))
            return
        _unless_gone(lambda: caller.say(commands.ACKNOWLEDGED))
        _unless_gone(lambda: caller.say(commands.INTERMEDIATE, b"\x0a"))
        self.desk.take_time()
        if turn is Turn.REBOOT:
            self.restart()
            return
        if turn is Turn.STALL:
            self._closing.wait(self._stall)
            return
        if turn in (Turn.WAIT_FOR_CANCEL, Turn.LATE_APPROVAL):
            self.desk.wait_for_cancel(self._stall)
        if turn in (Turn.WAIT_FOR_CANCEL, Turn.GUEST_GIVES_UP) or (self.desk.is_cancelled and turn is Turn.APPROVE):
            caller.say(commands.ABORTED, bytes([ABORTED_BY_KEY]))
            return
        minor, currency = self._asked(fields)
        self._tell(caller, turn, self.desk.write(turn, act, minor, currency))

    def _asked(self, fields: Fields) -> tuple[int, str]:
        """Amount and currency of a command; one about an earlier charge may leave them to it."""
        original = self._original(fields)
        minor = fields.number(AMOUNT)
        told = CURRENCY_OF.get(digits_of(fields.bitmaps.get(CURRENCY, b""))[-3:])
        currency = told or (original.currency if original else "EUR")
        return (original.minor if original else 0) if minor is None else minor, currency

    def _original(self, fields: Fields) -> Charge | None:
        """The approved charge that a command names by its receipt."""
        return self.desk.find(lambda line: line.number == fields.number(RECEIPT) and line.is_approved)

    def _tell(self, caller: _Caller, turn: Turn, done: Charge) -> None:
        if turn is Turn.LOSE_REPLY:
            caller.pipe.shutdown(socket.SHUT_RDWR)
            return
        if turn is Turn.GARBAGE:
            caller.pipe.sendall(b"\x15\x00\x01?" + bytes(range(64)))
            caller.pipe.shutdown(socket.SHUT_RDWR)
            return
        if turn is Turn.REPLY_OF_ANOTHER:
            caller.say(commands.STATUS_INFORMATION, self._status(_another(done)))
            caller.say(commands.COMPLETION)
            return
        for _ in range(2 if turn is Turn.REPLY_TWICE else 1):
            caller.say(commands.STATUS_INFORMATION, self._status(done))
        self._print(caller, done)
        if done.is_approved:
            caller.say(commands.COMPLETION)
        else:
            caller.say(commands.ABORTED, bytes([_CODES[turn]]))

    def _status(self, line: Charge) -> bytes:
        code = _CODES.get(line.turn, 0)
        told = (
            bytes([0x27, code, AMOUNT]) + bcd(line.minor, 6) + bytes([CURRENCY]) + bcd(int(NUMBER_OF[line.currency]), 2)
        )
        told += bytes.fromhex("0C1223060D1121") + bytes([0x22]) + of_two_digits(self._number(line))
        told += bytes([RECEIPT]) + bcd(line.number, 2) + bytes([0x0B]) + bcd(line.number + 688, 3)
        told += b"\x29" + bytes.fromhex(TERMINAL_ID) + b"\x3b" + f"{line.number:06d}".encode().ljust(8, b"\0")
        told += b"\x8b" + of_two_digits((line.card.scheme or "Visa Debit").encode("ascii") + b"\0")
        online = b"\x00" if line.turn is Turn.OFFLINE else b"\x01"
        return told + container(tlv(0x1F12, b"\x01"), tlv(0x1F10, b"\x02"), tlv(0x1F11, online), tlv(0x43, AID))

    def _number(self, line: Charge) -> bytes:
        """The card's number as this terminal tells it; of a test card all but four digits are masked."""
        return bytes.fromhex(MASKED + line.card.last_four) if line.card.last_four else self._card

    def _print(self, caller: _Caller, line: Charge) -> None:
        """The receipts: one for the shop, one for the guest."""
        words = "APPROVED" if line.is_approved else _REFUSALS.get(line.turn, "DECLINED")
        number = digits_of(self._number(line)).replace("E", "*")
        for kind, title in ((1, "MERCHANT COPY"), (2, "CARDHOLDER COPY")):
            texts = (title, f"Receipt {line.number:04d}", f"Card {number}", _amount(line), words)
            inside = b"".join(tlv(0x07, text.encode("cp437")) for text in texts)
            caller.say(commands.PRINT_BLOCK, container(tlv(0x1F07, bytes([kind])), tlv(0x25, inside)))


def _amount(line: Charge) -> str:
    places = exponent_of(line.currency)
    digits = str(line.minor).rjust(places + 1, "0")
    return f"{line.currency} {digits[:-places]},{digits[-places:]}" if places else f"{line.currency} {digits}"


def _another(done: Charge) -> Charge:
    """The reply of a charge of long ago."""
    return replace(done, number=done.number - 1 if done.number > 1 else 9000, minor=9999, tip=0, is_approved=True)


def _unless_gone(say: Callable[[], None]) -> None:
    """Tell the till, if it is still there; the guest's card is read either way."""
    try:
        say()
    except OSError:
        return
