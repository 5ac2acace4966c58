"""The page of printers, drawers and other devices, and of the paper that waits for them."""
