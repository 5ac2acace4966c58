"""The sign-in screen: who is working here, proved by a PIN."""
