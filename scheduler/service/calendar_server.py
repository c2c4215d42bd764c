"""The few requests of CalDAV (RFC 4791) that a push needs: make a calendar, list it, put and delete one resource."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx

from scheduler.errors import SchedulerError, UsageError
from scheduler.service.serving import is_loopback

USER, PASSWORD = "HTM_CALDAV_USER", "HTM_CALDAV_PASSWORD"
_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_LIST = (
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/>'
    '</d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter>'
    "</c:calendar-query>"
)
_MAKE = (
    '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>{name}'
    '</d:displayname><c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>'
    "</d:prop></d:set></c:mkcalendar>"
)
_XML = {"Content-Type": 'application/xml; charset="utf-8"'}


class CalendarServerError(SchedulerError):
    """The calendar server did not do what was asked."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a calendar: its name, its entity tag, and its iCalendar text."""

    name: str
    etag: str
    content: str

    def property(self, name: str) -> str:
        """Return the value of the first property of that name; blank if it has none."""
        unfolded = re.sub("\r?\n[ \t]", "", self.content)
        event = unfolded.partition("BEGIN:VEVENT")[2]
        match = re.search(rf"^{re.escape(name)}(?:;[^:\r\n]*)?:([^\r\n]*)", event, re.MULTILINE)
        return match[1] if match else ""


class CalendarServer:
    """A CalDAV server under one address, such as https://dav.hospital.example/htm/."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError("--caldav: write the address of a collection, https://dav.hospital.example/htm/.")
        if parts.username or parts.password:
            raise UsageError(f"--caldav: leave user and password out of the address; give {USER} and {PASSWORD}.")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise UsageError("--caldav: passwords and plans cross a network only with https.")
        user, password = os.environ.get(USER), os.environ.get(PASSWORD, "")
        self._name = parts.hostname
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/", auth=(user, password) if user else None, timeout=60, follow_redirects=False
        )

    def __enter__(self) -> "CalendarServer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def make(self, calendar: str, name: str) -> None:
        """Make a calendar unless it is there."""
        there = self._ask("PROPFIND", f"{calendar}/", headers={"Depth": "0"}, ok=(207, 404))
        if there.status_code == 404:
            text = _MAKE.format(name=escape(name))
            self._ask("MKCALENDAR", f"{calendar}/", content=text.encode(), headers=_XML, ok=(201,))

    def resources(self, calendar: str) -> dict[str, Resource]:
        """Return what the calendar holds, by name."""
        headers = {**_XML, "Depth": "1"}
        answer = self._ask("REPORT", f"{calendar}/", content=_LIST.encode(), headers=headers, ok=(207,))
        try:
            return {each.name: each for each in _resources(ElementTree.fromstring(answer.content))}
        except ElementTree.ParseError as error:
            raise CalendarServerError(f"{self._name} lists its calendar {calendar} in no XML.") from error

    def put(self, calendar: str, name: str, content: bytes, etag: str | None) -> bool:
        """Create a resource (`etag` None) or replace the one that has this tag; False: it is not as it was."""
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        answer = self._ask(
            "PUT", f"{calendar}/{quote(name)}", content=content, headers=headers, ok=(200, 201, 204, 412)
        )
        return answer.status_code != 412

    def delete(self, calendar: str, name: str, etag: str) -> bool:
        """Delete the resource that has this tag; False: it is not as it was."""
        answer = self._ask("DELETE", f"{calendar}/{quote(name)}", headers={"If-Match": etag}, ok=(200, 204, 404, 412))
        return answer.status_code != 412

    def _ask(
        self, method: str, path: str, *, headers: dict[str, str], ok: tuple[int, ...], content: bytes = b""
    ) -> httpx.Response:
        try:
            answer = self._client.request(method, path, headers=headers, content=content)
        except httpx.HTTPError as error:
            raise CalendarServerError(f"{self._name} cannot be reached: {type(error).__name__}.") from error
        if answer.status_code in ok:
            return answer
        if answer.status_code in (401, 403):
            raise CalendarServerError(f"{self._name} refuses access; give {USER} and {PASSWORD}.")
        raise CalendarServerError(f"{self._name} answers {answer.status_code} to {method} of {path}.")


def _resources(root: ElementTree.Element) -> Iterator[Resource]:
    for response in root.iter(f"{_DAV}response"):
        href, data = response.findtext(f"{_DAV}href", ""), response.find(f".//{_CALDAV}calendar-data")
        etag = response.findtext(f".//{_DAV}getetag", "")
        if data is not None and data.text and etag:
            yield Resource(unquote(href.rstrip("/").rpartition("/")[2]), etag, data.text)
