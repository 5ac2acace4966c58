"""Sentences that are made where nobody knows which language is read, and said in it where a screen shows them.

They are plain English: kept in the store, sent to other terminals and told on the command line as they are. To mark
them is what has them translated (context `Told`); screens say them with `ui.language.heard`.
"""

from __future__ import annotations


def told(sentence: str, /, **fields: object) -> str:
    """A sentence with its named {fields} filled in; one without fields as it stands, to be filled in later."""
    return sentence.format(**fields) if fields else sentence
