"""Page bytes in, an article's fields out. Nothing here fetches anything."""
