"""Bylines as names."""

import pytest

from crawler.parse.names import split_names

BYLINES = {
    "By Ann Lee and Bo Chen": ("Ann Lee", "Bo Chen"),
    "Von Eva Roth, Jan Kern und Ida Voss": ("Eva Roth", "Jan Kern", "Ida Voss"),
    "Ann Lee | Bo Chen": ("Ann Lee", "Bo Chen"),
    "ann@x.example (Ann Lee)": ("Ann Lee",),
    "Ann Lee <ann@x.example>": ("Ann Lee",),
    "Ann Lee, Ann Lee": ("Ann Lee",),
    "Martin King, Jr.": ("Martin King, Jr.",),
    "Ann Lee (al)": ("Ann Lee",),
    "Andrea Anders": ("Andrea Anders",),
    "Ann Lee 3 February 2026": ("Ann Lee",),
    "<b>Ann</b> <script>x()</script>Lee": ("Ann Lee",),
    "a.lee@x.example": (),
    "https://x.example/ann": (),
    "admin": (),
    "(Image: Agency)": (),
    "": (),
}


@pytest.mark.parametrize("text", BYLINES)
def test_split_names_byline_gives_its_people(text: str) -> None:
    assert split_names(text) == BYLINES[text]


@pytest.mark.parametrize("text", ["a" * 50_000, " and " * 10_000, ", " * 20_000, "(" * 20_000])
def test_split_names_absurd_byline_gives_nothing(text: str) -> None:
    assert split_names(text) == ()
