"""A new machine joins with the code, and with nothing less."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from sync.net.certificates import ask_for_certificate, fingerprint, is_made_by, new_key, subject_of
from sync.net.invitation import Ending, NotWelcome
from sync.net.joining import Joining
from sync.net.pairing_words import Welcome
from tests.integration.net.conftest import OpenTerminal
from tests.integration.net.net_terminal import LOOPBACK, NetTerminal, wait_until
from tests.support.peer_store import PeerStore, roll

CODE, WRONG = "7K2QD-0XV9M", "7K2QD-0XV9N"
ID = "00000000-0000-7000-8000-0000000000aa"


@pytest.fixture
def inviter(store: PeerStore, open_terminal: OpenTerminal) -> NetTerminal:
    r1 = store.terminal(1)
    return open_terminal(r1, roll(r1))


def join(inviter: NetTerminal, code: str, folder: Path, label: str = "R2") -> tuple[Welcome, Path]:
    with Joining(LOOPBACK, inviter.port) as talk:
        welcome = talk.prove(code, ask_for_certificate(new_key(), ID, label), secrets.token_bytes)
        file = folder / "fetched"
        talk.fetch(file)
        talk.settle()
    return welcome, file


def test_with_the_code_a_machine_gets_certificate_keys_and_snapshot(inviter: NetTerminal, tmp_path: Path) -> None:
    inviter.show(CODE)
    welcome, file = join(inviter, CODE, tmp_path)
    assert subject_of(welcome.certificate) == (ID, "R2")
    assert is_made_by(welcome.certificate, inviter.mine.authority)
    assert welcome.authority_key == inviter.mine.authority_key
    assert file.read_bytes() == b"the store" * 100_000
    assert inviter.house.paired == ["R2"]
    assert wait_until(lambda: inviter.outcomes == ["joined R2"])
    assert not list(tmp_path.glob("snapshot-*"))
    assert len(fingerprint(welcome.certificate)) == 64


def test_a_code_is_good_for_one_machine(inviter: NetTerminal, tmp_path: Path) -> None:
    inviter.show(CODE)
    join(inviter, CODE, tmp_path)
    with pytest.raises(NotWelcome, match="used already"):
        join(inviter, CODE, tmp_path, "R3")


def test_without_a_code_nobody_is_let_in(inviter: NetTerminal, tmp_path: Path) -> None:
    with pytest.raises(NotWelcome, match="No code is shown"):
        join(inviter, CODE, tmp_path)


def test_three_wrong_codes_end_the_invitation(inviter: NetTerminal, tmp_path: Path) -> None:
    invitation = inviter.show(CODE)
    for _ in range(3):
        with pytest.raises(NotWelcome, match="not the code"):
            join(inviter, WRONG, tmp_path)
    with pytest.raises(NotWelcome, match="tried wrongly too often"):
        join(inviter, CODE, tmp_path)
    assert invitation.ending(0.0) is Ending.GUESSED_AT
    assert inviter.house.paired == []


def test_a_label_that_is_taken_is_refused_and_the_code_stays_good(inviter: NetTerminal, tmp_path: Path) -> None:
    inviter.show(CODE)
    with pytest.raises(NotWelcome, match="There is a terminal R1 already"):
        join(inviter, CODE, tmp_path, "R1")
    join(inviter, CODE, tmp_path, "R2")
    assert inviter.house.paired == ["R2"]


def test_a_newcomer_that_vanishes_before_it_is_ready_is_not_written_down(inviter: NetTerminal, tmp_path: Path) -> None:
    inviter.show(CODE)
    with Joining(LOOPBACK, inviter.port) as talk:
        talk.prove(CODE, ask_for_certificate(new_key(), ID, "R2"), secrets.token_bytes)
    assert wait_until(lambda: inviter.outcomes == ["failed R2"])
    assert inviter.house.paired == []
    assert not list(tmp_path.glob("snapshot-*"))


def test_where_nobody_listens_the_person_is_told_what_to_do() -> None:
    with pytest.raises(Unavailable, match="pair --show-code"):
        Joining(LOOPBACK, 9)
