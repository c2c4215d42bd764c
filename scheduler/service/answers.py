"""Whole answers: status, headers and bytes, made once; every one with the headers that keep a secret address secret."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

SECURITY: Headers = (
    (b"cache-control", b"private, no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
"""On every answer."""

OF_PAGES: Headers = (
    *SECURITY,
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'",
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_PLAIN = (b"content-type", b"text/plain; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `body` is left out for HEAD, its length is told all the same. `name` is for the log."""

    status: int
    headers: Headers
    body: bytes
    name: str

    async def send(self, send: Send, *, head: bool = False) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if head else self.body})


def plain(status: int, text: str, name: str, more: Sequence[tuple[bytes, bytes]] = ()) -> Answer:
    """Make an answer in words."""
    body = f"{text}\n".encode()
    headers = (*SECURITY, _PLAIN, (b"content-length", str(len(body)).encode()), *more)
    return Answer(status, headers, body, name)


NOT_FOUND = plain(404, "There is nothing at this address.", "not found")
"""The same for every address that leads nowhere."""

GONE = plain(410, "This calendar was revoked. Ask for a new address.", "revoked")
UNAVAILABLE = plain(
    503, "The calendar cannot be given just now; keep what you have.", "unavailable", [(b"retry-after", b"60")]
)
NOT_ALLOWED = plain(405, "A calendar can be read, and nothing else.", "method", [(b"allow", b"GET, HEAD")])


def too_many(seconds: int) -> Answer:
    """Ask a client to wait."""
    return plain(429, "Too many requests; wait.", "limit", [(b"retry-after", str(max(1, seconds)).encode())])


def without_body(answer: Answer, status: int) -> Answer:
    """Return an answer of another status without what describes a body."""
    told = (b"content-length", b"content-encoding", b"content-type", b"content-disposition")
    kept = tuple(header for header in answer.headers if header[0] not in told)
    return replace(answer, status=status, headers=kept, body=b"", name=f"{answer.name} unchanged")
