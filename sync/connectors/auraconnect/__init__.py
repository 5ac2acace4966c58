"""AuraConnect by its documents: what it is told, what it answers, what is mirrored from it."""
