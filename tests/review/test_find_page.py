"""A find's page: the galley, the passages, the reasons, the history."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from core.coverage import Coverage, CoverageKind, PastFind
from core.find import Draft, Evidence
from core.place import Region
from storage.database import Database
from tests.review.seed import NOW, Seeded


def test_find_page_sets_each_sentence_beside_its_passage(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Sixty')}?at=2").text
    line = text[text.index('id="line-2"') : text.index('id="line-3"')]
    assert 'href="?at=2#line-2"' in line
    assert "<mark>will pay the district $400" in line
    assert "The utility, Coastal Light and Power, </span><mark>" in line, "with what stands around"
    assert "Charged Wire" in line
    assert 'class="line open is-on"' in text


def test_find_page_reads_the_full_texts_on_demand_with_the_passage_marked(
    vera: TestClient, seeded: Seeded
) -> None:
    path = f"/finds/{seeded.find('Sixty')}?at=2"
    assert "said Dana Whitfield" not in vera.get(path).text
    text = vera.get(path + "&read=1").text
    assert "said Dana Whitfield" in text
    assert 'href="?at=2&amp;read=1#e-2"' in text
    assert 'id="e-2"' in text
    assert '<mark data-sentences="2" class="is-on">will pay the district $400' in text
    asked = {"HX-Request": "true", "HX-Target": "aside#sources"}
    part = vera.get(path + "&read=1", headers=asked).text
    assert part.strip().startswith('<aside class="reader"')


def test_find_page_marks_the_number_that_no_source_has(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Sixty')}").text
    assert '<span class="flagged" data-flag>$450</span><sup>' in text
    assert "“$450” stands in none of the articles." in text


def test_find_page_marks_an_unproved_sentence(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Colorado')}").text
    assert "sentence unproved" in text
    assert "No passage of the articles is tied to this sentence." in text


def test_find_page_gives_its_reasons_as_sentences(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Utrecht')}").text
    assert "stands in the title." in text
    assert "It happens in Utrecht." in text
    assert "the feed agrees." in text


def test_find_page_lists_all_articles_lead_first(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Sixty')}").text
    listed = text[text.index("3 articles of this story") :]
    order = ["Harbor County puts 60", "School board votes", "School buses to support"]
    places = [listed.index(words) for words in order]
    assert places == sorted(places)
    assert "echo" in listed
    assert "own report" in listed


def test_find_page_tells_of_hidden_text_and_partial_pages(vera: TestClient, seeded: Seeded) -> None:
    assert "hidden text" in vera.get(f"/finds/{seeded.find('Kent')}").text
    assert "behind a paywall" in vera.get(f"/finds/{seeded.find('New South')}").text


def test_find_page_offers_to_hold_until_an_edition(
    ben: TestClient, vera: TestClient, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    assert 'name="until"' in ben.get(f"/finds/{find_id}").text
    assert 'name="until"' not in vera.get(f"/finds/{find_id}").text


def test_find_page_of_an_extract_says_why_it_cannot_be_approved(
    ben: TestClient, seeded: Seeded
) -> None:
    find_id = seeded.find("Tacoma")
    text = ben.get(f"/finds/{find_id}").text
    assert "Not ready to approve." in text
    assert f'action="/finds/{find_id}/approve"' not in text


def test_find_page_outgoing_links_carry_nothing(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Sixty')}").text
    links = [piece for piece in text.split("<a ") if 'href="http' in piece]
    assert links
    assert all('rel="noopener noreferrer nofollow"' in link for link in links)


def test_find_page_leads_to_the_neighbours_in_the_queue(vera: TestClient, seeded: Seeded) -> None:
    text = vera.get(f"/finds/{seeded.find('Colorado')}").text
    assert f'href="/finds/{seeded.find("Sixty")}" data-does="previous-find"' in text
    assert f'href="/finds/{seeded.find("Tacoma")}" data-does="next-find"' in text
    assert "2 of 9" in text


@pytest.mark.parametrize("path", ["/finds/999", "/finds/0", "/finds/abc", "/finds/999/edit"])
def test_find_page_unknown_id_is_404(ben: TestClient, path: str) -> None:
    answer = ben.get(path)
    assert answer.status_code == 404
    assert "To the queue" in answer.text


@pytest.mark.parametrize("at", ["-5", "99"])
def test_find_page_looking_at_no_sentence_answers(
    vera: TestClient, seeded: Seeded, at: str
) -> None:
    assert vera.get(f"/finds/{seeded.find('Sixty')}?at={at}").status_code == 200


def first_evidence(database: Database, find_id: int) -> tuple[Evidence, ...]:
    with database.read() as unit:
        return unit.finds.get(find_id).revision.sentences[0].evidence


def draft_anew(
    database: Database, find_id: int, *evidence: Evidence, region: Region | None = None
) -> None:
    """The same draft once more; its first sentence rests on this evidence, if any is given."""
    with database.unit() as unit:
        now = unit.finds.get(find_id).revision
        first, *rest = now.sentences
        told = (replace(first, evidence=evidence or first.evidence), *rest)
        draft = Draft(headline=now.headline, sentences=told, author=now.author, region=region)
        unit.finds.replace_draft(find_id, draft, now=NOW)


def test_find_page_tells_when_the_writer_took_another_region(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    assert "took it for" not in vera.get(f"/finds/{find_id}").text
    draft_anew(database, find_id, region=Region.US)
    assert "gpt-5-mini, that wrote the draft, took it for US." in vera.get(f"/finds/{find_id}").text


def test_find_page_shows_a_rendering_under_its_passage_marked_as_a_machines(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    assert "machine translation" not in vera.get(f"/finds/{find_id}").text
    bit, *others = first_evidence(database, find_id)
    told = replace(bit, rendering="The city <b>pays</b> half.")
    draft_anew(database, find_id, told, *others)
    text = vera.get(f"/finds/{find_id}").text
    assert text.count("machine translation") == 1
    assert text.index("The city &lt;b&gt;pays&lt;/b&gt; half.") > text.index("<mark>")


def test_find_page_names_an_article_once_under_its_passages_in_a_row(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    assert "goes-on" not in vera.get(f"/finds/{find_id}").text
    bit = first_evidence(database, find_id)[0]
    half = replace(bit, end=bit.end - 4, quote=bit.quote[:-4])
    draft_anew(database, find_id, half, bit)
    line = vera.get(f"/finds/{find_id}").text.partition('id="line-1"')[0]
    before, _, last = line.partition('class="passage"')
    assert before.count('class="passage goes-on"') == 1
    assert "<figcaption>" in last


def test_find_page_lays_what_ran_before_beside_the_text(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    assert "Covered before" not in vera.get(f"/finds/{find_id}").text
    ran = PastFind(volume=1, issue=6, text="Six buses were tried.", archive_id=3)
    covered = Coverage(
        kind=CoverageKind.SAME_PROGRAMME, ran=ran, new="Sixty instead of six.", reasons=()
    )
    with database.unit() as unit:
        unit.coverage.save(unit.finds.get(find_id).story_id, [covered], mark="m")
    text = vera.get(f"/finds/{find_id}").text
    for words in ("Volume 1 | Issue 6", "Six buses were tried.", "Sixty instead of six."):
        assert words in text


def test_find_page_shows_what_a_revision_changed(ben: TestClient, seeded: Seeded) -> None:
    find_id = seeded.find("Utrecht")
    with_change = {
        "seen": "1",
        "headline": "Utrecht grows its fleet",
        "text": "The Dutch city of Utrecht will enlarge its fleet of shared cars from 50 to 500.",
        "note": "Shorter.",
    }
    ben.post(f"/finds/{find_id}/edit", data=with_change)
    text = ben.get(f"/finds/{find_id}").text
    assert "Shorter." in text
    assert "by Ben" in text
    assert "drafted by gpt-5-mini" in text
    assert f'action="/finds/{find_id}/history"' in text
