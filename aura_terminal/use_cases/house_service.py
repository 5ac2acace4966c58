"""The house's rules for service as they are now."""

from __future__ import annotations

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.service_rules import SERVICE_RULES, ServiceRules
from aura_terminal.ports.store import Documents


def service_rules(documents: Documents) -> ServiceRules:
    """The rules in force; what counts where the house said nothing asks nothing and charges nothing."""
    try:
        return documents.get(ServiceRules, SERVICE_RULES)
    except NotFound:
        return ServiceRules()
