"""Step 2: finding items by the beginnings of words; the index follows the menu by triggers."""

from __future__ import annotations

_NEW = "INSERT INTO menu_search (rowid, name, codes) VALUES (new.number, new.name, new.codes);"
_OLD = """INSERT INTO menu_search (menu_search, rowid, name, codes)
VALUES ('delete', old.number, old.name, old.codes);"""

STATEMENTS = (
    """CREATE VIRTUAL TABLE menu_search USING fts5(
name, codes, content='menu_items', content_rowid='number', prefix='1 2 3',
tokenize="unicode61 remove_diacritics 2")""",
    f"CREATE TRIGGER item_found AFTER INSERT ON menu_items BEGIN {_NEW} END",
    f"CREATE TRIGGER item_lost AFTER DELETE ON menu_items BEGIN {_OLD} END",
    f"CREATE TRIGGER item_renamed AFTER UPDATE OF name, codes ON menu_items BEGIN {_OLD} {_NEW} END",
    "INSERT INTO menu_search (menu_search) VALUES ('rebuild')",
)
