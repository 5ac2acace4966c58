"""From the words of the settings to card terminals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CannotTell, CardApproved, CardLost, ReaderAbilities, ReaderRequest, Step
from devices.catalog import Surroundings
from devices.readers.catalog import MODELS, ReaderStation, build_reader
from devices.simulators.card_desk import Turn
from devices.simulators.nexo_certificate import made_for

REQUEST = ReaderRequest(AttemptId("a"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_text(made_for("P400Plus-1.test.terminal.adyen.com").root, "ascii")
    return path


def _built(model: str, address: str = "", secret: str = "", **options: str) -> ReaderStation:
    surroundings = Surroundings(Path("unused"), Path("unused"), lambda: datetime(2026, 11, 22, tzinfo=UTC))
    return build_reader(
        name="Card terminal", model=model, address=address, options=options, secret=secret, surroundings=surroundings
    )


def test_every_model_of_the_catalogue_tells_its_abilities_before_anything_is_touched(root: Path) -> None:
    nexo = _built("nexo", "10.0.0.9", "words", poi_id="P400Plus-1", key_identifier="k", root=str(root))
    built = {
        "simulated": _built("simulated"),
        "stand_alone": _built("stand_alone"),
        "nexo": nexo,
        "zvt": _built("zvt", "10.0.0.9"),
        "concert": _built("concert", "serial:/dev/ttyUSB0?baud=9600"),
        "caisse_ap": _built("caisse_ap", "10.0.0.9"),
        "cloud": _built("cloud", secret="key", dialect="stripe", reader="tmr_1"),
    }
    assert built.keys() == MODELS.keys()
    told = {model: station.reader.abilities for model, station in built.items()}
    assert [model for model, can in told.items() if can.can_query] == ["simulated", "nexo", "zvt", "cloud"]
    assert [model for model, can in told.items() if can.needs_internet] == ["cloud"]
    assert [model for model, can in told.items() if can.is_stand_alone] == ["stand_alone"]
    assert [model for model, can in told.items() if can.can_preauthorise] == ["simulated", "zvt"]
    assert [model for model, can in told.items() if can.takes_part] == ["nexo"]
    assert [model for model, can in told.items() if can.asks_tip] == ["nexo", "cloud"]
    assert [model for model, can in told.items() if can.can_cancel] == ["simulated", "nexo", "zvt", "cloud"]
    assert [model for model, can in told.items() if can.can_reverse] == [
        "simulated", "stand_alone", "nexo", "zvt", "cloud",
    ]  # fmt: skip
    assert [model for model, can in told.items() if can.can_refund] == list(built)
    sumup = _built("cloud", secret="key", dialect="sumup", reader="rdr_1", merchant="M1").reader.abilities
    assert sumup == ReaderAbilities(can_query=True, can_cancel=True, asks_tip=True, needs_internet=True)


@pytest.mark.parametrize("speaks", ["zvt", "nexo"])
def test_a_simulated_terminal_is_a_real_driver_against_its_own_other_side(speaks: str) -> None:
    station = _built("simulated", pace="0", speaks=speaks)
    assert station.simulator is not None
    station.simulator.open()
    try:
        note = station.reader.prepare(REQUEST)
        asked = ReaderRequest(AttemptId("a"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001", note=note)
        assert isinstance(station.reader.perform(asked, _tell), CardApproved)
        assert [charge.minor for charge in station.simulator.desk.charges] == [4250]
    finally:
        station.reader.close()
        station.simulator.close()


def test_a_simulated_terminal_follows_the_script_in_its_settings() -> None:
    station = _built("simulated", pace="0", script="decline, 9995, approve")
    assert station.simulator is not None
    turns = [station.simulator.desk.next_turn() for _ in range(4)]
    assert turns == [Turn.DECLINE, Turn.INSUFFICIENT_FUNDS, Turn.APPROVE, Turn.APPROVE]


def test_what_a_stand_alone_terminal_did_only_a_person_knows() -> None:
    reader = _built("stand_alone").reader
    assert reader.prepare(REQUEST) == ""
    assert isinstance(reader.perform(REQUEST, _tell), CardLost)
    told = reader.query(REQUEST)
    assert isinstance(told, CannotTell)
    assert told.is_final


@pytest.mark.parametrize(
    ("model", "address", "secret", "options", "says"),
    [
        ("swipe", "", "", {}, "no card terminal model"),
        ("zvt", "10.0.0.9", "12", {}, "six digits"),
        ("zvt", "10.0.0.9", "", {"passwort": "1"}, "'passwort'"),
        ("zvt", "10.0.0.9", "", {"frames": "golden"}, "no frames of ZVT"),
        ("nexo", "10.0.0.9", "", {"poi_id": "P-1", "key_identifier": "k"}, "keyring"),
        ("nexo", "10.0.0.9", "x", {"key_identifier": "k"}, "'poi_id'"),
        ("nexo", "10.0.0.9", "x", {"poi_id": "P-1", "key_identifier": "k", "root": "/nowhere"}, "cannot be read"),
        ("cloud", "", "x", {"dialect": "square", "reader": "r"}, "no cloud 'square'"),
        ("cloud", "http://api.example.com", "x", {"dialect": "stripe", "reader": "r"}, "no address of a cloud"),
        ("cloud", "", "", {"dialect": "stripe", "reader": "r"}, "keyring"),
        ("cloud", "", "x", {"dialect": "sumup", "reader": "r"}, "'merchant'"),
        ("simulated", "", "", {"pace": "fast"}, "number of seconds"),
        ("simulated", "", "", {"speaks": "latin"}, "speaks 'latin'"),
        ("simulated", "", "", {"script": "approve, explode"}, "called 'explode'"),
        ("simulated", "", "", {"script": "4242424242424242"}, r"called '\[card 4242\]'"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    model: str, address: str, secret: str, options: dict[str, str], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        _built(model, address, secret, **options)


def _tell(step: Step) -> None:
    assert step in Step


def test_a_nexo_terminal_at_the_place_of_another_says_nothing_of_its_charges(root: Path) -> None:
    nexo = _built("nexo", "10.0.0.9", "words", poi_id="P400Plus-1", key_identifier="k", root=str(root)).reader
    told = nexo.query(replace(REQUEST, note="V400m-7"))
    assert told == CannotTell("another terminal stands at its place; look at the slip of V400m-7", is_final=False)
