"""What every section of the API has in common: callers, errors, pages, budgets, repeated requests."""
