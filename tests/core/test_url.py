import pytest

from core.url import canonical_url, url_key

SAME = [
    ("https://www.example.org/a/", "http://example.org/a"),
    ("https://example.org/a?utm_source=x&id=3", "https://example.org/a?id=3"),
    ("https://example.org:443/a#part", "https://EXAMPLE.org/a"),
    ("https://example.org", "https://example.org/"),
]
OTHER = [
    ("https://example.org/a?id=3", "https://example.org/a?id=4"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://news.example.org/a"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_url_key_same_page_has_same_key(one: str, two: str) -> None:
    assert url_key(one) == url_key(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_url_key_other_page_has_other_key(one: str, two: str) -> None:
    assert url_key(one) != url_key(two)


def test_url_key_address_that_cannot_be_read_has_one() -> None:
    assert url_key("http://[half") == url_key(" http://[half ") != url_key("http://[other")


def test_canonical_url_relative_address_is_joined() -> None:
    assert canonical_url("../b?fbclid=1", "https://example.org/a/c/") == "https://example.org/a/b"
