"""Fixtures over real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from servers.postgres import Cluster, Database

NO_EXTRA = "the extra postgres is not installed (pip install .[postgres])"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a superuser: of the server that the environment names, else of one that is started for the session."""
    pytest.importorskip("psycopg", reason=NO_EXTRA)
    from servers import postgres

    if given := os.environ.get(postgres.GIVEN):
        yield given
        return
    with postgres.own_cluster() as cluster:
        yield cluster.admin


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    """A database for one test."""
    from servers import postgres

    with postgres.database(server) as made:
        yield made


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server that the test may kill."""
    pytest.importorskip("psycopg", reason=NO_EXTRA)
    from servers import postgres

    with postgres.own_cluster() as own:
        yield own
