"""Language codes as two letters."""

import re

_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_THREE = {"eng": "en", "deu": "de", "ger": "de", "nld": "nl", "dut": "nl", "fra": "fr", "fre": "fr"}


def language_code(named: str) -> str:
    """`en-US` and `en_GB` are `en`; "" for what is no language code."""
    match = _CODE.fullmatch(named.strip())
    if not match:
        return ""
    code = match[1].lower()
    return _THREE.get(code, code if len(code) == 2 else "")
