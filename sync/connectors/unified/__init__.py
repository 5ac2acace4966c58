"""The Unified Assistant: invoices of house accounts, takings, purchases and what is in store."""
