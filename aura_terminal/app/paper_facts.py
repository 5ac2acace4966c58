"""Which facts the node has to carry to a device."""

from __future__ import annotations

from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.drawer import DrawerOpened
from aura_terminal.domain.order_facts import LinesFired, LineVoided, OrderCancelled, OrderClosed, ReceiptReprinted
from aura_terminal.domain.service_facts import CheckPrinted
from aura_terminal.domain.sharing_facts import SharePrinted

GOES_ON_PAPER = frozenset(
    {
        LinesFired,
        LineVoided,
        OrderClosed,
        OrderCancelled,
        DrawerOpened,
        ReceiptReprinted,
        DayClosed,
        CheckPrinted,
        SharePrinted,
    }
)
