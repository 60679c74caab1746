"""An edition becomes one draft at a platform, whatever goes wrong on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.load import load
from config.targets import TargetSettings
from core.clock import FixedClock
from core.delivery import Delivery, DeliveryState, Target
from core.edition import EditionState, Feature
from core.errors import Refused
from core.guard import AddressPolicy
from core.run import Job, RunState
from core.workflow import Move
from newsletter.targets import platform_of
from newsletter.targets.base import Answer, Ask, Request
from scheduler.context import Context
from scheduler.jobs.deliver import deliver
from scheduler.outgoing import platform_ask
from scheduler.worker import Worker
from storage.database import Database
from tests.platform_server import SECRETS, Fault, Platforms, serve_platforms
from tests.storage.values import draft, stored_story

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
OPEN = "127.0.0.0/8"
MERGE = "Prices {{ .Subscriber.UUID }} and *|FNAME|* rise [gallery]."


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    with serve_platforms() as running:
        yield running


@pytest.fixture
def context(database: Database, tmp_path: Path, platforms: Platforms) -> Context:
    with database.unit() as unit:
        edition_id = unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        for name in ("utrecht", "ohio"):
            about = stored_story(unit, name)
            find_id = unit.finds.add(about, draft(about.lead_id, checks=()), now=NOW)
            unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
            unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        feature = Feature(kind="V2G Insights", title="One", dated=date(2026, 2, 3), body=MERGE)
        unit.editions.set_features(edition_id, [feature], now=NOW)
    return Context(
        database=database,
        configuration=load(tmp_path, platforms.environment()),
        clock=FixedClock(at=NOW),
    )


def send(context: Context, target: Target, ask: Ask | None = None) -> Delivery:
    return deliver(context, 1, target, actor="ann", ask=ask)


def hasty(platforms: Platforms, seconds: float) -> Ask:
    policy = AddressPolicy(allow_private=(OPEN,), ports=(urlsplit(platforms.address).port or 0,))
    return platform_ask(policy, seconds=seconds)


@pytest.mark.parametrize("target", Target)
def test_deliver_makes_one_whole_draft_and_publishes_nothing(
    context: Context, platforms: Platforms, target: Target
) -> None:
    delivery = send(context, target)
    assert (delivery.state, delivery.attempts) == (DeliveryState.DRAFTED, 1)
    assert delivery.note == f"A draft is at {target.label}."
    assert delivery.url.startswith("http")
    (post,) = platforms.posts
    assert platforms.published() == []
    sent = repr(post.data) + repr(post.content)
    for name in ("utrecht", "ohio"):
        assert f"https://grid-post.test/{name}" in sent
    assert delivery.key in sent
    for tag in ("{{", "*|", "|*"):
        assert tag not in sent
    with context.database.read() as unit:
        assert unit.editions.get(1).state is EditionState.EXPORTED
        actions = [event.action for event in unit.audit.of("edition 1")]
        assert actions[:2] == [f"sent to {target}", "exported"]


@pytest.mark.parametrize("target", Target)
def test_deliver_pressed_twice_makes_one_draft(
    context: Context, platforms: Platforms, target: Target
) -> None:
    first, writes = send(context, target), list(platforms.writes())
    assert send(context, target) == first
    assert platforms.writes() == writes
    assert len(platforms.posts) == 1


@pytest.mark.parametrize("target", Target)
def test_deliver_answer_lost_finds_the_draft_and_sends_no_second(
    context: Context, platforms: Platforms, target: Target
) -> None:
    platforms.faults.append(Fault(hang=0.01, keeps=True))
    delivery = send(context, target)
    assert (delivery.state, delivery.remote_id) == (
        DeliveryState.DRAFTED,
        str(platforms.posts[0].post_id),
    )
    assert "was there already" in delivery.note
    assert platforms.writes().count("POST") == 1


@pytest.mark.parametrize("target", Target)
def test_deliver_answer_lost_and_no_look_possible_looks_first_next_time(
    context: Context, platforms: Platforms, target: Target
) -> None:
    platforms.faults += [Fault(hang=0.01, keeps=True), Fault(status=502, method="GET")]
    first = send(context, target)
    assert first.state is DeliveryState.UNKNOWN
    assert "looks there before" in first.note
    before = len(platforms.calls)
    second = send(context, target)
    assert (second.state, second.attempts) == (DeliveryState.DRAFTED, 2)
    assert platforms.calls[before][0] == "GET"
    assert len(platforms.posts) == 1
    assert second.delivery_id == first.delivery_id


def test_deliver_no_answer_in_time_finds_the_draft_and_sends_no_second(
    context: Context, platforms: Platforms
) -> None:
    platforms.faults.append(Fault(hang=4, keeps=True))
    delivery = send(context, Target.BEEHIIV, hasty(platforms, 2))
    assert delivery.state is DeliveryState.DRAFTED
    assert platforms.writes() == ["POST"]


@pytest.mark.parametrize("target", Target)
def test_deliver_trouble_that_made_nothing_is_sent_again_after_a_look(
    context: Context, platforms: Platforms, target: Target
) -> None:
    platforms.faults.append(Fault(status=500, body=b"<html>oops"))
    first = send(context, target)
    assert first.state is DeliveryState.UNKNOWN
    assert "a trouble of its own (500)" in first.note
    assert send(context, target).state is DeliveryState.DRAFTED
    assert len(platforms.posts) == 1


@pytest.mark.parametrize("target", [Target.BEEHIIV, Target.MAILCHIMP])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(status=401, body={"message": "Who are you?"}), "does not accept the key (401)"),
        (Fault(status=404, body=None), "knows no such address (404)"),
        (
            Fault(status=422, body={"errors": [{"message": "Title\r\nis wrong"}]}),
            "refuses the draft (422). It says: “Title is wrong”",
        ),
        (
            Fault(status=429, body={}, headers=(("retry-after", "30"),)),
            "asks to wait (429). Try again in 30 seconds.",
        ),
        (Fault(status=302, headers=(("location", "http://a.example/"),)), "another address (302)"),
    ],
    ids=["401", "404", "422", "429", "302"],
)
def test_deliver_refusal_is_said_plainly_and_can_be_tried_again(
    context: Context, platforms: Platforms, target: Target, fault: Fault, said: str
) -> None:
    platforms.faults.append(fault)
    delivery = send(context, target)
    assert delivery.state is DeliveryState.REFUSED
    assert said in delivery.note
    assert platforms.posts == []
    assert send(context, target).state is DeliveryState.DRAFTED


def test_deliver_platform_reports_a_duplicate_is_looked_up(
    context: Context, platforms: Platforms
) -> None:
    refused = Fault(status=400, body={"code": "email_duplicate"}, keeps=True)
    platforms.faults.append(refused)
    assert send(context, Target.BUTTONDOWN).state is DeliveryState.DRAFTED
    assert len(platforms.posts) == 1


def test_deliver_key_is_stored_before_the_platform_hears_of_it(
    context: Context, platforms: Platforms
) -> None:
    seen: list[Delivery] = []
    through = hasty(platforms, 20)

    def ask(request: Request) -> Answer:
        with context.database.read() as unit:
            seen.extend(unit.deliveries.of_edition(1))
        return through(request)

    done = send(context, Target.GHOST, ask)
    assert [(d.key, d.state, d.attempts) for d in seen] == [(done.key, DeliveryState.SENDING, 1)]


def test_deliver_process_dies_after_sending_looks_first_next_time(
    context: Context, platforms: Platforms
) -> None:
    through = hasty(platforms, 20)

    def dying(request: Request) -> Answer:
        through(request)
        raise SystemExit

    with pytest.raises(SystemExit):
        send(context, Target.WORDPRESS, dying)
    assert send(context, Target.WORDPRESS).state is DeliveryState.DRAFTED
    assert len(platforms.posts) == 1


def test_deliver_corrected_text_is_another_draft(context: Context, platforms: Platforms) -> None:
    send(context, Target.BEEHIIV)
    with context.database.unit() as unit:
        unit.editions.begin_correction(1, "It is 48 buses.", actor="ann", now=NOW)
    send(context, Target.BEEHIIV)
    assert len(platforms.posts) == 2
    assert "Corrected 2/3/2026: It is 48 buses." in platforms.posts[1].data["body_content"]
    assert platforms.published() == []


def test_deliver_post_that_is_no_draft_raises_the_alarm(
    context: Context, platforms: Platforms
) -> None:
    send(context, Target.GHOST)
    platforms.posts[0].status = "published"
    with context.database.unit() as unit:
        (delivery,) = unit.deliveries.of_edition(1)
        unit.deliveries.end(delivery.delivery_id, DeliveryState.UNKNOWN, note="", now=NOW)
    again = send(context, Target.GHOST)
    assert again.state is DeliveryState.UNKNOWN
    assert "no draft. Open it there at once" in again.note


def test_mailchimp_content_refused_is_filled_next_time(
    context: Context, platforms: Platforms
) -> None:
    platforms.faults.append(Fault(status=500, method="PUT"))
    first = send(context, Target.MAILCHIMP)
    assert first.state is DeliveryState.UNKNOWN
    assert "without its text" in first.note
    assert send(context, Target.MAILCHIMP).state is DeliveryState.DRAFTED
    (post,) = platforms.posts
    assert "V2G Insights" in post.content["plain_text"]
    assert "<html" in post.content["html"]


@pytest.mark.parametrize("target", Target)
def test_deliver_settings_missing_names_them_and_asks_nobody(
    context: Context, platforms: Platforms, target: Target
) -> None:
    settings = replace(context.configuration.settings, targets=TargetSettings())
    bare = replace(context, configuration=replace(context.configuration, settings=settings))
    with pytest.raises(Refused, match=rf"{target.label} cannot be asked yet\. Set DESK_"):
        send(bare, target)
    assert platforms.calls == []


@pytest.mark.parametrize("target", Target)
def test_deliver_private_address_is_refused_by_the_guard(
    context: Context, platforms: Platforms, target: Target
) -> None:
    port = urlsplit(platforms.address).port or 0
    delivery = send(context, target, platform_ask(AddressPolicy(ports=(port,))))
    assert delivery.state is DeliveryState.REFUSED
    assert "not a public address" in delivery.note
    assert platforms.calls == []


def test_deliver_unapproved_find_keeps_the_edition_in_the_house(
    context: Context, platforms: Platforms
) -> None:
    with context.database.unit() as unit:
        find = unit.finds.get(unit.editions.get(1).find_ids[0])
        unit.finds.save_revision(
            find.find_id,
            seen=find.revision.number,
            headline="H",
            sentences=find.revision.sentences,
            checks=(),
            author=find.revision.author,
            now=NOW,
        )
    with pytest.raises(Refused, match="cannot leave yet"):
        send(context, Target.GHOST)
    assert platforms.calls == []


def test_worker_publish_run_with_a_target_sends_the_draft(
    context: Context, platforms: Platforms
) -> None:
    with context.database.unit() as unit:
        run = unit.runs.request(
            Job.PUBLISH, slot="x", why="ann asked", subject="1", argument="ghost ann", now=NOW
        )
    assert run is not None
    assert Worker(context).step()
    with context.database.read() as unit:
        ended = unit.runs.get(run.run_id)
        (delivery,) = unit.deliveries.of_edition(1)
    assert (ended.state, ended.result) == (RunState.DONE, {"ghost drafted": 1})
    assert (delivery.actor, delivery.state) == ("ann", DeliveryState.DRAFTED)


def test_worker_publish_run_without_a_target_writes_files_and_marks_the_edition(
    context: Context,
) -> None:
    with context.database.unit() as unit:
        unit.runs.request(Job.PUBLISH, slot="x", why="ann asked", subject="1", now=NOW)
    Worker(context).step()
    with context.database.read() as unit:
        assert unit.editions.get(1).state is EditionState.EXPORTED
    folder = context.configuration.settings.export_dir
    assert {path.suffix for path in folder.iterdir()} >= {".md", ".html", ".txt", ".docx", ".eml"}


def test_deliver_keys_stand_in_no_record(context: Context, platforms: Platforms) -> None:
    for target in Target:
        own = platform_of(target, context.configuration.settings.targets, NOW).secrets[0]
        platforms.faults.append(Fault(status=401, body={"message": f"Bad key {own}!"}))
        send(context, target)
        send(context, target)
    with context.database.read() as unit:
        kept = repr(unit.deliveries.of_edition(1)) + repr(unit.audit.page())
    assert kept.count("Bad key …!") == len(Target)
    for secret in SECRETS:
        assert secret not in kept
    assert not any(secret in repr(context.configuration.settings) for secret in SECRETS)


@pytest.mark.parametrize("target", [Target.BEEHIIV, Target.BUTTONDOWN, Target.WORDPRESS])
def test_platform_server_publishes_what_does_not_say_draft(
    context: Context, platforms: Platforms, target: Target
) -> None:
    """The fake has teeth: a sender that forgets the status is seen."""
    through = hasty(platforms, 20)

    def forgetful(request: Request) -> Answer:
        body = {k: v for k, v in (request.body or {}).items() if k != "status"}
        return through(replace(request, body=body or None))

    send(context, target, forgetful)
    assert len(platforms.published()) == 1
