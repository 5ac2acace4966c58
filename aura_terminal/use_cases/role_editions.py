"""Brings the roles of a store up to the rights that a later program has."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.rights import EDITION, FIRST_EDITION, brought_up
from aura_terminal.domain.staff import Permission, Role
from aura_terminal.ports.store import SYSTEM, Begin


def bring_up_roles(begin: Begin) -> tuple[DocumentPut, ...]:
    """Give every role written by an earlier program the rights that follow from what it held, by facts of `system`.

    A role that held all there were gets all there are; where none did, the ones that may manage staff do, so that
    somebody can change roles. A role of this program's edition stays as it was written: what was taken from it is not
    given again. Two terminals that do it at the same time write the same.
    """
    with begin(SYSTEM) as work:
        roles = work.documents.all(Role)
        earlier = [role for role in roles if role.edition < EDITION]
        owners = {role.id for role in roles if set(role.permissions) >= FIRST_EDITION}
        owners = owners or {role.id for role in earlier if Permission.MANAGE_STAFF in role.permissions}
        facts = tuple(
            put(
                replace(
                    role,
                    permissions=brought_up(role.permissions, edition=role.edition, is_broadest=role.id in owners),
                    edition=EDITION,
                )
            )
            for role in earlier
        )
        if facts:
            work.keep(*facts)
    return facts
