"""Past editions read from files: bytes in, editions out, nothing fetched."""
