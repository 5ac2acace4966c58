"""AuraFlow's lists, taken into the store: a module for each family of resources."""
