"""Renders the widgets with sample rows into pictures: `python -m tests.support.widget_gallery FOLDER`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from tests.support.gallery_dialogs import dialog_page
from tests.support.gallery_kitchen import kitchen_page
from tests.support.gallery_register import register_page

Page = Callable[[Theme], QWidget]
PAGES: tuple[tuple[str, Page, Metrics], ...] = (
    ("register", register_page, Metrics(1366, 768, 15.6)),
    ("kitchen", kitchen_page, Metrics(1920, 1080, 21.5)),
    ("dialogs", dialog_page, Metrics(1366, 768, 15.6)),
)


def render(folder: Path) -> list[Path]:
    """One picture per page and theme; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in ("night", "day"):
        for page, make, metrics in PAGES:
            widget = make(prepare_application(app, built_in(name), metrics))
            widget.resize(metrics.width, metrics.height)
            widget.show()
            app.processEvents()
            if (focused := app.focusWidget()) is not None:
                focused.clearFocus()
            path = folder / f"{page}_{name}.png"
            widget.grab().save(str(path))
            widget.close()
            written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say the folder for the pictures")
    for file in render(Path(sys.argv[1])):
        print(file)
