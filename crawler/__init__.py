"""From a source to clean articles."""
