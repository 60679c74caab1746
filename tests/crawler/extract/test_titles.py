"""Which of a page's titles is its headline, and what is cut from it."""

import pytest

from crawler.extract.page import extract_page
from tests.crawler.extract.pages import TITLE, URL, article_ld, page

OTHER = "How one district earns money while its buses sleep"
SITE = '<meta property="og:site_name" content="Grid Daily">'


def title_of(
    *, shared: str = "", h1: str = TITLE, title: str = "", head: str = SITE, **marked: str
) -> str:
    """Of a page with these titles; `title` is that of h1 when nothing else is said."""
    if shared:
        head += f'<meta property="og:title" content="{shared}">'
    ld = article_ld(**marked) if marked else None
    return extract_page(page(head=head, h1=h1, title=title or h1, ld=ld), URL).title


def test_title_open_graph_goes_before_the_others() -> None:
    assert title_of(shared=OTHER, headline=TITLE) == OTHER


def test_title_that_json_ld_calls_the_alternative_is_not_taken() -> None:
    assert title_of(shared=OTHER, headline=TITLE, alternativeHeadline=OTHER) == TITLE


def test_title_alternative_that_is_the_heading_is_taken() -> None:
    found = title_of(shared=OTHER, h1=OTHER, headline=TITLE, alternativeHeadline=OTHER)
    assert found == OTHER


def test_title_shared_under_the_name_of_the_site_gives_way_when_all_others_agree() -> None:
    assert title_of(shared=f"{OTHER} | Grid Daily", headline=TITLE) == TITLE
    assert title_of(shared=f"{OTHER} | Grid Daily", title="Buses") == OTHER


@pytest.mark.parametrize("dots", ["…", "..."])
def test_title_shortened_with_dots_gives_way_to_a_whole_one(dots: str) -> None:
    assert title_of(shared=f"{OTHER[:30]}{dots}") == TITLE


def test_title_that_has_its_own_dots_keeps_them() -> None:
    assert title_of(shared="And then they slept …", h1="And then they slept …").endswith("…")


def test_title_under_two_kickers_is_what_both_have() -> None:
    assert title_of(shared=f"Electric transport: {TITLE}", h1=f"Virginia - {TITLE}") == TITLE


def test_title_with_a_kicker_of_the_same_subject_keeps_it() -> None:
    shared = f"Virginia: {TITLE}"
    assert title_of(shared=shared, h1=f"North Virginia: {TITLE}") == shared


@pytest.mark.parametrize(
    ("shared", "found"),
    [
        (f"{TITLE} | Transport", TITLE),
        (f"03.02.2026 | {TITLE}", TITLE),
        (f"{TITLE} - Fairfax News", f"{TITLE} - Fairfax News"),
    ],
    ids=["a bar behind", "a bar before", "a dash may belong to it"],
)
def test_title_loses_what_a_bar_sets_off_and_the_heading_lacks(shared: str, found: str) -> None:
    assert title_of(shared=shared, title="Buses") == found


def test_title_loses_what_a_dash_sets_off_when_two_places_lack_it() -> None:
    assert title_of(shared=f"{TITLE} - Fairfax News", headline=TITLE) == TITLE


def test_title_is_spelled_as_most_places_spell_it() -> None:
    plain, curly = "Buses don't sleep, they 'work'", "Buses don’t sleep, they ‘work’"
    assert title_of(shared=plain, h1=curly, headline=curly) == curly
    assert title_of(shared=plain, h1=curly, title=plain) == plain


def test_title_that_names_the_site_as_the_heading_does_is_whole() -> None:
    headline = "A year of school buses – GridDaily looks back"
    assert title_of(shared=headline, h1=headline) == headline
    assert title_of(shared=headline, h1="Buses") == "A year of school buses"


def test_title_loses_a_site_name_that_holds_a_dash() -> None:
    site = '<meta property="og:site_name" content="The Grid - All about power">'
    shared = f"{TITLE} » The Grid - All about power"
    assert title_of(shared=shared, title=shared, head=site) == TITLE


def test_title_loses_a_dash_with_nothing_behind_it() -> None:
    assert title_of(shared=f"{TITLE} -", title="Buses") == TITLE


def test_title_of_a_page_of_headings_is_found_in_time() -> None:
    h1 = "</h1><h1>".join(f"Heading {number} | x" for number in range(5_000))
    assert title_of(h1=h1, shared=" | ".join(["a"] * 5_000), title=TITLE).startswith("a | a")
