"""Bring a database to the tables of this program, step by step."""

import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata

_HERE = Path(__file__).parent / "migrations"


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Search tables are made by hand, differently for each database: no model names them."""
    del parents
    return not (kind == "table" and name is not None and name.startswith("search_"))


def _render(kind: str, item: Any, context: Any) -> Any:
    """A migration names plain types: it must not change when ours do."""
    del context
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


CONTEXT_OPTIONS: dict[str, Any] = {
    "target_metadata": metadata,
    "include_name": _is_ours,
    "render_as_batch": True,  # SQLite cannot alter most things of a table in place
    "render_item": _render,
    "compare_type": True,
}


def config_on(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, without a file. Commands run on the connection given."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    command.upgrade(config_on(connection), to)


def downgrade(connection: sa.Connection, to: str = "base") -> None:
    command.downgrade(config_on(connection), to)


def write_revision(message: str) -> Path | None:
    """A new step from the newest revision to `storage.tables`, to be read and corrected by hand.
    None when the two agree already. For developers: `python -m storage.migrate "Say what"`."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        script = command.revision(
            config_on(connection),
            message,
            autogenerate=True,
            rev_id=f"{len(revisions()) + 1:04}",
            process_revision_directives=_drop_empty,
        )
    engine.dispose()
    return Path(script.path) if isinstance(script, Script) else None


def _drop_empty(context: Any, revision: Any, directives: list[Any]) -> None:
    del context, revision
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


def revisions() -> tuple[str, ...]:
    """Every revision this program knows, oldest first."""
    scripts = ScriptDirectory.from_config(config_on())
    return tuple(reversed([script.revision for script in scripts.walk_revisions()]))


def revision_of(connection: sa.Connection) -> str | None:
    """Where a database stands; None when no migration ever ran on it."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: sa.Connection) -> list[Any]:
    """What the tables of a database lack against `storage.tables`; empty when they agree."""
    migration_context = MigrationContext.configure(
        connection, opts={key: CONTEXT_OPTIONS[key] for key in ("include_name", "compare_type")}
    )
    return list(compare_metadata(migration_context, metadata))


if __name__ == "__main__":
    sys.stdout.write(f"{write_revision(sys.argv[1]) or 'Nothing has changed.'}\n")
