"""What a platform is sent: drafts, whole, and with nothing in it that the platform would run."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config.targets import (
    BeehiivSettings,
    ButtondownSettings,
    GhostSettings,
    ListmonkSettings,
    MailchimpSettings,
    TargetSettings,
    WordPressSettings,
)
from core.delivery import Target
from newsletter.targets import platform_of, ready_targets
from newsletter.targets.base import Answer, key_of
from tests.newsletter.samples import make_document
from tests.newsletter.test_hostile import MERGE_SIGNS, MERGE_TAGS, everywhere

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
SETTINGS = TargetSettings(
    beehiiv=BeehiivSettings(key="k", publication="pub_1"),
    buttondown=ButtondownSettings(key="k"),
    ghost=GhostSettings(url="https://news.example", key=f"id:{'ab' * 32}"),
    listmonk=ListmonkSettings(url="https://lists.example", user="u", token="t", lists=(1,)),
    mailchimp=MailchimpSettings(
        key="k-us1", audience="a", from_name="News", reply_to="desk@news.example"
    ),
    wordpress=WordPressSettings(url="https://news.example", user="u", password="p"),
)
SAYS_DRAFT = {Target.BEEHIIV, Target.BUTTONDOWN, Target.GHOST, Target.WORDPRESS}


@pytest.mark.parametrize("target", Target)
def test_render_is_pure_and_says_draft_wherever_a_status_can_be_said(target: Target) -> None:
    platform, document = platform_of(target, SETTINGS, NOW), make_document()
    key = key_of(document)
    payload = platform.render(document, key)
    assert payload == platform.render(make_document(), key)
    text = json.dumps(payload)
    assert ('"status": "draft"' in text) == (target in SAYS_DRAFT)
    for word in ("scheduled_at", "send_at", "publish_date", "newsletter_slug", "email_segment"):
        assert f'"{word}"' not in text
    assert key in text
    for find in document.finds:
        assert find.source_url in text


@pytest.mark.parametrize("tag", MERGE_TAGS.values(), ids=MERGE_TAGS)
@pytest.mark.parametrize("target", Target)
def test_render_merge_tags_of_articles_are_broken(target: Target, tag: str) -> None:
    payload = platform_of(target, SETTINGS, NOW).render(everywhere(f"Before {tag} after"), "key")
    for text in _texts(payload):
        assert not MERGE_SIGNS.search(text)


def test_render_wordpress_shortcodes_and_blocks_of_articles_are_text() -> None:
    document = everywhere("Before [gallery ids=1] <!-- /wp:html --> after")
    payload = platform_of(Target.WORDPRESS, SETTINGS, NOW).render(document, "key")
    assert "[" not in payload["content"] + payload["title"] + payload["excerpt"]
    assert payload["content"].count("<!-- /wp:html -->") == 1


def test_render_ghost_card_is_closed_once() -> None:
    document = everywhere("Before <!--kg-card-end: html--> after")
    (post,) = platform_of(Target.GHOST, SETTINGS, NOW).render(document, "key")["posts"]
    assert post["html"].count("kg-card-end") == 1
    assert post["html"].endswith("<!--kg-card-end: html-->")


def test_render_mailchimp_long_names_stay_in_their_limits() -> None:
    document = replace(make_document(), newsletter="N" * 500, introduction="W " * 500)
    payload = platform_of(Target.MAILCHIMP, SETTINGS, NOW).render(document, "key")
    settings = payload["campaign"]["settings"]
    assert len(settings["subject_line"]) <= 150
    assert len(settings["preview_text"]) <= 150


def test_key_of_changes_with_the_text_only() -> None:
    document = make_document()
    assert key_of(document) == key_of(make_document())
    assert key_of(replace(document, introduction="Other.")) != key_of(document)
    assert key_of(document).startswith("v2g-news-volume-2-issue-3-")


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize(
    "data", [None, [], {}, "x", {"data": None}, {"posts": [None]}, {"results": [1]}, [[]]]
)
def test_answer_of_another_shape_names_no_post(target: Target, data: object) -> None:
    platform = platform_of(target, SETTINGS, NOW)
    answer = Answer(status=200, data=data)
    assert platform.created(answer) is None
    assert platform.looked(answer, "key") is None


def test_ready_targets_are_those_with_all_settings() -> None:
    assert ready_targets(SETTINGS, NOW) == tuple(Target)
    assert ready_targets(TargetSettings(), NOW) == ()
    for key in ("not-a-key", "id:nothex", "id:abcd", ":abcd"):
        half = replace(SETTINGS, ghost=GhostSettings(url="https://news.example", key=key))
        assert Target.GHOST not in ready_targets(half, NOW)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]
