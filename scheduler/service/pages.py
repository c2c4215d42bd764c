"""Pages for people: how to subscribe, what a calendar shows, when it was last fetched, and how to stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.concurrency import run_in_threadpool

from scheduler.service.answers import Answer
from scheduler.service.feeds import Feeds
from scheduler.service.links import links
from scheduler.service.shelf import Shelf
from scheduler.store import Store, Token, revoke_token, token_by_digest

_FILES = Path(__file__).with_name("files")
_SHOWN = {
    "technicians": "the visits of one person: where, what, with which instruments",
    "departments": "the equipment of one department that is serviced, and when it is away",
    "performers": "the visits of one outside performer",
    "sites": "all equipment service at one site",
}
ROBOTS = "User-agent: *\nDisallow:\n"
"""Calendar services read this first; a block here would stop them."""


@dataclass(frozen=True, slots=True)
class House:
    """What the pages know: the store, the shelf, the tokens, and the address at which people reach the service."""

    store: Store
    shelf: Shelf
    feeds: Feeds
    base_url: Callable[[], str]


def pages(house: House) -> APIRouter:
    """Return the routes of all pages."""
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse, summary="What this is")
    def start() -> Response:
        return _message(200, "Equipment service calendars", "Open the address that your planner gave you.")

    @router.get("/robots.txt", response_class=PlainTextResponse, summary="Nothing is blocked")
    def robots() -> Response:
        return PlainTextResponse(ROBOTS)

    @router.get("/style.css", response_class=Response, summary="How pages look")
    def style() -> Response:
        return Response(_file("style.css"), media_type="text/css")

    @router.get("/health", summary="Whether a version is served")
    def health() -> Response:
        version = house.shelf.version
        return JSONResponse({"version": version}, 200 if version else 503)

    @router.get("/s/{secret}", response_class=HTMLResponse, summary="How to subscribe", responses=_REFUSALS)
    async def subscription(secret: str, request: Request) -> Response:
        found = house.feeds.token(secret, _client(request))
        if isinstance(found, Answer):
            return _refusal(found)
        return HTMLResponse(await run_in_threadpool(_page, house, found, secret))

    @router.post("/s/{secret}/revoke", response_class=HTMLResponse, summary="Stop a calendar", responses=_REFUSALS)
    async def revoke(secret: str, request: Request) -> Response:
        found = house.feeds.token(secret, _client(request))
        if isinstance(found, Answer):
            return _refusal(found)
        await run_in_threadpool(_revoke, house.store, found)
        said = "Its address answers no more. Programs that follow it will say so; remove it there."
        return _message(200, "This calendar was revoked", said)

    return router


_REFUSALS: dict[int | str, dict[str, object]] = {
    404: {"description": "There is nothing at this address."},
    410: {"description": "It was revoked."},
    429: {"description": "Too many requests."},
    503: {"description": "The store cannot be read just now."},
}


def _page(house: House, token: Token, secret: str) -> str:
    ready = house.shelf.feed(token.feed_id)
    name = ready.head.name if ready else str(token.feed_id)
    with house.store.reading() as connection:
        fresh = token_by_digest(connection, token.digest) or token
    addresses = links(house.base_url(), secret, name)
    return _template("subscription.html").render(
        name=name,
        subscriber=token.subscriber,
        links=addresses,
        code=segno.make(addresses.page, error="m").svg_data_uri(scale=4, border=2),
        shown=_SHOWN.get(token.feed_id.kind, "equipment service"),
        version=house.shelf.version,
        changed=_said(ready.head.changed_at) if ready else "",
        fetched=_fetched(fresh),
        token_id=token.token_id,
        secret=secret,
    )


def _revoke(store: Store, token: Token) -> None:
    with store.writing() as connection:
        revoke_token(connection, token.token_id, who=f"page of {token.subscriber}", now=datetime.now(UTC))


def _fetched(token: Token) -> str:
    if token.fetched_at is None:
        return "not yet (a fetch shows here about a minute later)"
    return f"{_said(token.fetched_at)}{f' by {token.fetched_by}' if token.fetched_by else ''}"


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _refusal(answer: Answer) -> Response:
    kept = {name.decode(): value.decode() for name, value in answer.headers if name == b"retry-after"}
    return Response(answer.body, answer.status, headers=kept, media_type="text/plain")


def _message(status: int, title: str, text: str) -> Response:
    return HTMLResponse(_template("message.html").render(title=title, text=text), status)


def _client(request: Request) -> str:
    return request.client.host if request.client else "unknown"


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_FILES), autoescape=True, undefined=StrictUndefined)


def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _file(name: str) -> bytes:
    return (_FILES / name).read_bytes()
