"""Failure 19: what the kitchen has is not taken off without a trace, and who takes the trace away is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from aura_terminal.app.proof_seals import seal_of, signer
from aura_terminal.domain.audit import Topic
from aura_terminal.domain.closing import DeedKind
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor_rules import LaborRules, Selling
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.staff import Permission
from aura_terminal.ports.audit_rows import AuditQuery, Checked
from aura_terminal.ports.watching import UNWATCHED, Stage, Stopped, Watch
from aura_terminal.store.chain_check import check_chain
from aura_terminal.store.proof_file import read_proof, write_proof
from aura_terminal.store.verify import Kind
from tests.support.memory_shop import EVERYTHING, demo_files, signed_in
from tests.support.store_service import order_of, pay, serve, tampering
from tests.support.store_shop import StoredShop, founded

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    shop = founded(tmp_path / "data")
    yield shop
    shop.store.close()


def refusal(act: Callable[..., object], *values: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act(*values)
    return refused.value


def checked(stored: StoredShop) -> Checked:
    return check_chain(stored.folder, UNWATCHED)


def test_failure_19_two_of_three_sent_dishes_leave_slip_record_list_and_proof(stored: StoredShop) -> None:
    shop = stored.shop
    marta, carla = signed_in(shop), signed_in(shop, CARLA)
    order = order_of(stored, marta)
    lines = shop.reads.orders.sheet(order).lines
    void = shop.ordering.void_line
    for line in lines[:2]:
        assert refusal(shop.ordering.remove_line, marta, order, line.line_id).rule is Rule.LINE_ALREADY_SENT
        asked = refusal(void, marta, order, line.line_id, 1, "dropped")
        assert (asked.rule, asked.details["permission"]) == (Rule.APPROVAL_NEEDED, "void_sent")
        approval = shop.access.approve(CARLA, demo_files().pins[CARLA], Permission.VOID_SENT, "dropped")
        assert refusal(void, marta, order, line.line_id, 1, " ", approval).rule is Rule.REASON_NEEDED
        void(marta, order, line.line_id, 1, "dropped", approval)
    slips = [job for job in stored.store.paper.queue() if job.job.kind is SpoolKind.VOID_SLIP]
    assert len(slips) >= 2
    while not shop.audit.catch_up().is_all:
        pass
    rows = shop.audit.search(carla, AuditQuery(topics=frozenset({Topic.REMOVED}))).rows
    assert {(row.details["item"], row.actor, row.allowed_by) for row in rows} == {
        (line.name, marta.id, CARLA) for line in lines[:2]
    }
    pay(stored, marta, order)
    closed = shop.closing.close_day(carla)
    deeds = [deed for deed in closed.deeds if deed.kind is DeedKind.VOIDED]
    assert sorted(deed.what for deed in deeds) == sorted(line.name for line in lines[:2])
    assert checked(stored).broken == ()
    voids = rows[0]
    with_less = "UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), 'dropped', 'guest left') AS BLOB)"
    raw = tampering(stored)
    raw.execute(f"{with_less} WHERE fact_id = ?", (voids.fact_id,))
    raw.close()
    (found,) = checked(stored).broken
    assert (found.kind, found.terminal, found.seq) == (Kind.CHANGED, "R1", voids.seq)
    assert found.at == voids.at
    assert "line_voided" in found.what


def test_who_is_clocked_out_opens_no_check_where_the_house_wants_it_so(stored: StoredShop) -> None:
    marta = signed_in(stored.shop)
    stored.shop.administration.put_documents(EVERYTHING, [LaborRules(selling=Selling.CLOCKED_IN)])
    assert refusal(order_of, stored, marta).rule is Rule.NOT_ON_THE_CLOCK
    stored.shop.labor.clock_in(marta)
    assert order_of(stored, marta)


def test_a_fact_taken_out_is_pointed_at(stored: StoredShop) -> None:
    serve(stored, signed_in(stored.shop))
    raw = tampering(stored)
    raw.execute("DELETE FROM journal WHERE seq = 40")
    raw.close()
    (found,) = checked(stored).broken
    assert (found.kind, found.terminal, found.seq) == (Kind.MISSING, "R1", 40)
    assert found.at is not None


def test_a_fact_put_in_between_is_pointed_at(stored: StoredShop) -> None:
    serve(stored, signed_in(stored.shop))
    raw = tampering(stored)
    raw.execute("UPDATE journal SET seq = seq + 100000 WHERE seq >= 40")
    raw.execute("UPDATE journal SET seq = seq - 99999 WHERE seq >= 100000")
    columns = "origin, stamp, aggregate, aggregate_id, type, version, payload, actor, business_date, prev_hash, hash"
    raw.execute(
        f"INSERT INTO journal (seq, fact_id, {columns}) SELECT 40, 'forged', {columns} FROM journal WHERE seq = 39"
    )
    raw.close()
    found = {(one.kind, one.seq) for one in checked(stored).broken}
    assert {(Kind.CHANGED, 40), (Kind.REORDERED, 40)} <= found


def test_a_fact_added_at_the_end_is_pointed_at(stored: StoredShop) -> None:
    serve(stored, signed_in(stored.shop))
    raw = tampering(stored)
    columns = "origin, fact_id, stamp, aggregate, aggregate_id, type, version, payload, actor, business_date, hash"
    raw.execute(
        f"INSERT INTO journal (seq, prev_hash, {columns}) SELECT seq + 1, hash, origin, 'forged', stamp + 1, "
        "aggregate, aggregate_id, type, version, payload, actor, business_date, randomblob(32) FROM journal "
        "ORDER BY arrival DESC LIMIT 1"
    )
    last = raw.execute("SELECT max(seq) FROM journal").fetchone()[0]
    raw.close()
    assert {(one.kind, one.seq) for one in checked(stored).broken} == {(Kind.CHANGED, last), (Kind.HEAD, last)}


def test_whoever_watches_may_stop_the_check(stored: StoredShop) -> None:
    unwanted = Watch()
    unwanted.stop()
    with pytest.raises(Stopped):
        check_chain(stored.folder, unwanted)
    said: list[tuple[Stage, int, int]] = []
    facts = check_chain(stored.folder, Watch(lambda stage, done, of: said.append((stage, done, of)))).facts
    assert said[-1] == (Stage.CHECKING, facts, facts)


def test_the_record_is_taken_away_as_a_file_that_proves_itself(stored: StoredShop, tmp_path: Path) -> None:
    serve(stored, signed_in(stored.shop))
    file = tmp_path / "audit.zst"
    sign = signer(stored.folder, stored.store.identity.store_id)
    facts = write_proof(stored.folder, file, stored.clock.now(), sign, UNWATCHED)
    with file.open("rb") as source:
        proof = read_proof(source)
    assert (proof.facts, proof.broken, proof.terminal) == (facts, [], "R1")
    seal = seal_of(proof.summary, proof.seal)
    assert seal.is_good
    assert not seal_of(proof.summary + b" ", proof.seal).is_good
    again = signer(stored.folder, stored.store.identity.store_id)(proof.summary)
    assert again["key"] == proof.seal["key"]


def test_an_altered_file_is_found_out_line_by_line(stored: StoredShop, tmp_path: Path) -> None:
    serve(stored, signed_in(stored.shop))
    file = tmp_path / "audit.zst"
    sign = signer(stored.folder, stored.store.identity.store_id)
    write_proof(stored.folder, file, stored.clock.now(), sign, UNWATCHED)
    with file.open("rb") as source:
        lines = zstandard.ZstdDecompressor().stream_reader(source).read().splitlines(keepends=True)
    lines[30] = lines[30].replace(b"marta-rossi", b"luca-rossi-")
    del lines[40]
    altered = tmp_path / "altered.zst"
    altered.write_bytes(zstandard.compress(b"".join(lines)))
    with altered.open("rb") as source:
        proof = read_proof(source)
    kinds = [one.kind for one in proof.broken]
    assert Kind.MISSING in kinds
    assert kinds[-1] is Kind.HEAD
    assert seal_of(proof.summary, proof.seal).is_good  # the summary was not touched: it is what the lines contradict
