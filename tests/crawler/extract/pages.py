"""Pages of our own writing, put together from parts."""

import json
from typing import Any

URL = "https://www.griddaily.example/2026/02/school-buses"

PARAGRAPHS = (
    "A school district north of the city has plugged twenty electric buses into the grid and "
    "will sell their stored power back to the utility on summer evenings.",
    "The district expects the buses to earn about nine thousand dollars each in their first "
    "year, which is a little less than half of what charging them costs.",
    "Drivers return the buses by four in the afternoon, and the batteries are needed again "
    "only at six the next morning, so there is a long night to charge them slowly.",
    "The utility pays for each kilowatt hour delivered between five and nine, and it calls on "
    "the fleet at most thirty times a year, always a day ahead.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TITLE = "School buses feed the evening grid"


def page(
    *,
    body: str = BODY,
    head: str = "",
    title: str = f"{TITLE} | Grid Daily",
    ld: Any = None,
    lang: str = ' lang="en-US"',
    h1: str = TITLE,
) -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    return (
        f"<!DOCTYPE html><html{lang}><head><title>{title}</title>{head}{script}</head>"
        f"<body><header><nav><a href='/'>Home</a></nav></header><main><article><h1>{h1}</h1>"
        f"{body}</article></main><footer>Grid Daily 2026</footer></body></html>"
    ).encode()


def article_ld(**fields: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-02-03T10:00:00-05:00",
        "dateModified": "2026-02-09T10:00:00-05:00",
        "author": {"@type": "Person", "name": "Ann Lee"},
        "publisher": {"@type": "Organization", "name": "Grid Daily"},
        **fields,
    }
