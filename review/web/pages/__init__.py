"""One file per page: load, act, render."""
