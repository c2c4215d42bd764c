"""A service on a real port over a real store, and subscriptions to what is published in it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn

from scheduler.service.app import Served, Service
from scheduler.service.serving import Bind, configured, listening
from scheduler.service.subscriptions import Issued, issue
from scheduler.store import Store, open_store

NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)


@dataclass
class Running:
    """A service that answers, the folder and store behind it, and a client."""

    folder: Path
    store: Store
    service: Service
    client: httpx.Client
    base: str
    subscribers: int = 0

    def subscribed(self, feed: str = "technicians/T00", to: str = "") -> Issued:
        """Make a subscription; of somebody new unless it is said whose."""
        self.subscribers += 1
        to = to or f"Subscriber {self.subscribers}"
        with self.store.writing() as connection:
            return issue(connection, feed, to, base_url=self.base, who="Ann", now=NOW)

    def path_of(self, issued: Issued) -> str:
        return issued.links.feed.removeprefix(self.base)


@contextmanager
def running(folder: Path, **limits: int) -> Iterator[Running]:
    """Serve a programme's store until the test is over."""
    folder.mkdir(exist_ok=True)
    bind = Bind(port=0)
    with listening(bind) as listener, open_store(folder, None, NOW) as store:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        service = Service(Served(store, base, **limits))
        server = uvicorn.Server(configured(service, bind))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with httpx.Client(base_url=base, timeout=20) as client:
                wait_for(lambda: server.started)
                yield Running(folder, store, service, client, base)
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive()


def wait_for(is_so, seconds: float = 10) -> None:  # type: ignore[no-untyped-def]
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.01)
