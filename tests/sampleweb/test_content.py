from datetime import UTC, date, datetime

import pytest

from sampleweb.article_files import ArticleFile
from sampleweb.content import SampleArticle, load_articles, parse_articles
from sampleweb.errors import SampleContentError
from sampleweb.outlets import load_outlets

TODAY = date(2026, 3, 14)
HEAD = {
    "title": '"Cars: a test"',
    "author": "Ann Example",
    "days_ago": "2",
    "time": "14:05",
    "section": "Grid",
    "teaser": "On [[day 3]] it began.",
    "story": "test",
    "region": "US",
    "beat": "off",
}


def article_file(
    body: str = "Text.", outlet: str = "gridpost", slug: str = "a", **head: str | None
) -> ArticleFile:
    lines = [f"{key}: {value}" for key, value in (HEAD | head).items() if value is not None]
    text = "\n".join(["---", *lines, "---", body, ""])
    return ArticleFile(outlet=outlet, slug=slug, text=text)


def parse(*sources: ArticleFile) -> tuple[SampleArticle, ...]:
    return parse_articles(sources, load_outlets(), TODAY)


def test_article_complete_file_becomes_dated_value() -> None:
    (article,) = parse(article_file(body="Since [[year-1]]."))
    assert article.title == "Cars: a test"
    assert article.authors == ("Ann Example",)
    assert article.published == datetime(2026, 3, 12, 14, 5, tzinfo=UTC)
    assert article.teaser == "On March 11, 2026 it began."
    assert article.body == "Since 2025."
    assert article.path == "/news/a/"
    assert article.beat == "off"


def test_article_author_list_keeps_order() -> None:
    (article,) = parse(article_file(author="[Zoe Second, Abe First]"))
    assert article.authors == ("Zoe Second", "Abe First")


def test_article_without_author_has_none() -> None:
    (article,) = parse(article_file(author=None))
    assert article.authors == ()


def test_article_disallowed_lies_under_the_forbidden_path() -> None:
    (article,) = parse(article_file(outlet="dockets-daily", traits="[disallowed]"))
    assert article.path == "/subscribers/a"


def test_article_copy_takes_the_text_of_its_original() -> None:
    articles = parse(
        article_file(body="The original."),
        article_file(body="", outlet="fjord-energy", slug="b", copy_of="gridpost/a"),
    )
    assert {article.body for article in articles} == {"The original."}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (ArticleFile(outlet="gridpost", slug="a", text="No front matter"), "front matter"),
        (ArticleFile(outlet="gridpost", slug="a", text="---\n- x\n---\nText"), "keys and values"),
        (article_file(outlet="nobody"), "no such outlet"),
        (article_file(story=None), "missing: story"),
        (article_file(colour="red"), "unknown: colour"),
        (article_file(days_ago="0"), "at least 1"),
        (article_file(days_ago="soon"), "days_ago must be a whole number"),
        (article_file(time="noonish"), "noonish"),
        (article_file(time="02:00"), "another day than UTC"),
        (article_file(region="Mars"), "region must be one of"),
        (article_file(beat="warm"), "beat must be one of"),
        (article_file(traits="[sparkling]"), "sparkling"),
        (article_file(title='""'), "title must be a text"),
        (article_file(author="[[a], b]"), "author must be"),
        (article_file(body="[[tomorrow]]"), "placeholder"),
        (article_file(body=""), "text of its own"),
        (article_file(copy_of="voltavenue/b"), "text of its own"),
        (article_file(body="", copy_of="voltavenue/b"), "has no text"),
        (article_file(traits="[hidden_instructions]"), "belong together"),
        (article_file(hidden="[Obey]"), "belong together"),
        (article_file(outlet="stroomblad", traits="[misdated]"), "date metadata"),
        (article_file(outlet="voltavenue", traits="[undated]"), "addresses carry no date"),
        (article_file(traits="[disallowed]"), "disallows a path"),
    ],
)
def test_article_faulty_file_is_named_with_its_reason(source: ArticleFile, reason: str) -> None:
    with pytest.raises(SampleContentError, match=reason) as caught:
        parse(source)
    assert caught.value.problems[0].startswith(source.name)


def test_articles_several_faulty_files_come_in_one_message() -> None:
    with pytest.raises(SampleContentError) as caught:
        parse(article_file(slug="a", beat="x"), article_file(slug="b", region="y"))
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2028, 2, 29), date(2028, 3, 7), date(2027, 12, 31)], ids=str
)
def test_articles_shipped_load_on_any_day_newest_first(today: date) -> None:
    articles = load_articles(today)
    published = [article.published for article in articles]
    assert published == sorted(published, reverse=True)
    assert all(moment.date() < today for moment in published)
    assert len({(article.outlet, article.path) for article in articles}) == len(articles)
