"""An ask for the money of an order reaches its holder, goes round in no circle, and is answered once."""

from __future__ import annotations

from random import Random
from typing import cast

from aura_terminal.domain.ids import OrderId
from sync.mesh.contract import MeshHost
from sync.mesh.tokens import HOPS, SPREAD, Tokens
from sync.protocol import TokenAsk
from tests.support.mesh_board import BoardBench

ORDER = OrderId("order")


class Host:
    """Remembers what it was asked to hand over."""

    def __init__(self) -> None:
        self.released: list[tuple[OrderId, str]] = []

    def release_token(self, order_id: OrderId, to: str) -> None:
        self.released.append((order_id, to))


class Bench(BoardBench):
    """Terminal R1 with the links a test gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.host = Host()
        self.tokens = Tokens(self.board, cast(MeshHost, self.host), Random(1))

    def asks(self) -> list[tuple[str, TokenAsk]]:
        """To whom which asks went since the last look."""
        return [(label, word) for label, word in self.said() if isinstance(word, TokenAsk)]


def asked(ask_id: int = 7, holder: str = "R9", to: str = "R2", hops: int = HOPS) -> TokenAsk:
    return TokenAsk(ask_id, ORDER, holder, to, hops)


def test_a_holder_that_is_heard_is_asked_and_nobody_else() -> None:
    bench = Bench()
    bench.meet("R2", "R3")
    bench.meet("R3")
    bench.tokens.ask(ORDER, "R3")
    ((label, word),) = bench.asks()
    assert (label, word.order_id, word.holder, word.to, word.hops) == ("R3", ORDER, "R3", "R1", 3)


def test_a_holder_that_others_hear_is_asked_through_them_and_where_nobody_does_through_any_two() -> None:
    bench = Bench()
    for label, hears in (("R2", ()), ("R3", ("R9",)), ("R4", ()), ("R5", ())):
        bench.meet(label, *hears)
    bench.tokens.ask(ORDER, "R9")
    assert [label for label, _ in bench.asks()] == ["R3"]
    bench.tokens.ask(ORDER, "R8")
    labels = [label for label, _ in bench.asks()]
    assert len(set(labels)) == len(labels) == SPREAD == 2


def test_the_holder_hands_over_once_however_often_it_is_asked() -> None:
    bench = Bench()
    talk, other = bench.meet("R2"), bench.meet("R3")
    for link in (talk, other, talk):
        bench.tokens.hear(link, asked(holder="R1"))
    assert (bench.host.released, bench.asks()) == ([(ORDER, "R2")], [])


def test_an_ask_of_ones_own_that_comes_back_is_let_go() -> None:
    bench = Bench()
    talk = bench.meet("R2")
    bench.meet("R9")
    bench.tokens.hear(talk, asked(to="R1"))
    bench.tokens.hear(talk, asked(ask_id=8, to="R1", holder="R1"))
    assert (bench.host.released, bench.asks()) == ([], [])
    bench.tokens.ask(ORDER, "R9")
    ((_, word),) = bench.asks()
    bench.tokens.hear(talk, TokenAsk(word.ask_id, ORDER, "R9", "R4", HOPS))
    assert bench.asks() == []


def test_an_ask_goes_on_to_whoever_neither_sent_nor_made_it_one_hop_less_and_no_further_than_it_may() -> None:
    bench = Bench()
    source = bench.meet("R3")
    for label in ("R2", "R4"):
        bench.meet(label)
    for ask_id, hops, left in ((1, HOPS, HOPS - 1), (2, 8, HOPS - 1), (3, 1, 0)):
        bench.tokens.hear(source, asked(ask_id, hops=hops))
        assert [(label, word.hops, word.to) for label, word in bench.asks()] == [("R4", left, "R2")]
    bench.tokens.hear(source, asked(4, hops=0))
    assert bench.asks() == []


def test_an_ask_is_known_again_until_a_thousand_others_came() -> None:
    bench = Bench()
    talk = bench.meet("R2")
    for ask_id in range(1024):
        bench.tokens.hear(talk, asked(ask_id, holder="R1"))
    bench.tokens.hear(talk, asked(0, holder="R1"))
    assert len(bench.host.released) == 1024
    bench.tokens.hear(talk, asked(1024, holder="R1"))
    bench.tokens.hear(talk, asked(0, holder="R1"))
    assert len(bench.host.released) == 1026
