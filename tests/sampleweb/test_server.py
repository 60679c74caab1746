import socket
import time
from collections.abc import Callable
from datetime import date
from email.message import Message

import pytest

from sampleweb.outlets import Outlet, load_outlets
from sampleweb.server import SampleWeb, serve
from sampleweb.site import build_site

Visit = Callable[..., tuple[int, Message, bytes]]

OUTLETS = load_outlets()
LIVE = [outlet for outlet in OUTLETS if outlet.fault is None]
LONG_AGO = "Sat, 01 Jan 2000 00:00:00 GMT"


def offered(web: SampleWeb, outlet: Outlet) -> str:
    return web.url(outlet.slug, outlet.offers[0][1])


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
def test_outlet_answers_with_its_own_status(outlet: Outlet, web: SampleWeb, visit: Visit) -> None:
    assert visit(offered(web, outlet))[0] == (outlet.fault or 200)


@pytest.mark.parametrize("outlet", LIVE, ids=lambda outlet: outlet.slug)
def test_conditional_get_unchanged_answers_304_without_body(
    outlet: Outlet, web: SampleWeb, visit: Visit
) -> None:
    url = offered(web, outlet)
    _, headers, _ = visit(url)
    asked = {
        "ETag": "If-None-Match",
        "Last-Modified": "If-Modified-Since",
    }
    conditions = [{asked[name]: headers[name]} for name in asked if name in headers]
    assert conditions
    for condition in conditions:
        status, again, body = visit(url, condition)
        assert (status, body) == (304, b"")
        assert again.get("ETag") == headers.get("ETag")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other", W/{etag}'}, 304),
        ({"If-Modified-Since": LONG_AGO}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "{modified}"}, 200),
        ({"If-None-Match": "{etag}", "If-Modified-Since": LONG_AGO}, 304),
    ],
)
def test_conditional_get_follows_the_order_of_preconditions(
    condition: dict[str, str], expected: int, web: SampleWeb, visit: Visit
) -> None:
    url = web.url("charge-atlas", "/atom.xml")
    _, headers, _ = visit(url)
    values = {"etag": headers["ETag"], "modified": headers["Last-Modified"]}
    filled = {name: value.format(**values) for name, value in condition.items()}
    assert visit(url, filled)[0] == expected


def test_request_is_recorded_with_its_condition(web: SampleWeb, visit: Visit) -> None:
    before = len(web.requests)
    visit(web.url("charge-atlas", "/atom.xml?x=1"), {"If-None-Match": "*"})
    visit(web.url("charge-atlas", "/nowhere"))
    assert web.requests[before:] == (
        ("charge-atlas.localhost", "/atom.xml?x=1", 304, True),
        ("charge-atlas.localhost", "/nowhere", 404, False),
    )


def test_head_has_the_length_and_no_body(web: SampleWeb, visit: Visit) -> None:
    url = web.url("gridpost", "/feed.atom")
    _, _, body = visit(url)
    status, headers, nothing = visit(url, method="HEAD")
    assert (status, int(headers["Content-Length"]), nothing) == (200, len(body), b"")


def test_unknown_host_answers_404(web: SampleWeb, visit: Visit) -> None:
    assert visit(web.url("nobody"))[0] == 404


def test_bare_address_lists_the_outlets(web: SampleWeb, visit: Visit) -> None:
    _, _, body = visit(f"http://127.0.0.1:{web.port}/")
    for outlet in OUTLETS:
        assert web.url(outlet.slug) in body.decode()


def test_server_writes_nothing_to_the_terminal(
    web: SampleWeb, visit: Visit, capfd: pytest.CaptureFixture[str]
) -> None:
    visit(web.url("gridpost"))
    visit(web.url("old-hub"))
    assert capfd.readouterr() == ("", "")


def test_sources_name_every_outlet_with_its_kind(web: SampleWeb) -> None:
    sources = {source.slug: source for source in web.sources()}
    assert set(sources) == {outlet.slug for outlet in OUTLETS}
    assert {source.kind for source in sources.values()} == {"feed", "sitemap", "listing"}
    assert sources["ampere-lane"].url == f"http://ampere-lane.localhost:{web.port}/newsroom"
    assert sources["kyokai-tech"].kind == "sitemap"
    assert sources["gridpost"].region_hint == "US"
    assert sources["wirepoint"].region_hint is None


def test_server_stops_within_a_second_though_a_client_hangs(today: date) -> None:
    with serve(today=today) as running:
        idle = socket.create_connection(("127.0.0.1", running.port))
        started = time.monotonic()
    assert time.monotonic() - started < 1
    idle.close()
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", running.port), timeout=1)


def test_server_taken_port_raises_os_error(web: SampleWeb, today: date) -> None:
    with pytest.raises(OSError, match="in use"), serve(today=today, port=web.port):
        pass


def test_site_is_built_within_five_seconds_and_the_same_each_time() -> None:
    started = time.monotonic()
    first = build_site(date(2026, 7, 1), 8391)
    assert time.monotonic() - started < 5
    assert first.answers == build_site(date(2026, 7, 1), 8391).answers
