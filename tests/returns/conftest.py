from __future__ import annotations

from collections.abc import Iterator

import pytest

from duchá.workbooks.pool import Readers, open_readers
from returns.corpus import make_corpus_office
from steps.office import Office


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_corpus_office(tmp_path_factory.mktemp("corpus") / "2015-依法履职")


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    with open_readers() as opened:
        yield opened
