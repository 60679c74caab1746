"""Whether a page shows only the beginning of its article."""

import re
from typing import Any

from crawler.extract.jsonld import Markup, as_list
from crawler.extract.meta import Metas

_LOCKED = frozenset(("locked", "paid", "premium", "subscriber", "subscribers", "subscription"))
_TIERS = ("article:content_tier", "content_tier", "cxenseparse:access", "access-type")
_ASKS = re.compile(
    r"subscribe (?:now |today )?to (?:continue|keep|read|unlock)|(?:continue|keep) reading with|"
    r"(?:article|content|story) is (?:only )?(?:for|available to|reserved for) (?:our )?"
    r"(?:paying )?(?:subscribers|members)|log ?in or subscribe to|"
    r"to (?:read|continue reading) (?:the full|this) (?:article|story),? (?:please )?"
    r"(?:subscribe|log in|sign in|register)|"
    r"(?:jetzt|weiter)\s?lesen mit|nur für abonnenten|artikel ist nur für|"
    r"réservé aux abonnés|lees verder met|alleen voor abonnees|sólo para suscriptores",
    re.IGNORECASE,
)
_TAIL = 600


def behind_paywall(metas: Metas, markup: Markup, text: str) -> bool:
    """By `isAccessibleForFree`, by the content tier, or because the text ends in the plea."""
    if any(_is_false(value) for value in _free_marks(markup)):
        return True
    if any(tier.lower() in _LOCKED for name in _TIERS for tier in metas.get(name, ())):
        return True
    return _ASKS.search(text[-_TAIL:]) is not None


def _free_marks(markup: Markup) -> list[Any]:
    marks = [node.get("isAccessibleForFree") for node in (markup.article, markup.page)]
    parts = as_list(markup.article.get("hasPart"))
    return marks + [part.get("isAccessibleForFree") for part in parts if isinstance(part, dict)]


def _is_false(value: Any) -> bool:
    return value is False or str(value).strip().lower() in (
        "false",
        "no",
        "http://schema.org/false",
    )
