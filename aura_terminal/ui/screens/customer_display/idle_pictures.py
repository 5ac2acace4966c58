"""Pictures of the house for a display nobody looks at yet: one after the other, from a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from aura_terminal.domain.errors import Unavailable
from aura_terminal.view_models.long_work import LongWork

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif"})
EACH_MILLISECONDS = 10_000
MOST_PIXELS = 16_000_000
"""What is larger was not made for a display; it is passed over."""


class IdlePictures(QObject):
    """Shows the folder's pictures in the order of their names. `changed` follows each.

    The folder is looked at anew for every turn, and pictures are read beside the screen: it never waits for a disk. A
    file that cannot be read is passed over.
    """

    changed = Signal()

    def __init__(
        self, folder: Path, parent: QObject | None = None, *, each_milliseconds: int = EACH_MILLISECONDS
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._size = QSize()
        self._last = ""
        self._picture: QImage | None = None
        self._work = LongWork(self)
        self._turn = QTimer(self, interval=each_milliseconds)
        self._turn.timeout.connect(self._go_on)

    @property
    def picture(self) -> QImage | None:
        """The one to be shown now; None while there is none."""
        return self._picture

    def show_in(self, size: QSize) -> None:
        """Begin, or go on, with pictures as large as this many pixels."""
        self._size = size
        if not self._turn.isActive():
            self._turn.start()
            self._go_on()

    def rest(self) -> None:
        """Somebody orders: no picture is read."""
        self._turn.stop()

    @Slot()
    def _go_on(self) -> None:
        folder, last, size = self._folder, self._last, QSize(self._size)
        self._work.run(lambda _: next_picture(folder, last, size), self._show, self._fail)

    def _show(self, found: tuple[str, QImage] | None) -> None:
        if found is None:
            self._last, self._picture = "", None
        else:
            self._last, self._picture = found
        self.changed.emit()

    def _fail(self, _trouble: Unavailable) -> None:
        self._picture = None
        self.changed.emit()


def next_picture(folder: Path, last: str, size: QSize) -> tuple[str, QImage] | None:
    """The first readable picture after the one of that name, from the beginning after the last one; None for none."""
    names = sorted(each.name for each in folder.iterdir() if is_picture(each)) if folder.is_dir() else []
    start = next((place for place, name in enumerate(names) if name > last), 0)
    for name in (*names[start:], *names[:start]):
        image = read_picture(folder / name, size)
        if image is not None:
            return name, image
    return None


def is_picture(file: Path) -> bool:
    """Whether it is called as pictures are."""
    return file.suffix.lower() in ENDINGS and file.is_file()


def read_picture(file: Path, size: QSize) -> QImage | None:
    """A picture as large as fits into `size`, turned as its camera was held; None where it cannot be read."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid() or whole.width() * whole.height() > MOST_PIXELS:
        return None
    image = reader.read()
    if image.isNull():
        return None
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
