"""Every revision goes up and down, and the newest is what the tables say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import migrate
from storage.database import Database
from storage.tables import metadata
from tests.storage.values import article

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"
KEY = article().article_id
SEARCH = {"search_articles", "search_finds", "search_archive"}


@pytest.fixture
def engine(new_url: Callable[[], str]) -> Iterator[sa.Engine]:
    url = new_url()
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def tables(connection: sa.Connection) -> set[str]:
    names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
    return {name for name in names if not name.startswith("search_") or name in SEARCH}


def test_revisions_go_up_and_down_one_by_one(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        before: list[set[str]] = []
        for revision in migrate.revisions():
            before.append(tables(connection))
            migrate.upgrade(connection, revision)
            assert migrate.revision_of(connection) == revision
            assert tables(connection) > before[-1] or len(before) > 1
        for names in reversed(before):
            migrate.downgrade(connection, "-1")
            assert tables(connection) == names
        assert migrate.revision_of(connection) is None
        migrate.upgrade(connection)
        assert tables(connection) == set(metadata.tables) | SEARCH


def test_head_equals_the_tables(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        assert migrate.differences(connection) == []


def test_differences_see_a_column_that_is_missing(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        connection.exec_driver_sql("ALTER TABLE users DROP COLUMN disabled")
        assert len(migrate.differences(connection)) == 1


def test_head_checks_states_like_the_tables(engine: sa.Engine) -> None:
    """Autogenerate does not compare CHECK constraints: compare what each side creates."""
    with engine.begin() as connection:
        migrate.upgrade(connection)
        made = checks(connection)
        assert made
    with engine.begin() as connection:
        migrate.downgrade(connection)
        metadata.create_all(connection)
        assert checks(connection) == made
        metadata.drop_all(connection)


def checks(connection: sa.Connection) -> set[tuple[str, str | None, str]]:
    inspector = sa.inspect(connection)
    return {
        (table, constraint["name"], constraint["sqltext"])
        for table in metadata.tables
        for constraint in inspector.get_check_constraints(table)
    }


def test_state_unknown_to_the_enum_is_refused_by_the_database(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
    with pytest.raises(sa.exc.IntegrityError, match="ck_users_role"), engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO users (user_id, name, name_key, password_hash, role, created_at, disabled)"
            " VALUES (1, 'a', 'a', 'x', 'king', '2026-01-01', false)"
        )


def test_database_goes_down_and_up_again(new_url: Callable[[], str]) -> None:
    database = Database(new_url())
    database.upgrade()
    database.downgrade("base")
    database.upgrade()
    database.check()
    database.close()


def test_revision_of_nothing_is_not_written() -> None:
    assert migrate.write_revision("Nothing") is None
    assert len(migrate.revisions()) == len(list(VERSIONS.glob("0*.py")))


def test_search_finds_what_was_indexed_before_its_tables_changed(
    new_url: Callable[[], str],
) -> None:
    database = Database(new_url())
    database.upgrade()
    with database.unit() as unit:
        unit.articles.add(article())
    database.downgrade("0008")
    database.upgrade()
    with database.unit() as unit:
        assert [row.article_id for row in unit.articles.page(query="utrecht")] == [KEY]
        unit.articles.add(article("ghent"))
        assert len(unit.articles.page(query="story")) == 2
    database.close()


def test_articles_that_were_there_before_they_were_counted_are_counted(
    engine: sa.Engine,
) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection, "0020")
        for number, source in enumerate(("a", "a", "b")):
            connection.exec_driver_sql(
                "INSERT INTO articles (article_id, source, first_seen_at, fetched_at, completeness,"  # noqa: S608
                " url, outlet, title, summary, authors, language, dates, partial_code,"
                " partial_reason, flags, credit, listed_url, fingerprint) "
                f"VALUES ('{number}', '{source}', '2026-01-01 12:00:00', '2026-01-01 12:00:00',"
                " 'full', '', '', '', '', '[]', '', '[]', '', '', '[]', '', '', 0)"
            )
        migrate.upgrade(connection, "0021")
        connection.exec_driver_sql("DELETE FROM articles WHERE article_id = '0'")
        connection.exec_driver_sql("UPDATE articles SET source = 'c' WHERE article_id = '1'")
        rows = connection.exec_driver_sql("SELECT * FROM article_counts ORDER BY source")
        assert [tuple(row) for row in rows] == [("a", "", 0), ("b", "", 1), ("c", "", 1)]


def test_taking_the_sections_away_leaves_the_counting_of_articles(
    new_url: Callable[[], str],
) -> None:
    database = Database(new_url())
    database.upgrade()
    database.downgrade("0024")
    database.upgrade()
    with database.unit() as unit:
        unit.articles.add(article())
        assert unit.articles.counts().total == 1
        assert unit.articles.get(KEY) == article()
    database.close()
