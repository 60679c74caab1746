"""Bytes in, links out: feeds, sitemaps and listing pages. Nothing here fetches anything."""
