"""A walk through every scene of every screen, with an eye and a finger.

python -m tests.campaigns.look --theme night --size 1024x768 --seconds 1200
python -m tests.campaigns.look --size 1024x768 --language de fr es ar zh

Every target has a name, a role, the size of a finger and a way by keys, lies in sight, shows focus and press; every
word and icon has the contrast of WCAG 2.2 AA as it is painted; keys and sentences show all of their words; every
screen and sheet there is was opened. Prints one line of JSON; 0 where nothing was found. `--note` keeps which scene
opens which screen, for the form in the tests.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from aura_terminal.ui.language.languages import ENGLISH, LANGUAGES
from aura_terminal.ui.language.tongue import LOCALE, Tongue
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in, shipped
from tests.catalogues.pseudo import PSEUDO, write_pseudo
from tests.catalogues.sentences import found_in
from tests.support.every_scene import every_scene, screen_of
from tests.support.look_walk import classes_in, close, note_opened, opened, screens_there_are, walked

KNOWN = {**LANGUAGES, PSEUDO.code: PSEUDO}
UNPLAYED = (AssertionError, AttributeError, LookupError, RuntimeError, StopIteration)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where nothing is wrong."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    scenes = [name for name in every_scene() if not asked.scene or name.partition(".")[0] in asked.scene]
    if not scenes:
        parser.error(f"there is no scene of {' or '.join(asked.scene)}")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    width, height = (int(each) for each in asked.size.split("x"))
    theme = prepare_application(app, built_in(asked.theme), screen_of(width, height))
    home = tempfile.TemporaryDirectory(prefix="aura-locale-")
    if PSEUDO.code in asked.language:
        write_pseudo(found_in(), Path(home.name))
    tongue = Tongue(app, Path(home.name) if PSEUDO.code in asked.language else LOCALE)
    languages = [KNOWN[code] for code in asked.language]
    begun, seen = time.monotonic(), dict[str, str]()
    wrong: dict[str, list[str]] = {}
    walked_through = 0
    for place, scene in enumerate(scenes):
        if time.monotonic() - begun > asked.seconds:
            wrong[f"{asked.seconds:.0f} seconds were not enough"] = scenes[place:]
            break
        try:
            shown = opened(theme, scene, width, height)
        except UNPLAYED as problem:
            wrong.setdefault(f"cannot be played: {type(problem).__name__} {problem}", []).append(scene)
            continue
        walked_through += 1
        for name in classes_in(shown):
            seen.setdefault(name, scene)
        for language in languages:
            tongue.speak(ENGLISH)  # or the one before would decide what is found to be said anew
            tongue.speak(language)
            shown.settle()
            for finding in walked(theme, shown):
                wrong.setdefault(f"{language.code} {finding}", []).append(scene)
        close(shown)
        tongue.speak(ENGLISH)
    there = set(screens_there_are())
    unopened = sorted(there - set(seen)) if walked_through == len(every_scene()) else []
    if asked.note:
        note_opened({name: scene for name, scene in seen.items() if name in there})
    result = {
        "theme": asked.theme, "size": asked.size, "scenes": walked_through, "of": len(every_scene()),
        "seconds": round(time.monotonic() - begun), "unopened": unopened, "wrong": wrong,
    }  # fmt: skip
    home.cleanup()
    print(json.dumps(result))
    return 1 if wrong or unopened else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.campaigns.look", description=str(__doc__).splitlines()[0])
    parser.add_argument("--theme", choices=shipped(), default="night")
    parser.add_argument("--size", default="1024x768")
    parser.add_argument("--scene", nargs="*", default=[], help="only these rooms")
    parser.add_argument(
        "--language", nargs="*", default=["en"], choices=KNOWN, help="qq is 40 %% longer; it goes alone"
    )
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--note", action="store_true", help="keep which scene opens which screen")
    return parser


if __name__ == "__main__":
    sys.exit(main())
