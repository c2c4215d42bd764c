"""Options and places that all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="Write golden files anew; read the difference in git.")
    parser.addoption("--programme", type=Path, help="Slow tests that ask a plan ask that of this programme,")
    parser.addoption("--planned", type=Path, help="as this folder holds it, instead of making one.")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def renew_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written instead of compared."""
    return bool(request.config.getoption("--renew-golden"))
