"""A display that does not answer is told in a sentence, not by the end of the process."""

from __future__ import annotations

import sys

import pytest

from aura_terminal.app.display import why_no_display

NOBODY_THERE = ":4711"


@pytest.mark.skipif(sys.platform != "linux", reason="X displays are a matter of Linux")
def test_a_display_nobody_listens_on_is_named() -> None:
    assert NOBODY_THERE in why_no_display({"DISPLAY": NOBODY_THERE})


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": NOBODY_THERE, "QT_QPA_PLATFORM": "offscreen"},
        {"DISPLAY": NOBODY_THERE, "WAYLAND_DISPLAY": "wayland-0"},
    ],
    ids=["none", "offscreen", "wayland"],
)
def test_a_display_qt_does_not_go_to_is_not_asked(environment: dict[str, str]) -> None:
    assert why_no_display(environment) == ""
