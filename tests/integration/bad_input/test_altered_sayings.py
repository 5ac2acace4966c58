"""The short form of the campaign that alters what comes from outside, and the fault it must find."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.outside_parsers import Parser, changed, found_in, parsers

SAYINGS = {"file backup": 2, "file menu": 12, "file settings": 12}
OTHERS = 60


@pytest.fixture(scope="module")
def every_parser(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parser, ...]:
    return parsers(tmp_path_factory.mktemp("parsers"))


def test_altered_sayings_are_read_or_refused(every_parser: tuple[Parser, ...]) -> None:
    chance, found = Random(1), []
    for parser in every_parser:
        for _ in range(SAYINGS.get(parser.name, OTHERS)):
            found.append(found_in(parser, changed(chance, parser)))
    assert [complaint for complaint in found if complaint is not None] == []


def test_real_sayings_are_read(every_parser: tuple[Parser, ...]) -> None:
    refused_anyway = ("printer ipp", "paper", "central", "scanner")  # a request, errors, a code with a wrong digit
    for parser in every_parser:
        if not parser.name.startswith(refused_anyway):
            for sample in parser.samples:
                assert found_in(Parser(parser.name, parser.samples, parser.take), sample) is None


def test_a_parser_that_breaks_is_found_out() -> None:
    control = Parser("control", (b"abcdefgh",), lambda data: data.decode("ascii"))
    chance = Random(1)
    assert any(found_in(control, changed(chance, control)) for _ in range(50))
