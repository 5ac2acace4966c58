"""Cash drawers: who answers for them, what moved, what was counted."""
