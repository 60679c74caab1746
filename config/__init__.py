"""What an operator may change, read once, checked whole, and passed on as values."""
