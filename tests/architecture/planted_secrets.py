"""Secrets somebody might leave in a text of the project, told by their shape alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """What some service's secrets look like; texts without one of the marks are not looked through."""

    what: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]


def _shape(what: str, marks: str, pattern: str) -> Shape:
    return Shape(what, tuple(marks.split()), re.compile(pattern))


SHAPES = (
    _shape("a private key", "-----BEGIN", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}"),
    _shape("a key of AWS", "AKIA ASIA", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    _shape("a key of Stripe", "k_live_ whsec_", r"\b[sr]k_live_[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z+/]{24,}"),
    _shape("a token of GitHub", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"gh[pousr]_\w{36}|github_pat_\w{50,}"),
    _shape("a token of a package registry", "pypi-AgE npm_", r"\bpypi-AgE[\w-]{40,}|\bnpm_[0-9A-Za-z]{36}"),
    _shape("a token of Slack", "xox", r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    _shape("a key of Google", "AIza", r"\bAIza[\w-]{35}"),
    _shape("a key of a language model", "sk-", r"\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}"),
    _shape("a signed token", "eyJ", r"\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{20,}"),
    _shape("an address with a password", "://", r"://[^\s:/@{}<>\"']+:(?!PASSWORD@|\*{3}@)[^\s:/@{}<>\"']{8,}@"),
)
NAMED = re.compile(
    r"(?:[Pp]assword|PASSWORD|[Pp]assphrase|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Aa]pi_?[Kk]ey|API_?KEY|[Pp]epper)\w*"
    r"\"?'?\s*(?:[:=]|:\s*str\s*=)\s*f?[\"']([^\"'\s{}]{16,})[\"']"
)
LEAST_BITS = 3.6
"""Bits a sign of what is drawn by lot and not written by somebody: words have fewer."""
INVENTED = ("0123456789", "...")
"""What somebody writes who needs something in a secret's place."""


def secrets_in(text: str) -> Iterator[tuple[str, str]]:
    """Each with what it looks like and how it begins."""
    for shape in SHAPES:
        if any(mark in text for mark in shape.marks):
            yield from ((shape.what, found[0][:24]) for found in shape.pattern.finditer(text))
    for found in NAMED.finditer(text):
        said = found[1]
        if bits(said) > LEAST_BITS and re.search(r"\d", said) and not any(one in said for one in INVENTED):
            yield "something drawn by lot under a secret's name", found[0][:60]


def bits(text: str) -> float:
    """Shannon's entropy of a text's signs."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())
