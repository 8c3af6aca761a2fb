"""Migrations: an empty database becomes today's, and a strange one is left alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.errors import BotError, Busy
from storage import schema
from storage.schema import migrate, schema_state
from storage.sqlite import SqliteStore
from storage.tables import metadata
from tests.storage.world import CEREMONIES


def shape(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def migrate_to(file: Path, revision: str) -> None:
    """Make a database as an earlier version did."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(schema._MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def structure(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """Columns, keys and indexes of each table: a column that came later stands elsewhere in the SQL text."""
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: {
                *((each[1:]) for each in connection.execute(f"PRAGMA table_info({name})")),
                *((each[2:]) for each in connection.execute(f"PRAGMA foreign_key_list({name})")),
                *connection.execute(
                    "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND type != 'table'", [name]
                ),
            }
            for (name,) in tables
        }


def do(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(sql)


def test_an_empty_database_becomes_current_and_twice_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    assert schema_state(file) == "empty"
    assert not file.exists(), "asking makes no file"
    migrate(file)
    assert schema_state(f"sqlite:///{file}") == "current"
    before = shape(file)
    migrate(file)
    assert shape(file) == before


def test_migrating_gives_the_schema_that_the_tables_describe(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    engine = create_engine(f"sqlite:///{other}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = structure(file)
    del migrated["alembic_version"]
    assert migrated == structure(other)


def test_an_earlier_versions_database_is_brought_up_with_what_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    migrate_to(file, "0001")
    do(file, "INSERT INTO workspaces VALUES ('slack:T1', 'slack', 'Acme', 0)")
    do(
        file,
        "INSERT INTO people VALUES"
        " ('slack:T1', 'U1', 'Ann', 'UTC', NULL, NULL, '09:00', '17:00', NULL, 1, 0, 1, 0)",
    )
    assert schema_state(file) == "old"
    migrate(file)
    assert schema_state(file) == "current"
    with closing(sqlite3.connect(file)) as connection:
        kept = connection.execute("SELECT name, reminders, quiet_from, quiet_until FROM people").fetchall()
    assert kept == [("Ann", 1, None, None)]


def test_the_newest_migration_is_the_one_this_version_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == {schema.HEAD, *schema.EARLIER}


def test_a_later_versions_database_is_refused_with_a_sentence(file: Path) -> None:
    do(file, "UPDATE alembic_version SET version_num = '9999'")
    assert schema_state(file) == "unknown"
    with pytest.raises(BotError, match="later version of Piton"):
        SqliteStore(file, CEREMONIES, lambda _task, _jobs: None)


def test_somebody_elses_database_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    do(file, "CREATE TABLE theirs (id INTEGER)")
    assert schema_state(file) == "unknown"
    with pytest.raises(BotError, match="something else"):
        migrate(file)
    assert shape(file) == {"theirs": "CREATE TABLE theirs (id INTEGER)"}


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "piton.db"
    do(file, "CREATE TABLE slots (id INTEGER)")
    monkeypatch.setattr(schema, "_state", lambda _: "old")
    with pytest.raises(BotError, match="slots already exists"):
        migrate(file)
    assert list(shape(file)) == ["slots"]


def test_a_held_or_broken_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "PATIENCE", 0.1)
    file = tmp_path / "piton.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            migrate(file)
    file.write_bytes(b"no database at all" * 99)
    with pytest.raises(BotError, match="not a database"):
        schema_state(file)
    with pytest.raises(BotError, match="cannot be made"):
        migrate(file / "below" / "piton.db")


def test_a_start_on_a_current_database_does_not_load_alembic(file: Path) -> None:
    code = (
        "import sys; from storage.sqlite import SqliteStore;"
        f"SqliteStore({str(file)!r}, {{}}, print);"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_history_tells_when_an_earlier_versions_blockers_ended(tmp_path: Path) -> None:
    file = tmp_path / "piton.db"
    migrate_to(file, "0008")
    blockers = [("B1", "resolved"), ("B2", "open"), ("B3", "withdrawn"), ("B4", "resolved")]
    acts = [("B1", "Resolve", 1), ("B1", "Reopen", 2), ("B1", "Resolve", 3), ("B1", "Carry", 4)]
    acts += [("B2", "Resolve", 5), ("B3", "Reword", 6)]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(
            "INSERT INTO blockers VALUES ('W', ?, 'T', 'P', 'U', '', '2026-11-24', ?, '')", blockers
        )
        connection.executemany("INSERT INTO acts (workspace, round, kind, at) VALUES ('W', ?, ?, ?)", acts)
    migrate(file)
    with closing(sqlite3.connect(file)) as connection:
        ended = connection.execute("SELECT round, ended_at FROM blockers ORDER BY round").fetchall()
    assert ended == [("B1", 3), ("B2", None), ("B3", 6), ("B4", None)]
