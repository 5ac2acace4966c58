"""The payment screen: what is due, what is handed over, what goes back."""
