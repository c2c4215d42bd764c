"""Plans that several journeys start from."""

from pathlib import Path

import pytest

from tests.journeys.command import plan


@pytest.fixture(scope="session")
def community_out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community hospital planned for 2027Q1; to be read, not changed."""
    folder = tmp_path_factory.mktemp("community") / "out"
    done = plan(root / "examples" / "community-hospital", folder)
    assert done.returncode == 0, done.stderr
    return folder
