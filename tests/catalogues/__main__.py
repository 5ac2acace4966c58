"""Catalogues of translations: found in the source, handed to translators, taken back, compiled.

python -m tests.catalogues update | missing de --part 1/8 | try de FILE ... | take de FILE ... | check
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.catalogues.compiled import compile_language
from tests.catalogues.files import LANGUAGES, merged, read, write, write_sentences
from tests.catalogues.flaws import flaws
from tests.catalogues.formats import write_formats
from tests.catalogues.sentences import Found, found_in
from tests.catalogues.work import as_json, chunk, missing, read_said, taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; 0 fine, 1 something is missing or wrong."""
    parser = argparse.ArgumentParser(prog="tests.catalogues", description=str(__doc__).splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update", help="bring every catalogue to what the source says now, and compile it")
    commands.add_parser("check", help="say what is missing or wrong")
    for name, about in (
        ("missing", "print what a language lacks, as JSON"),
        ("try", "check a translator's files, keep nothing"),
        ("take", "keep what a translator's files say"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("language", choices=LANGUAGES)
        if name == "missing":
            command.add_argument("--part", default="1/1", help="which of how many parts, such as 2/8")
        else:
            command.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args(arguments)
    found = found_in()
    match asked.command:
        case "update":
            return _update(found)
        case "check":
            return _check(found)
        case "missing":
            number, of = map(int, asked.part.split("/"))
            wanted = chunk(missing(found, merged(asked.language, found)), number, of)
            print(as_json(wanted, asked.language, found), end="")
            return 0
        case _:
            return _take(asked.language, asked.files, found, keep=asked.command == "take")


def _update(found: Found) -> int:
    write_sentences(found)
    write_formats()
    for language in LANGUAGES:
        write(language, merged(language, found), found)
        compile_language(language)
    return _check(found)


def _check(found: Found) -> int:
    wrong = [f"not to be told which sentence: {each}" for each in found.unclear]
    wrong += [f"counted here and not there: {each}" for each in found.twice()]
    for language in LANGUAGES:
        mine = list(flaws(language, found, read(language)))
        print(f"{language}: {len(found.places)} sentences, {len(mine)} missing or wrong")
        wrong += mine
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _take(language: str, files: Sequence[Path], found: Found, *, keep: bool) -> int:
    kept, refused = taken(language, read_said(files), found, merged(language, found))
    for line in refused:
        print(line)
    print(f"{language}: {len(missing(found, kept))} texts are still missing, {len(refused)} were refused")
    if keep:
        write(language, kept, found)
        compile_language(language)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
