"""One article at the desk: its text, its verdicts, and what it said before it was corrected."""

from dataclasses import replace
from datetime import timedelta

from starlette.testclient import TestClient

from core.clock import print_date
from core.find import Find
from core.version import SOURCE_CHANGED, what_changed
from storage.database import Database
from tests.review.seed import NOW, Seeded

NEW_TITLE = "Sixty school buses, once more"


def correct(database: Database, find: Find) -> str:
    """The first passage of the find is taken back by its article, which gets another title."""
    proved = next(one for one in find.revision.sentences if one.evidence)
    evidence = proved.evidence[0]
    with database.unit() as unit:
        old = unit.articles.get(evidence.article_id)
        text = old.text.replace(evidence.quote, "was never agreed, says the <b>utility</b>.")
        later = NOW + timedelta(hours=1)
        new = replace(old, text=text, title=NEW_TITLE, fetched_at=later)
        judged = unit.articles.judgement(old.article_id)
        assert judged is not None
        unit.articles.correct(old, new, what_changed(old, new))
        unit.articles.save_judgements([judged])
    return evidence.quote


def the_find(database: Database, seeded: Seeded) -> Find:
    with database.read() as unit:
        return unit.finds.get(seeded.find("Sixty"))


def test_article_page_shows_text_and_verdicts(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    evidence = next(s.evidence[0] for s in the_find(database, seeded).revision.sentences)
    text = vera.get(f"/articles/{evidence.article_id}").text
    assert "What was made of it" in text
    assert "What it said before" not in text
    assert f'href="/finds/{seeded.find("Sixty")}"' in text


def test_article_page_names_the_section_behind_the_outlet_where_there_is_one(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    evidence = next(s.evidence[0] for s in the_find(database, seeded).revision.sentences)
    with database.unit() as unit:
        old = unit.articles.get(evidence.article_id)
        new = replace(old, section="Grid <b>& Storage", fetched_at=NOW + timedelta(hours=1))
        bare = vera.get(f"/articles/{old.article_id}").text
        unit.articles.correct(old, new, what_changed(old, replace(new, title=NEW_TITLE)))
    text = vera.get(f"/articles/{old.article_id}").text
    assert f"<li>{old.outlet}</li>" in bare
    assert f"<li>{old.outlet}, Grid &lt;b&gt;&amp; Storage</li>" in text


def test_article_page_says_its_verdicts_in_the_desks_words(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find = the_find(database, seeded)
    article_id = find.revision.sentences[0].evidence[0].article_id
    text = vera.get(f"/articles/{article_id}").text
    for verdict in ("On the beat", "US", print_date(find.printed_on)):
        assert f"<dt>{verdict}</dt>" in text


def test_article_page_unknown_id_answers_404(vera: TestClient) -> None:
    assert vera.get("/articles/no-such-article").status_code == 404


def test_corrected_article_shows_its_earlier_version_and_the_difference(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find = the_find(database, seeded)
    article_id = find.revision.sentences[0].evidence[0].article_id
    correct(database, find)
    text = vera.get(f"/articles/{article_id}").text
    assert "What it said before" in text
    assert "The title changed; 1 paragraph" in text
    assert "<del>" in text
    assert "<ins>" in text
    assert "<b>utility" not in text
    listed = vera.get("/articles").text
    assert "corrected</span>" in listed
    assert f'href="/articles/{article_id}"' in listed


def test_find_whose_passage_is_gone_says_so_and_keeps_the_passage(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find = the_find(database, seeded)
    quote = correct(database, find)
    text = ben.get(f"/finds/{find.find_id}").text
    assert "The source changed since this was drafted" in text
    assert "no longer in the article" in text
    assert quote[:40].replace("'", "&#39;") in text
    assert find.revision.headline in ben.get(f"/?flag={SOURCE_CHANGED}").text


def test_sentence_whose_passage_is_gone_may_stand_with_a_reason(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find = the_find(database, seeded)
    correct(database, find)
    flagged = the_find(database, seeded).revision
    (index,) = {c.sentence for c in flagged.checks if c.rule == SOURCE_CHANGED}
    data = {"seen": flagged.number, "sentence": index, "reason": "asked the utility"}
    assert ben.post(f"/finds/{find.find_id}/accept", data=data).status_code == 303
    (check,) = [c for c in the_find(database, seeded).revision.checks if c.rule == SOURCE_CHANGED]
    assert check.reason.endswith("Let stand: asked the utility")
