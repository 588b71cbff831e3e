from __future__ import annotations

from pathlib import Path

import pytest

from steps.office import Office, copy_office, make_office


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("campaign") / "2015-依法履职")


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    return copy_office(master, tmp_path / "2015 依法履职")
