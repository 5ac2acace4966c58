"""Documents and jobs as values."""

from __future__ import annotations

import json
from dataclasses import asdict

import msgspec
import pytest

from aura_terminal.domain.paper import (
    Cell,
    Feed,
    PaperDocument,
    PrintJob,
    PrintJobId,
    Reading,
    Rule,
    SpoolKind,
    Style,
    read_document,
)
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT


@pytest.mark.parametrize("document", [RECEIPT, KITCHEN_SLIP], ids=["receipt", "kitchen slip"])
def test_a_document_comes_back_from_json_as_it_was(document: PaperDocument) -> None:
    assert read_document(json.loads(json.dumps(asdict(document)))) == document
    assert read_document(msgspec.json.decode(msgspec.json.encode(document))) == document


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"template": "receipt", "version": 1, "blocks": [{"kind": "raw_bytes", "data": "1b70"}]},
        {"template": "receipt", "version": 1, "blocks": [{"kind": "rule", "style": "wavy"}]},
        {"template": "receipt", "version": 1, "blocks": [{"kind": "text", "runs": [{"text": "x"}], "align": "left"}]},
    ],
)
def test_what_is_no_document_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not a paper document|not a valid"):
        read_document(plain)


def test_a_drawer_kick_has_no_paper_and_everything_else_has() -> None:
    with pytest.raises(ValueError, match="has no document"):
        PrintJob(PrintJobId("a"), SpoolKind.DRAWER_KICK, "receipt", "kick", document=PaperDocument("x", 1, (Feed(),)))
    with pytest.raises(ValueError, match="needs a document"):
        PrintJob(PrintJobId("a"), SpoolKind.RECEIPT, "receipt", "Receipt")


def test_letters_and_cells_have_a_size() -> None:
    with pytest.raises(ValueError, match="1 or 2 times"):
        Style(width=3)
    with pytest.raises(ValueError, match="at least 1"):
        Cell("x", width=0)


def test_a_document_of_an_earlier_program_is_read_from_left_to_right() -> None:
    document = PaperDocument("receipt", 1, (Rule(),), Reading.RIGHT_TO_LEFT)
    plain = asdict(document)
    assert read_document(json.loads(json.dumps(plain))).reading is Reading.RIGHT_TO_LEFT
    del plain["reading"]
    assert read_document(json.loads(json.dumps(plain))).reading is Reading.LEFT_TO_RIGHT
