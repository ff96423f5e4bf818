"""The steps of alembic make the tables that the code speaks of, and go on from an older archive."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from vanthu.corpora.errors import ArchiveCutOff
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.opening import MIGRATIONS, open_archive
from vanthu.pipelines.archive.tables import metadata


def differences(connection) -> list[str]:
    """What alembic would change to get from the archive to the code's tables; comments are for readers of the code."""

    def ours(_object, name, kind, _reflected, _compared) -> bool:
        return kind != "table" or name in metadata.tables  # the index of texts is each database's own

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
    found = (
        item
        for entry in compare_metadata(context, metadata)
        for item in (entry if isinstance(entry, list) else [entry])
    )
    return [item[0] for item in found if item[0] != "modify_comment"]


def test_the_steps_make_the_tables_of_the_code(archive):
    with archive.engine.connect() as connection:
        assert differences(connection) == []


def test_a_column_that_no_step_makes_would_be_seen(archive):
    with archive.engine.begin() as connection:
        connection.execute(text("ALTER TABLE document DROP COLUMN definition"))
        assert differences(connection) == ["add_column"]


def test_an_archive_of_the_first_step_is_brought_up_to_date_by_a_load(archive_urls):
    engine = create_engine(archive_urls)
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    before = set(inspect(engine).get_table_names())
    engine.dispose()
    with open_archive(archive_urls, create=True) as opened:
        assert set(inspect(opened.engine).get_table_names()) > before


def test_of_two_first_runs_one_makes_the_tables_and_both_find_them(archive_urls):
    together = Barrier(4)

    def begin() -> list[str]:
        together.wait()
        with open_archive(archive_urls, create=True) as opened, opened.engine.connect() as connection:
            return differences(connection)

    with ThreadPoolExecutor(4) as pool:
        assert [run.result() for run in [pool.submit(begin) for _ in range(4)]] == [[]] * 4


def test_a_connection_that_the_server_ends_has_its_own_error_and_the_next_run_goes_on(postgres_archive):
    with (
        pytest.raises(ArchiveCutOff) as told,
        open_archive(postgres_archive, create=True) as opened,
        locked(opened),
        opened.engine.connect() as connection,
    ):
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert told.value.exit_code == 10
    with open_archive(postgres_archive, create=True) as opened, locked(opened):
        pass
