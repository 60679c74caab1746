"""The command `desk`."""
