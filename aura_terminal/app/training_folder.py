"""Which folder is a training store's, and whether somebody wants to go there. Imports nothing: a start asks it."""

from __future__ import annotations

from pathlib import Path

TRAINING_HOST = "127.0.0.3"
"""Where a training terminal listens: this machine alone can call it there, and only who is told to."""
PLACE, MARK, WANTED = "training", "training.txt", "training.wanted"


def is_training(folder: Path) -> bool:
    """Whether nothing in this folder is real."""
    return (folder / MARK).exists()


def real_folder(training: Path) -> Path:
    """The folder of the terminal that a training store belongs to."""
    return training.parent


def want(folder: Path) -> None:
    """Go to training when this terminal's window is closed."""
    (folder / WANTED).touch()


def is_wanted(folder: Path) -> bool:
    """Whether somebody asked for it."""
    return (folder / WANTED).exists()


def forget(folder: Path) -> None:
    """A start after a crash is that of the real store."""
    (folder / WANTED).unlink(missing_ok=True)
