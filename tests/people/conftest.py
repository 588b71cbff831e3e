from __future__ import annotations

from pathlib import Path

import pytest

from people.jincheng import jincheng
from scoring.office import Office, copy_of


@pytest.fixture(scope="session")
def jincheng_master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return jincheng(tmp_path_factory.mktemp("jincheng") / "2018-督查")


@pytest.fixture
def office(jincheng_master: Office, tmp_path: Path) -> Office:
    return copy_of(jincheng_master, tmp_path / "2018 督查")
