"""One service for many tests: what is published is only read."""

from collections.abc import Iterator

import pytest

from tests.service.running import Running, running
from tests.store.publications import a_small_quarter, published


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with one published version."""
    quarter, folder = a_small_quarter(), tmp_path_factory.mktemp("service")
    published(folder, quarter.plan, quarter.facts)
    with running(folder, misses_a_minute=0) as found:
        yield found
