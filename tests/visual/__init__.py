"""What every screen looks like, held against what somebody looked at and accepted."""
