"""Taking what AuraConnect sent into the store's own documents, under the words of its deployment."""

from __future__ import annotations

from dataclasses import dataclass

from sync.connectors.auraconnect.words import Words
from sync.reconcile import intake
from sync.reconcile.intake import at as at
from sync.reconcile.intake import digest_of_row as digest_of_row
from sync.reconcile.intake import name_of as name_of


@dataclass(slots=True, kw_only=True)
class Intake(intake.Intake):
    """One page on its way in, and what the deployment calls things."""

    words: Words
