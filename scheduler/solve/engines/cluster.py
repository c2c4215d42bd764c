"""Solves neighbourhoods on the workers of a `dask.distributed` cluster that was started beforehand."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from scheduler.aside import side_by_side
from scheduler.errors import UsageError
from scheduler.solve.engines.engine import Result, Works
from scheduler.solve.engines.pool import MOST_DEATHS
from scheduler.solve.neighbourhoods.answering import answer
from scheduler.solve.neighbourhoods.question import NOTHING, Answer, Question

DEFAULT_ADDRESS = "tcp://127.0.0.1:8786"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CONNECT_S = 10


class Cluster:
    """A client of the scheduler at an address; a worker that is lost costs nothing but the time of its question."""

    def __init__(self, address: str, workers: int) -> None:
        refuse_open_network(address)
        self._workers = workers
        self._client = _client(address)

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        asked = [self._client.submit(answer, one, pure=False, retries=MOST_DEATHS) for one in questions]
        return (self._answer(one) for one in asked)

    def several(self, works: Works[Result], stop_requested: Callable[[], bool]) -> Iterator[Result]:
        """Here, for the cluster's machines do not know what is in memory."""
        return side_by_side(works, self._workers, stop_requested)

    def close(self) -> None:
        """Leave the cluster, which goes on without us."""
        self._client.close()

    def _answer(self, asked: Any) -> Answer:
        from distributed.scheduler import KilledWorker

        try:
            found = asked.result()
        except KilledWorker:
            return NOTHING
        return found if isinstance(found, Answer) else NOTHING


def refuse_open_network(address: str) -> None:
    """Raise UsageError unless the address is on this machine or speaks TLS: whoever reaches a worker can run code."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise UsageError(f'--cluster: "{address}" is no address; write it as {DEFAULT_ADDRESS}.')
    if parts.scheme != "tls" and parts.hostname not in _LOOPBACK:
        raise UsageError(
            f"--cluster: {address} is another machine and does not speak TLS; whoever reaches a worker can run code on"
            " it. Start dask with --tls-ca-file, --tls-cert and --tls-key, and give its tls:// address."
        )


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            '--engine dask needs the extra "cluster": pip install "htm-scheduler[cluster]", or take --engine pool.'
        ) from None
    client: Any = distributed.Client
    try:
        return client(address, timeout=_CONNECT_S, set_as_default=False)
    except OSError as error:
        raise UsageError(
            f"--cluster: no scheduler answers at {address} ({error}). Start one: dask scheduler --host 127.0.0.1,"
            f" then dask worker {address}."
        ) from error
