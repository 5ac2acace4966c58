"""What keeps others out between till and nexo terminal: the certificate, the key, and never a word in clear."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CannotTell, CardApproved, CardLost, NotSent, ReaderRequest, Step
from devices.readers.http_exchange import STRANGER
from devices.readers.nexo import WRONG_KEY, NexoReader, NexoSetup
from devices.readers.nexo_crypto import NexoKey, SealBroken, Trailer, seal, unseal
from devices.readers.nexo_link import Certificate, NexoLink, adyen_name
from devices.readers.nexo_replies import NotReadable, open_message
from devices.readers.nexo_words import Parties
from devices.simulators.nexo_certificate import made_for
from devices.simulators.nexo_terminal import KEY, POI_ID, SimulatedNexoTerminal
from tests.support.reader_benches import NOON

NONCE = bytes(16)


@contextmanager
def _terminal(common_name: str | None = None) -> Iterator[SimulatedNexoTerminal]:
    made = SimulatedNexoTerminal(stall=5, common_name=common_name)
    made.open()
    try:
        yield made
    finally:
        made.close()


def _reader(terminal: SimulatedNexoTerminal, *, key: NexoKey = KEY, root: str | None = None) -> NexoReader:
    host, port = terminal.address
    certificate = Certificate(root or terminal.root, adyen_name(POI_ID))
    link = NexoLink(lambda: f"https://{host}:{port}/nexo", lambda: certificate)
    setup = NexoSetup(Parties("R1", POI_ID), key, charge_within=5, answer_within=5, settle=0.01)
    return NexoReader(link, setup, now=lambda: NOON)


@pytest.mark.parametrize(
    "name",
    [
        "P400Plus-999999999.test.terminal.adyen.com",
        "P400Plus-123456789.test.terminal.adyen.com.example.com",
        "localhost",
    ],
)
def test_a_terminal_with_the_certificate_of_another_is_asked_nothing(name: str) -> None:
    request = _request()
    with _terminal(name) as terminal:
        outcome = _reader(terminal).perform(request, _tell)
        assert isinstance(outcome, NotSent)
        assert outcome.hint == STRANGER
        assert not terminal.desk.wait_until_asked(1, 0.0)


def test_a_certificate_under_another_root_is_asked_nothing() -> None:
    other = made_for(f"{POI_ID}.test.terminal.adyen.com").root
    with _terminal() as terminal:
        outcome = _reader(terminal, root=other).perform(_request(), _tell)
        assert isinstance(outcome, NotSent)
        assert outcome.hint == STRANGER
        assert terminal.desk.book == ()


def test_adyens_common_certificate_is_taken() -> None:
    with _terminal("legacy-terminal-certificate.live.terminal.adyen.com") as terminal:
        assert isinstance(_reader(terminal).perform(_request(), _tell), CardApproved)


def test_there_is_no_way_to_speak_in_clear() -> None:
    certificate = Certificate(made_for("x").root, adyen_name(POI_ID))
    with pytest.raises(ValueError, match="https only"):
        NexoLink(lambda: "http://127.0.0.1:1/nexo", lambda: certificate).exchange(b"{}", 1.0)


@pytest.mark.parametrize("key", [replace(KEY, passphrase="another"), replace(KEY, version=2)])
def test_a_wrong_key_is_said_in_words_of_its_own_before_money_is_asked_for(key: NexoKey) -> None:
    request = _request()
    with _terminal() as terminal:
        reader = _reader(terminal, key=key)
        with pytest.raises(Unavailable) as wrong:
            reader.prepare(request)
        assert wrong.value.hint == WRONG_KEY
        assert terminal.desk.book == ()
        lost = reader.perform(request, _tell)
        assert isinstance(lost, CardLost)
        assert lost.reason == WRONG_KEY
        told = reader.query(request)
        assert isinstance(told, CannotTell)
        assert not told.is_final


def _altered(change: Callable[[dict[str, object]], None]) -> bytes:
    header = {"MessageCategory": "Payment", "ServiceID": "K1", "SaleID": "R1", "POIID": POI_ID}
    plain = json.dumps({"SaleToPOIResponse": {"MessageHeader": header}}).encode()
    blob, trailer = seal(plain, KEY, NONCE)
    told = {
        "AdyenCryptoVersion": trailer.adyen_crypto_version, "KeyIdentifier": trailer.key_identifier,
        "KeyVersion": trailer.key_version, "Nonce": trailer.nonce, "Hmac": trailer.hmac,
    }  # fmt: skip
    sealed: dict[str, object] = {"MessageHeader": dict(header), "NexoBlob": blob, "SecurityTrailer": told}
    change(sealed)
    return json.dumps({"SaleToPOIResponse": sealed}).encode()


def _set(part: str, name: str, value: object) -> Callable[[dict[str, object]], None]:
    def change(sealed: dict[str, object]) -> None:
        inside = sealed[part]
        assert isinstance(inside, dict)
        inside[name] = value

    return change


def test_what_is_sealed_is_opened() -> None:
    assert open_message(_altered(lambda sealed: None), KEY).message_header.service_id == "K1"


@pytest.mark.parametrize(
    "change",
    [
        _set("SecurityTrailer", "Hmac", base64.b64encode(bytes(32)).decode()),
        _set("SecurityTrailer", "Hmac", ""),
        _set("SecurityTrailer", "Nonce", base64.b64encode(b"\1" * 16).decode()),
        _set("SecurityTrailer", "Nonce", "AA=="),
        _set("SecurityTrailer", "KeyVersion", 9),
        _set("MessageHeader", "ServiceID", "K2"),
        lambda sealed: sealed.update(NexoBlob="AAAA"),
        lambda sealed: sealed.update(NexoBlob="no base64"),
    ],
)
def test_what_was_altered_on_the_way_is_never_believed(change: Callable[[dict[str, object]], None]) -> None:
    with pytest.raises(SealBroken):
        open_message(_altered(change), KEY)


def test_a_message_in_clear_is_never_read() -> None:
    clear = b'{"SaleToPOIResponse": {"MessageHeader": {}, "PaymentResponse": {"Response": {"Result": "Success"}}}}'
    with pytest.raises(NotReadable):
        open_message(clear, KEY)


def test_the_key_is_not_in_what_is_written_of_it() -> None:
    assert KEY.passphrase not in repr(KEY)
    assert KEY.passphrase not in repr(NexoSetup(Parties("R1", POI_ID), KEY))


def test_a_seal_opens_with_its_own_key_only() -> None:
    blob, trailer = seal(b"words", KEY, NONCE)
    assert unseal(blob, trailer, KEY) == b"words"
    assert isinstance(trailer, Trailer)
    with pytest.raises(SealBroken):
        unseal(blob, trailer, replace(KEY, passphrase="other"))


def _request() -> ReaderRequest:
    return ReaderRequest(AttemptId("a"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001")


def _tell(step: Step) -> None:
    assert step in Step
