import pytest

from crawler.robots import MAX_BYTES, rules_of

AGENT = "FindsDesk/0.1 (+https://example.org/bot)"
DISALLOW = b"User-agent: *\nDisallow: /private\n"
PADDING = b"# " + b"x" * 98 + b"\n"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, DISALLOW, "robots"),
        (200, b"\xef\xbb\xbf" + DISALLOW, "robots"),
        (200, b"User-agent: FindsDesk\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "robots"),
        (200, b"User-agent: OtherBot\nDisallow: /\n", ""),
        (200, DISALLOW + b"Allow: /private/a\n", ""),  # the longer rule wins
        (200, PADDING * 4000 + DISALLOW, "robots"),
        (200, PADDING * (MAX_BYTES // len(PADDING) + 1) + DISALLOW, ""),
        (200, b"<!doctype html><title>Welcome</title>", ""),
        (200, b"\xff\xfe\x00", ""),
        (200, b"", ""),
        (404, DISALLOW, ""),
        (403, DISALLOW, ""),
        (304, DISALLOW, ""),
        (429, b"", "robots_unreachable"),
        (500, b"", "robots_unreachable"),
        (503, DISALLOW, "robots_unreachable"),
    ],
)
def test_robots_rules_by_what_the_site_answered(status: int, body: bytes, code: str) -> None:
    trouble = rules_of(status, body).trouble_for("https://a.example/private/a", AGENT)
    assert (trouble.code if trouble else "") == code
    assert trouble is None or trouble.reason.endswith(".")


def test_robots_other_pages_stay_allowed() -> None:
    assert rules_of(200, DISALLOW).trouble_for("https://a.example/open", AGENT) is None
