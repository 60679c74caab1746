"""Imported by the server that reading processes are forked from: what takes long to load is loaded
once, and shared by all of them."""

from contextlib import suppress

import py3langid

import crawler.looking  # noqa: F401
from crawler.parse.address import site_of

# The model, and the list of public suffixes: otherwise loaded with the first page. What fails here
# fails there again, with its trace, and for that page alone.
with suppress(Exception):
    py3langid.classify("")
with suppress(Exception):
    site_of("example.org")
