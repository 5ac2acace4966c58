"""A nexo card terminal made of software: HTTPS on a port of this machine, sealed messages, a book of charges.

What its guest and its cable do is scripted at its desk; what it was asked before it tells again by TransactionStatus.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from decimal import Decimal
from typing import Any

import msgspec

from aura_terminal.domain.card_slips import CardAct
from devices.readers.nexo_crypto import NexoKey, SealBroken, Trailer, seal, unseal
from devices.simulators import card_http
from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.card_http import BeingRead, NotHttp, read_request
from devices.simulators.card_line import LoopbackLine
from devices.simulators.nexo_certificate import TerminalCertificate, made_for
from devices.simulators.nexo_sayings import CARD_MASKED, Asked, failure, header_of, payment_reply, reversal_reply

POI_ID = "P400Plus-123456789"
KEY = NexoKey("training", 1, "training passphrase")
TLS_WITHIN = 5.0
READ_WITHIN = 1.0
_ENCODER = msgspec.json.Encoder(decimal_format="number")
Json = dict[str, Any]  # decoded JSON of a till, looked into with care


class SimulatedNexoTerminal:
    """Serves on a port from `open()` to `close()`; its book and what it replied outlast a close."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        desk: CardDesk | None = None,
        key: NexoKey = KEY,
        poi_id: str = POI_ID,
        stall: float = 60.0,
        card: str = CARD_MASKED,
        common_name: str | None = None,
    ) -> None:
        self.desk = desk or CardDesk()
        self._line = LoopbackLine(self._serve, host=host, port=port)
        self._key = key
        self._poi_id = poi_id
        self._stall = stall
        self._card = card
        self._common_name = common_name or f"{poi_id}.test.terminal.adyen.com"
        self._certificate: TerminalCertificate | None = None
        self._guard = threading.Lock()
        self._arriving = BeingRead()
        self._under_way = ""
        self._replies: dict[str, Json] = {}
        self._closing = threading.Event()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self._line.address

    @property
    def root(self) -> str:
        """The root (PEM) that a till must trust; known after `open()`."""
        return self._certified().root

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._certified()
        self._closing.clear()
        self._line.open()

    def close(self) -> None:
        """Stop and cut every caller off; may be called twice."""
        self._closing.set()
        self.desk.cancel()
        self._line.close()

    def restart(self) -> None:
        """Lose every caller, and be there again."""
        self._line.cut_off()

    def _certified(self) -> TerminalCertificate:
        if self._certificate is None:
            self._certificate = made_for(self._common_name)
        return self._certificate

    def _serve(self, pipe: socket.socket) -> None:
        self._arriving.begin()
        is_arriving = True
        try:
            pipe.settimeout(TLS_WITHIN)
            with self._certified().context.wrap_socket(pipe, server_side=True) as sealed_pipe:
                request = read_request(card_http.stream_of(sealed_pipe))
                self._arriving.end()
                is_arriving = False
                sealed_pipe.settimeout(None)
                self._answer(sealed_pipe, request.body)
        except (NotHttp, ssl.SSLError):
            return  # whoever that was, it is no till
        finally:
            if is_arriving:
                self._arriving.end()

    def _answer(self, pipe: ssl.SSLSocket, body: bytes) -> None:
        try:
            envelope = msgspec.json.decode(body)["SaleToPOIRequest"]
            trailer = msgspec.convert(envelope["SecurityTrailer"], Trailer)
            opened = unseal(envelope["NexoBlob"], trailer, self._key)
            plain = json.loads(opened, parse_float=Decimal)["SaleToPOIRequest"]
            header = plain["MessageHeader"]
            if header != envelope["MessageHeader"]:
                raise SealBroken("another header")
        except (SealBroken, msgspec.MsgspecError, KeyError, TypeError, ValueError):
            event = {"EventNotification": {"EventToNotify": "Reject", "EventDetails": "message cannot be opened"}}
            self._send(pipe, {"MessageHeader": header_of({}, "Event"), **event}, "SaleToPOIRequest")
            return
        category = header["MessageCategory"]
        if category in ("Payment", "Reversal"):
            self._charge(pipe, header, plain)
        elif category == "TransactionStatus":
            self._tell_again(pipe, header, plain["TransactionStatusRequest"]["MessageReference"]["ServiceID"])
        elif category == "Abort":
            self.desk.cancel()
            pipe.sendall(card_http.reply(200, b""))
        else:
            status = {"GlobalStatus": "Busy" if self._under_way else "OK", "CommunicationOKFlag": True}
            self._reply(pipe, header, {"DiagnosisResponse": {"Response": {"Result": "Success"}, "POIStatus": status}})

    def _tell_again(self, pipe: ssl.SSLSocket, header: Json, key: str) -> None:
        """What became of a request; one that is still being read is waited for."""
        self._arriving.wait(READ_WITHIN)
        with self._guard:
            known, is_running = self._replies.get(key), self._under_way == key
        if known is None:
            why = failure("InProgress" if is_running else "NotFound")
            self._reply(pipe, header, {"TransactionStatusResponse": why})
            return
        body = {name: part for name, part in known.items() if name != "MessageHeader"}
        repeated = {"MessageHeader": known["MessageHeader"], "RepeatedResponseMessageBody": body}
        told = {"Response": {"Result": "Success"}, "RepeatedMessageResponse": repeated}
        self._reply(pipe, header, {"TransactionStatusResponse": told})

    def _charge(self, pipe: ssl.SSLSocket, header: Json, plain: Json) -> None:
        asked = Asked.read(plain, header["ServiceID"])
        with self._guard:
            why = "NotAllowed" if asked.key in self._replies else "Busy" if self._under_way else ""
            if not why:
                self._under_way = asked.key
        if why:
            self._reply(pipe, header, {asked.response: failure(why)})
            return
        try:
            self._decide(pipe, header, asked)
        finally:
            with self._guard:
                self._under_way = ""

    def _decide(self, pipe: ssl.SSLSocket, header: Json, asked: Asked) -> None:
        turn = asked.possible(self.desk.next_turn())
        self.desk.take_time()
        if turn is Turn.REBOOT:
            self.restart()
            return
        if turn is Turn.STALL:
            self._closing.wait(self._stall)
            return
        if turn in (Turn.WAIT_FOR_CANCEL, Turn.LATE_APPROVAL):
            self.desk.wait_for_cancel(self._stall)
        if turn is Turn.WAIT_FOR_CANCEL or (self.desk.is_cancelled and turn is Turn.APPROVE):
            self._finish(pipe, header, turn, {asked.response: failure("Aborted")}, asked.key)
        elif turn in (Turn.BUSY, Turn.GUEST_GIVES_UP):
            why = "Busy" if turn is Turn.BUSY else "Cancel"
            self._finish(pipe, header, turn, {asked.response: failure(why)}, asked.key)
        else:
            original = self.desk.find(lambda line: line.number == asked.original and line.is_approved)
            if asked.act is CardAct.REVERSAL and original is None:
                self._finish(pipe, header, turn, {asked.response: failure("NotFound")}, asked.key)
                return
            minor, currency = asked.minor(original)
            done = self.desk.write(turn, asked.act, minor, currency, asked.key)
            say = reversal_reply if asked.act is CardAct.REVERSAL else payment_reply
            self._finish(pipe, header, turn, {asked.response: say(done, self._card)}, asked.key)

    def _finish(self, pipe: ssl.SSLSocket, header: Json, turn: Turn, body: Json, key: str) -> None:
        """Keep the reply, and send it as the script says."""
        reply = {"MessageHeader": header_of(header, "Service"), **body}
        with self._guard:
            self._replies[key] = reply
        if turn is Turn.LOSE_REPLY:
            pipe.shutdown(socket.SHUT_RDWR)
        elif turn is Turn.GARBAGE:
            pipe.sendall(card_http.reply(200, b'{"SaleToPOIResponse": \x00\xff'))
        elif turn is Turn.REPLY_OF_ANOTHER:
            other = {**reply["MessageHeader"], "ServiceID": "ANOTHER"}
            self._send(pipe, {**reply, "MessageHeader": other}, "SaleToPOIResponse")
        else:
            for _ in range(2 if turn is Turn.REPLY_TWICE else 1):
                self._send(pipe, reply, "SaleToPOIResponse")

    def _reply(self, pipe: ssl.SSLSocket, header: Json, body: Json) -> None:
        self._send(pipe, {"MessageHeader": header_of(header, "Service"), **body}, "SaleToPOIResponse")

    def _send(self, pipe: ssl.SSLSocket, message: Json, name: str) -> None:
        blob, trailer = seal(_ENCODER.encode({name: message}), self._key, os.urandom(16))
        sealed = {"MessageHeader": message["MessageHeader"], "NexoBlob": blob, "SecurityTrailer": trailer}
        pipe.sendall(card_http.reply(200, _ENCODER.encode({name: sealed})))
