"""What the program loads: .qm files made from the catalogues by Qt's own lrelease, which comes with PySide6."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import PySide6

from tests.catalogues.files import LOCALE, Key, Translation, po_of, read
from tests.catalogues.sentences import PAPER

QT_NAMES = {"ar": "ar", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "zh": "zh_CN"}
SECONDS = 120


def compile_language(language: str, folder: Path = LOCALE) -> Path:
    """Write a language's .qm beside its catalogue, and its sentences for paper; what is missing stays English."""
    translations = read(language, folder)
    paper = {text: one.forms[0] for (context, text), one in sorted(translations.items()) if context == PAPER}
    told = json.dumps({text: said for text, said in paper.items() if said}, ensure_ascii=False, indent=0)
    po_of(language, folder).with_name("paper.json").write_text(f"{told}\n", encoding="utf-8")
    return compile_translations(language, translations, po_of(language, folder).with_suffix(".qm"))


def compile_translations(language: str, translations: Mapping[Key, Translation], target: Path) -> Path:
    """Write translations as a .qm file. Raises CalledProcessError where lrelease refuses them."""
    with tempfile.TemporaryDirectory(prefix="catalogue-") as name:
        source = Path(name) / "aura.ts"
        source.write_text(_ts(QT_NAMES.get(language, "en_US"), translations), encoding="utf-8")
        subprocess.run(
            [_lrelease(), "-silent", str(source), "-qm", str(target)], check=True, timeout=SECONDS, capture_output=True
        )
    return target


def _lrelease() -> str:
    name = "lrelease.exe" if sys.platform == "win32" else "lrelease"
    return str(Path(PySide6.__path__[0]) / name)


def _ts(name: str, translations: Mapping[Key, Translation]) -> str:
    whole = sorted((key, one) for key, one in translations.items() if one.is_whole)
    contexts = "".join(
        f"<context><name>{escape(context)}</name>{''.join(_message(one) for _, one in group)}</context>\n"
        for context, group in groupby(whole, key=lambda pair: pair[0][0])
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    return f'{head}<TS version="2.1" language="{name}">\n{contexts}</TS>\n'


def _message(one: Translation) -> str:
    source = f"<source>{escape(one.sentence.text)}</source>"
    if one.sentence.many:
        forms = "".join(f"<numerusform>{escape(form)}</numerusform>" for form in one.forms)
        return f'<message numerus="yes">{source}<translation>{forms}</translation></message>\n'
    return f"<message>{source}<translation>{escape(one.forms[0])}</translation></message>\n"
