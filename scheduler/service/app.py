"""The service as one ASGI application: calendars first, then pages; security headers on all, tokens in no log."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from scheduler.service.answers import NOT_FOUND, OF_PAGES, UNAVAILABLE, Answer, Receive, Scope, Send
from scheduler.service.feeds import Feeds
from scheduler.service.fetches import Fetches
from scheduler.service.pages import House, pages
from scheduler.service.shelf import Shelf, renewed
from scheduler.store import Store

_LOG = logging.getLogger("htm.service")
_OF_PAGES = dict(OF_PAGES)
_LOOK_EVERY, _WRITE_EVERY = 0.2, 30.0


@dataclass(slots=True)
class Served:
    """How the service is set up. `base_url`: the address at which people reach it."""

    store: Store
    base_url: str
    hits_a_minute: int = 3_000
    misses_a_minute: int = 60


class Service:
    """The application. It must be started (ASGI lifespan) to renew its shelf."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.shelf = Shelf(served.store)
        renewed(self.shelf)
        self._fetches = Fetches()
        self._feeds = Feeds(self.shelf, self._fetches, served.hits_a_minute, served.misses_a_minute)
        self._pages = self._fastapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. What goes wrong is logged without the path, which holds a secret, and answers 503."""
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        answer = _Watched(send)
        try:
            if _is_feed(scope["path"]):
                await self._feeds.answer(scope, answer.send)
            else:
                await self._pages(scope, receive, _of_pages(answer.send, head=scope["method"] == "HEAD"))
        except Exception as error:
            _LOG.error("a request failed: %s", type(error).__name__)
            if not answer.begun:
                await UNAVAILABLE.send(send)
            elif not answer.whole:
                raise ConnectionError("an answer was broken off") from None

    def _fastapi(self) -> FastAPI:
        app = FastAPI(
            title="htm-scheduler calendars",
            version="1",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            lifespan=self._lifespan,
        )
        app.include_router(pages(House(self.served.store, self.shelf, self._feeds, lambda: self.served.base_url)))
        app.add_exception_handler(HTTPException, _in_words)
        schema = app.openapi()
        schema["paths"]["/f/{secret}.ics"] = _FEED_PATH
        return app

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            self._fetches.write(self.served.store)
            self.shelf.close()

    async def _watch(self) -> None:
        """Look for a new version again and again, in a thread beside the answers; write down who fetched."""
        written = time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await asyncio.to_thread(renewed, self.shelf)
            if time.monotonic() - written >= _WRITE_EVERY:
                written = time.monotonic()
                await asyncio.to_thread(self._fetches.write, self.served.store)


def _is_feed(path: str) -> bool:
    return path.startswith("/f/") and path.endswith(".ics")


class _Watched:
    """Knows how much of an answer was sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False
        self.whole = False

    async def send(self, message: Any) -> None:
        self.begun = True
        await self._send(message)
        self.whole = message["type"] == "http.response.body" and not message.get("more_body", False)


def _of_pages(send: Send, *, head: bool) -> Send:
    """Put the security headers on what pages answer; a 404 and a failure are the same everywhere, to the byte."""
    instead: list[Answer] = []

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            instead.extend(answer for answer in (NOT_FOUND, UNAVAILABLE) if _stands_for(answer, message["status"]))
            if instead:
                await instead[0].send(send, head=head)
                return
            kept = [header for header in message["headers"] if header[0].lower() not in _OF_PAGES]
            await send({**message, "headers": [*OF_PAGES, *kept]})
        elif not instead:
            await send(message)

    return sent


def _stands_for(answer: Answer, status: int) -> bool:
    return status == 404 if answer is NOT_FOUND else status == 500


def _in_words(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return PlainTextResponse(f"{getattr(error, 'detail', 'error')}\n", status, headers=headers)


_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}
_CALENDAR = {"content": {"text/calendar": {"schema": {"type": "string"}}}}
_FEED_PATH: Mapping[str, Any] = {
    "get": {
        "summary": "A calendar",
        "operationId": "feed",
        "parameters": [
            {"name": "secret", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}},
            {"name": "If-Modified-Since", "in": "header", "required": False, "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {"description": "The calendar, whole.", **_CALENDAR},
            "304": {"description": "It has not changed."},
            "404": {"description": "There is nothing at this address.", **_TEXT},
            "410": {"description": "It was revoked.", **_TEXT},
            "429": {"description": "Too many requests.", **_TEXT},
            "503": {"description": "It cannot be given just now.", **_TEXT},
        },
    }
}
