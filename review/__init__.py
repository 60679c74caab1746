"""The desk where people decide."""
