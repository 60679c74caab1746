"""Every page once, as each role meets it."""

import pytest
from starlette.testclient import TestClient

from tests.review.conftest import NewClient
from tests.review.seed import Seeded

PAGES = [
    "/",
    "/editions",
    "/sources",
    "/articles",
    "/runs",
    "/archive",
    "/style",
    "/lessons",
    "/account",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_signed_in_answers(vera: TestClient, path: str) -> None:
    answer = vera.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/people", "/finds/1", "/finds/1/edit", "/editions/1"])
def test_page_signed_out_leads_to_sign_in(new_client: NewClient, seeded: Seeded, path: str) -> None:
    answer = new_client().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
