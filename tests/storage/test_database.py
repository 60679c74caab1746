"""Units commit whole or not at all, reads see one moment, versions are checked."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import StorageError
from storage import migrate
from storage.database import Database
from storage.engines import on_statement
from tests.storage.values import NOW, article, source

NewUrl = Callable[[], str]


def statement(url: str, *statements: str) -> None:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for one in statements:
            connection.exec_driver_sql(one)
    engine.dispose()


def test_unit_that_ends_is_committed(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.add(source(), NOW)
    with database.read() as unit:
        assert unit.sources.get("grid-post")


def test_unit_that_raises_is_rolled_back(database: Database) -> None:
    def write_and_fail() -> None:
        with database.unit() as unit:
            unit.sources.add(source(), NOW)
            unit.articles.add(article())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.read() as unit:
        assert unit.sources.all() == ()
        assert unit.articles.known_keys() == frozenset()
        assert unit.articles.page(query="utrecht") == ()


def test_read_that_writes_is_an_error(database: Database) -> None:
    with pytest.raises(StorageError, match="only be read"), database.read() as unit:
        unit.sources.add(source(), NOW)
    with database.unit() as unit:
        unit.sources.add(source(), NOW)


def test_read_sees_one_moment_while_others_write(database: Database) -> None:
    with database.read() as reader:
        assert reader.sources.all() == ()
        with database.unit() as writer:
            writer.sources.add(source(), NOW)
        assert reader.sources.all() == ()
    with database.read() as reader:
        assert len(reader.sources.all()) == 1


def test_unit_waits_for_another_no_longer_than_told(database: Database, url: str) -> None:
    impatient = Database(url, lock_timeout_seconds=0.1)
    with (
        database.unit(),
        pytest.raises(StorageError, match="locked by another program"),
        impatient.unit(),
    ):
        pass
    with impatient.unit() as unit:
        unit.sources.add(source(), NOW)
    impatient.close()


def test_broken_rule_of_a_table_is_a_bug_and_passes_through(database: Database) -> None:
    nobody = 99
    with pytest.raises(sa.exc.IntegrityError), database.unit() as unit:
        unit.users.open_session(nobody, "token", NOW, NOW)


def test_upgrade_of_nothing_makes_a_database(new_url: NewUrl) -> None:
    database = Database(new_url())
    database.upgrade()
    database.upgrade()
    database.check()
    with database.unit() as unit:
        assert unit.articles.add(article())
    database.close()


def test_database_is_empty_until_it_is_upgraded(new_url: NewUrl) -> None:
    database = Database(new_url())
    assert database.is_empty()
    database.upgrade()
    assert not database.is_empty()
    database.close()


def test_upgrade_keeps_what_is_there(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article())
    database.upgrade()
    with database.read() as unit:
        assert unit.articles.get(article().article_id) == article()


def test_upgrade_makes_the_folder_of_a_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder with ?# marks/desk.db")
    database.upgrade()
    database.check()
    database.close()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["folder with ?# marks"]


def test_check_without_a_database_names_the_way_out(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(StorageError, match='Run "desk db upgrade"'):
        database.check()
    assert list(tmp_path.iterdir()) == []


def test_check_without_tables_names_the_way_out(new_url: NewUrl, kind: str) -> None:
    url = new_url()
    if kind == "sqlite":
        Path(url.removeprefix("sqlite:///")).touch()
    database = Database(url)
    with pytest.raises(StorageError, match=r'no tables yet. Run "desk db upgrade"'):
        database.check()
    database.close()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("0000", "newer version than this program"), (migrate.revisions()[-1], "")],
)
def test_check_compares_versions(new_url: NewUrl, version: str, sentence: str) -> None:
    url = new_url()
    database = Database(url)
    database.upgrade()
    statement(url, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608
    if sentence:
        with pytest.raises(StorageError, match=sentence):
            database.check()
    else:
        database.check()
    database.close()


def test_check_of_another_file_says_it_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear readers, " * 400)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(StorageError, match="not a database"):
        database.check()
    with pytest.raises(StorageError):
        database.upgrade()
    database.close()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///",
        "postgresql://host:port:port/",
        "mysql://root@127.0.0.1/desk",
        "desk.db",
        "",
    ],
)
def test_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(StorageError, match="database address"):
        Database(url)


def test_server_that_is_not_there_is_a_storage_error() -> None:
    database = Database("postgresql+psycopg://desk:secret@127.0.0.1:1/desk?connect_timeout=2")
    with pytest.raises(StorageError, match="cannot be reached") as caught:
        database.check()
    assert "secret" not in str(caught.value)


def test_database_that_is_not_on_the_server_is_a_storage_error(
    postgresql_url: str,
) -> None:
    database = Database(postgresql_url.replace("desk_test", "desk_nowhere"))
    with pytest.raises(StorageError) as caught:
        database.check()
    assert "desk_nowhere" in str(caught.value) or "no database of that name" in str(caught.value)


def test_connection_cut_by_the_server_is_replaced(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    database.check()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    statement(postgresql_url, cut + " AND datname = current_database()")
    database.check()
    database.close()


def test_tidy_lets_a_server_know_how_many_rows_there_are(database: Database, url: str) -> None:
    with database.unit() as unit:
        unit.sources.add(source(), NOW)
    database.tidy()
    with database.unit() as unit:  # the connection that tidied goes on as before
        assert unit.sources.get("grid-post")
    if database.dialect == "postgresql":
        engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            query = "SELECT reltuples FROM pg_class WHERE oid = 'sources'::regclass"
            assert connection.exec_driver_sql(query).scalar_one() > 0
        engine.dispose()


def test_statements_are_told_but_not_those_of_transactions(database: Database) -> None:
    seen: list[int] = []
    stop = on_statement(lambda: seen.append(1))
    with database.read() as unit:
        unit.sources.all()
        unit.sources.states()
    stop()
    with database.read() as unit:
        unit.sources.all()
    assert len(seen) == 2
