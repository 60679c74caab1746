"""People sign in by server-side sessions that end when they must."""

from datetime import timedelta

import pytest

from core.errors import NotFound, Refused
from core.people import Role, User
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import NOW

LATER = NOW + timedelta(hours=12)


def ann_with_session(unit: Unit) -> User:
    user = unit.users.create("Ann", "hash-1", Role.EDITOR, NOW)
    unit.users.open_session(user.user_id, "token", NOW, LATER, "Firefox")
    return user


def test_user_created_is_found_by_name_in_any_case(database: Database) -> None:
    with database.unit() as unit:
        ann = unit.users.create("Ann", "hash-1", Role.EDITOR, NOW)
    with database.read() as unit:
        assert unit.users.get(ann.user_id) == ann
        assert unit.users.by_name(" aNN ") == (ann, "hash-1")
        assert unit.users.by_name("bo") is None
        assert (ann.role, ann.created_at, ann.disabled) == (Role.EDITOR, NOW, False)


def test_user_with_a_taken_name_is_refused(database: Database) -> None:
    with database.unit() as unit:
        unit.users.create("Ann", "hash-1", Role.EDITOR, NOW)
        with pytest.raises(Refused, match="ann already"):
            unit.users.create("ann", "hash-2", Role.VIEWER, NOW)


def test_all_come_by_name_and_are_counted(database: Database) -> None:
    with database.unit() as unit:
        assert unit.users.count() == 0
        for name in ("Zoe", "ann", "Bo"):
            unit.users.create(name, "hash", Role.VIEWER, NOW)
        assert [user.name for user in unit.users.all()] == ["ann", "Bo", "Zoe"]
        assert unit.users.count() == 3


def test_role_is_changed(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
        unit.users.set_role(ann.user_id, Role.CHIEF)
        session = unit.users.session("token", NOW)
        assert session is not None
        assert session.role is Role.CHIEF


def test_session_opened_names_its_user(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
    with database.read() as unit:
        assert unit.users.session("token", NOW) == ann
        assert unit.users.session("other", NOW) is None
        (row,) = unit.users.sessions_of(ann.user_id)
    assert (row.created_at, row.expires_at, row.user_agent) == (NOW, LATER, "Firefox")


def test_session_run_out_names_nobody(database: Database) -> None:
    with database.unit() as unit:
        ann_with_session(unit)
        assert unit.users.session("token", LATER) is None


def test_session_closed_names_nobody(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
        unit.users.open_session(ann.user_id, "second", NOW, LATER)
        unit.users.close_session("token")
        assert unit.users.session("token", NOW) is None
        assert unit.users.session("second", NOW) == ann
        unit.users.close_sessions(ann.user_id)
        assert unit.users.sessions_of(ann.user_id) == ()


def test_new_password_ends_every_session(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
        unit.users.set_password_hash(ann.user_id, "hash-2")
        assert unit.users.session("token", NOW) is None
        assert unit.users.by_name("ann") == (ann, "hash-2")


def test_disabled_user_loses_the_session_and_keeps_the_name(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
        unit.users.set_disabled(ann.user_id, True)
        assert unit.users.session("token", NOW) is None
        unit.users.open_session(ann.user_id, "again", NOW, LATER)
        assert unit.users.session("again", NOW) is None
        assert unit.users.get(ann.user_id).disabled
        unit.users.set_disabled(ann.user_id, False)
        assert unit.users.session("again", NOW) == ann


def test_sessions_that_ran_out_are_swept_when_one_is_opened(database: Database) -> None:
    with database.unit() as unit:
        ann = ann_with_session(unit)
        unit.users.open_session(ann.user_id, "new", LATER, LATER + timedelta(hours=1))
        assert [row.token_hash for row in unit.users.sessions_of(ann.user_id)] == ["new"]


def test_failed_sign_ins_count_from_the_last_that_succeeded(database: Database) -> None:
    with database.unit() as unit:
        for minutes, ok in ((0, False), (10, True), (20, False), (30, False)):
            unit.users.note_sign_in("Ann", ok, NOW + timedelta(minutes=minutes))
        unit.users.note_sign_in("bo", False, NOW)
        at_20, at_30 = NOW + timedelta(minutes=20), NOW + timedelta(minutes=30)
        assert unit.users.failed_sign_ins("ann", NOW) == (at_30, at_20)
        assert unit.users.failed_sign_ins("ann", NOW + timedelta(minutes=25)) == (at_30,)
        assert unit.users.failed_sign_ins("nobody", NOW) == ()


def test_failed_from_an_address_counts_every_name_and_outlives_success(database: Database) -> None:
    with database.unit() as unit:
        for minutes, name, ok in ((0, "Ann", False), (10, "bo", True), (20, "bo", False)):
            now = NOW + timedelta(minutes=minutes)
            unit.users.note_sign_in(name, ok, now, address_key="here")
        unit.users.note_sign_in("Ann", False, NOW, address_key="there")
        assert unit.users.failed_from("here", NOW) == (NOW + timedelta(minutes=20), NOW)
        assert unit.users.failed_from("here", NOW + timedelta(minutes=25)) == ()
        assert unit.users.failed_from("there", NOW) == (NOW,)


def test_unknown_user_is_not_found(database: Database) -> None:
    with database.unit() as unit:
        for change in (
            lambda: unit.users.get(9),
            lambda: unit.users.set_role(9, Role.CHIEF),
            lambda: unit.users.set_password_hash(9, "x"),
            lambda: unit.users.set_disabled(9, True),
        ):
            with pytest.raises(NotFound, match="no user 9"):
                change()


def test_forget_before_old_attempts_and_ended_sessions_go_the_rest_stays(
    database: Database,
) -> None:
    later = NOW + timedelta(days=40)
    with database.unit() as unit:
        user = unit.users.create("ann", "hash", Role.EDITOR, NOW)
        unit.users.note_sign_in("ann", False, NOW)
        unit.users.note_sign_in("ann", False, later)
        unit.users.open_session(user.user_id, "old", NOW, NOW + timedelta(hours=1))
        forgotten = unit.users.forget_before(later - timedelta(days=30))
        left = unit.users.failed_sign_ins("ann", NOW - timedelta(days=1))
    assert (forgotten, left) == (2, (later,))


def test_keys_of_ones_own_are_kept_and_empty_at_first(database: Database) -> None:
    with database.unit() as unit:
        user = unit.users.create("ann", "hash", Role.EDITOR, NOW)
        assert user.keys == {}
        unit.users.set_keys(user.user_id, {"approve": "y", "undo": ""})
        assert unit.users.get(user.user_id).keys == {"approve": "y", "undo": ""}
