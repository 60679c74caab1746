"""A backup is one whole file; a restore puts it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import StorageError
from storage.database import Database
from tests.storage.values import NOW, article, source


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    database.upgrade()
    with database.unit() as unit:
        unit.articles.add(article())
    yield database
    database.close()


def test_backup_taken_while_someone_writes_holds_what_was_committed(
    desk: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "backups" / "monday.db"
    with desk.unit() as unit:
        unit.sources.add(source(), NOW)
        desk.backup(copy)
    assert [path.name for path in copy.parent.iterdir()] == ["monday.db"]
    restored = Database(f"sqlite:///{copy}")
    restored.check()
    with restored.read() as unit:
        assert unit.articles.get(article().article_id) == article()
        assert unit.sources.all() == ()
    restored.close()


def test_restore_brings_back_what_the_backup_held(desk: Database, tmp_path: Path) -> None:
    copy = tmp_path / "monday.db"
    desk.backup(copy)
    with desk.unit() as unit:
        unit.articles.add(article("later"))
    desk.restore(copy)
    desk.check()
    with desk.unit() as unit:
        assert unit.articles.counts().total == 1
        assert unit.articles.page(query="utrecht")
        unit.articles.add(article("after"))


def test_restore_into_nothing_makes_the_database(desk: Database, tmp_path: Path) -> None:
    copy = tmp_path / "monday.db"
    desk.backup(copy)
    elsewhere = Database(f"sqlite:///{tmp_path}/new/desk.db")
    elsewhere.restore(copy)
    elsewhere.check()
    elsewhere.close()


def test_restore_of_something_else_changes_nothing(desk: Database, tmp_path: Path) -> None:
    letter, empty, other = (tmp_path / name for name in ("letter.db", "empty.db", "none.db"))
    letter.write_text("Dear readers, " * 400)
    empty.touch()
    for wrong in (letter, empty, other):
        with pytest.raises(StorageError):
            desk.restore(wrong)
    with desk.read() as unit:
        assert unit.articles.counts().total == 1


def test_backup_of_nothing_is_a_storage_error(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(StorageError, match="no database at"):
        database.backup(tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_backup_to_where_nothing_can_be_written_is_a_storage_error(
    desk: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="did not succeed"):
        desk.backup(tmp_path / "file" / "copy.db")


def test_backup_of_postgresql_names_its_own_tool(
    postgresql_database: Database, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        postgresql_database.backup(tmp_path / "copy.db")
    with pytest.raises(StorageError, match="pg_restore"):
        postgresql_database.restore(tmp_path / "copy.db")
