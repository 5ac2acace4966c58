"""A touch target keeps its size on the finger, whatever the screen."""

import pytest

from aura_terminal.ui.theme.metrics import Metrics


@pytest.mark.parametrize(
    ("screen", "pixels"),
    [(Metrics(1024, 768, 15.0), 67), (Metrics(1366, 768, 15.6), 79), (Metrics(1920, 1080, 15.6), 111)],
)
def test_twenty_millimetres_follow_the_screen(screen: Metrics, pixels: int) -> None:
    assert screen.pixels(20) == pixels


def test_a_target_is_never_under_forty_eight_pixels_nor_under_sixty_four_in_haste() -> None:
    assert Metrics(1024, 768, 19.0).target(3) == 48
    assert Metrics(1024, 768, 19.0, least_pixels=64).target(3) == 64


def test_a_target_is_never_under_nine_millimetres() -> None:
    dense = Metrics(1920, 1080, 11.6)
    assert dense.target(3) == dense.pixels(9) > 48


def test_a_screen_without_size_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Metrics(1366, 768, 0)
