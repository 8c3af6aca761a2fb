"""Migrations: an empty database becomes today's, and a strange one is left alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.errors import BotError, Busy
from storage import schema
from storage.database import SqliteStore
from storage.schema import migrate, schema_state
from storage.tables import metadata
from tests.storage.world import CEREMONIES


def shape(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


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
    migrated = shape(file)
    del migrated["alembic_version"]
    assert migrated == shape(other)


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
        "import sys; from storage.database import SqliteStore;"
        f"SqliteStore({str(file)!r}, {{}}, print);"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
