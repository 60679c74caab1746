"""One invented edition in the shapes that newsletters have: the tests read each back."""

from datetime import date

from core.place import Region

DATED = date(2026, 2, 17)
INTRODUCTION = (
    "Depots keep their lead over driveways, and this issue asks why.",
    "We also open a series on island grids, where every parked battery counts twice.",
)
FEATURES = (
    (
        "V2G Insights",
        "The Island That Parks Its Power Plant: A Talk with Ingrid Solberg",
        "Ingrid Solberg runs the grid of an island with 900 homes and 210 electric cars. We asked "
        "her what changed when the ferry company joined.",
    ),
    (
        "V2G Intelligence",
        "What a Tariff Book Tells You Before a Pilot Does",
        "Three tariff books, read side by side, say more about scale than any press release. This "
        "piece explains which lines to look for.",
    ),
)
US_FINDS = (
    (
        "Cedar Falls Unified has put its twelfth electric bus on a discharge schedule, the first "
        "district in Iowa to do so on school days. The utility pays for the hours, not the energy.",
        date(2026, 2, 12),
    ),
    (
        "Regulators in Oregon have asked utilities to name a price for exported evening power by "
        "June. The order counts parked cars and wall batteries alike.",
        date(2026, 2, 9),
    ),
)
GLOBAL_FINDS = (
    (
        "A car-share in Rotterdam sold 40 MWh of balancing power last winter from 130 cars. Each "
        "car earned more at the curb than on the road in two of the four months.",
        date(2026, 2, 10),
    ),
    (
        "Kyushu’s grid operator will let homes in Japan bid car batteries into its spring market. "
        "The floor is 1 kW, the lowest in the country so far.",
        date(2026, 2, 6),
    ),
)
CLOSING = "Know someone who should read this? Forward it, and tell us what we missed."


def place(text: str) -> Region:
    """Where it happens, by the names that the invented finds use."""
    if any(name in text for name in ("Iowa", "Oregon")):
        return Region.US
    return Region.GLOBAL if any(n in text for n in ("Rotterdam", "Japan")) else Region.UNCLEAR


def us_date(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def long_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def text_edition(
    *,
    number: str = "Volume 2 | Issue 4",
    us: str = "V2G Finds—US",
    world: str = "V2G Finds—Global",
    dates: tuple[str, ...] | None = None,
    lead: bool = False,
    closing: str = CLOSING,
) -> str:
    """The edition as plain text. `dates` are the four finds' in order; `lead` puts each above its
    find. An empty heading is left out."""
    printed = dates or tuple(us_date(day) for _, day in (*US_FINDS, *GLOBAL_FINDS))
    blocks = [number, *INTRODUCTION]
    for kind, title, body in FEATURES:
        blocks += [kind, title, long_date(DATED), body]
    finds = [text for text, _ in (*US_FINDS, *GLOBAL_FINDS)]
    for index, (text, day) in enumerate(zip(finds, printed, strict=True)):
        heading = us if index == 0 else world if index == len(US_FINDS) else ""
        blocks += [heading] if heading else []
        blocks += [day, text] if lead else [text, day]
    return "\n\n".join([*blocks, closing]).strip() + "\n"


def html_edition() -> str:
    """As a web page: navigation around it, headings, links, the date in a line of the find."""
    features = "".join(
        f"<h2>{kind}</h2><h3><a href='https://v2gnews.example/{i}'>{title}</a></h3>"
        f"<p><em>{long_date(DATED)}</em></p><p>{body}</p>"
        f"<p><a href='https://v2gnews.example/{i}'>Read the full piece →</a></p>"
        for i, (kind, title, body) in enumerate(FEATURES)
    )
    us, world = (
        "".join(
            f"<li><p>{text} <a href='https://outlet.example/{text[:5].strip()}'>More</a>"
            f"<br>{us_date(day)}</p></li>"
            for text, day in finds
        )
        for finds in (US_FINDS, GLOBAL_FINDS)
    )
    return f"""<!doctype html><html><head><title>V2G News</title>
<link rel="canonical" href="https://v2gnews.example/2-4"><script>alert(1)</script></head>
<body><nav><a href="/">Home</a> Volume 9 | Issue 9</nav><main>
<div style="display:none">What the inbox shows</div>
<h1>V2G News</h1><p>Volume 2 | Issue 4 &nbsp;·&nbsp; {long_date(DATED)}</p>
{"".join(f"<p>{p}</p>" for p in INTRODUCTION)}{features}
<h2>U.S. Headlines</h2><ul>{us}</ul><h2>Around the World</h2><ul>{world}</ul>
<p>{CLOSING}</p></main><footer>12 Mill Lane</footer></body></html>"""


def markdown_edition() -> str:
    parts = ["# Vol. 2, No. 4", f"*{long_date(DATED)}*", *INTRODUCTION]
    for kind, title, body in FEATURES:
        parts += [f"## {kind}", f"### {title}", long_date(DATED), body]
    for heading, finds in (
        ("## Finds: United States", US_FINDS),
        ("## International", GLOBAL_FINDS),
    ):
        parts.append(heading)
        parts += [
            f"{number}. {text} ([source](https://outlet.example/{number})) ({us_date(day)})"
            for number, (text, day) in enumerate(finds, 1)
        ]
    return "\n\n".join([*parts, "---", CLOSING])


def wordpress_export(*bodies: tuple[str, str, str]) -> bytes:
    """A WXR file of posts: title, body, status."""
    items = "".join(
        f"<item><title>{title}</title><link>https://v2gnews.example/p{i}</link>"
        f"<pubDate>Tue, 17 Feb 2026 09:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_date><![CDATA[2026-02-17 09:00:00]]></wp:post_date>"
        f"<wp:status><![CDATA[{status}]]></wp:status>"
        f"<wp:post_type><![CDATA[post]]></wp:post_type></item>"
        for i, (title, body, status) in enumerate(bodies)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>V2G News</title>'
        f"{items}</channel></rss>"
    ).encode()
