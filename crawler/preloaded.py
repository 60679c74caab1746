"""Imported by the server that reading processes are forked from: what takes long to load is loaded
once, and shared by all of them."""

import py3langid

import crawler.looking  # noqa: F401
from crawler.parse.address import site_of

# The model, and the list of public suffixes: otherwise loaded with the first page.
py3langid.classify("")
site_of("example.org")
