"""The board guests look at: which orders are being made, and which they may fetch."""
