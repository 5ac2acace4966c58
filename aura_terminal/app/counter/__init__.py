"""What a register offers beyond menu, order and payment: each feature joins itself to the screens that are there."""
