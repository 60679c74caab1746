"""Whatever is typed into search, it finds words or nothing, and never breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from tests.storage.values import NOW, article

TEXTS = {
    "hyphen": "A V2G-ready wallbox, and/or a cable; 21.5 kW (peak).",
    "accents": "Die Ladesäule in Köln speist zurück. L'énergie à São Paulo.",
    "address": "See example.com/v2g?x=1 or write to desk@example.com.",
    "chinese": "车网互动 试点 在深圳",
    "letters": "İstanbul Straße ﬁne",
}


def found(database: Database, query: str) -> set[str]:
    titles = {article(name).article_id: name for name in TEXTS}
    with database.read() as unit:
        return {titles[row.article_id] for row in unit.articles.page(query=query)}


@pytest.fixture
def filled(database: Database) -> Database:
    with database.unit() as unit:
        for name, text in TEXTS.items():
            unit.articles.add(article(name, title=name, text=text, summary="", outlet=""))
    return database


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("v2g", {"hyphen", "address"}),
        ("V2G ready", {"hyphen"}),
        ("v2g-ready", {"hyphen"}),
        ("and/or", {"hyphen"}),
        ("21.5 kW", {"hyphen"}),
        ("ladesaule koln", {"accents"}),
        ("LADESÄULE", {"accents"}),
        ("energie sao", {"accents"}),
        ("desk@example.com", {"address"}),
        ("example.com", {"address"}),
        ("exam", {"address"}),
        ("车网", {"chinese"}),
        ("istanbul", {"letters"}),
        ("fine", {"letters"}),
        ("nothing of it", set()),
        ("wallbox köln", set()),
    ],
)
def test_search_finds_what_holds_every_word(filled: Database, query: str, names: set[str]) -> None:
    assert found(filled, query) == names


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", '"unclosed', "v2g AND", "NOT v2g", "a NEAR b", "title:x", "x*", "^x", "(", ")",
        "v2g & | !", ":*", "\\", "--", "; DROP TABLE articles", "%", "_", "\x00", "\ud800",
        "x" * 50_000, "a " * 5_000, "🚗", "\u202e", "{x}", "+-", "<->", "€", "\u0301",
    ],
    ids=lambda query: ascii(query[:12]),
)  # fmt: skip
def test_search_of_foreign_syntax_never_breaks(filled: Database, query: str) -> None:
    assert isinstance(found(filled, query), set)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=40))
def test_search_of_anything_never_breaks(filled: Database, query: str) -> None:
    assert found(filled, query) <= set(TEXTS)


def test_search_without_a_word_lists_all_or_none(filled: Database) -> None:
    assert found(filled, "  ") == set(TEXTS)
    assert found(filled, "?!") == set()


def test_search_finds_an_article_of_any_length(database: Database) -> None:
    with database.unit() as unit:
        words = " ".join(f"word{number}" for number in range(60_000))
        unit.articles.add(article("long", text=f"{'y' * 5000} {words}"))
        unit.articles.add(article("short", first_seen_at=NOW))
        found_rows = unit.articles.page(query="word999")
    assert [row.article_id for row in found_rows] == [article("long").article_id]


def test_single_character_is_a_whole_word(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article("plain", title="Plan b", text=""))
        unit.articles.add(article("longer", title="Buses", text=""))
        rows = unit.articles.page(query="b")
    assert [row.article_id for row in rows] == [article("plain").article_id]
