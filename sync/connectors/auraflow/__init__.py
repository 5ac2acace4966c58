"""AuraFlow POS: what the store's facts mean to it, and what its lists mean here."""
