"""Addresses of a subscription: its feed, its page, and the link that each calendar program understands."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from scheduler.errors import UsageError

LONGEST_URL = 116
"""Google refuses longer ones."""


@dataclass(frozen=True, slots=True)
class Links:
    """What a person needs to subscribe. `is_inside`: nobody outside the house can reach the address."""

    feed: str
    webcal: str
    page: str
    google: str
    outlook_com: str
    microsoft_365: str
    is_inside: bool


def links(base_url: str, secret: str, name: str) -> Links:
    """Make the links of one token under the address at which people reach the service. Raises UsageError."""
    base = checked_base(base_url)
    feed = f"{base}/f/{secret}.ics"
    if len(feed) > LONGEST_URL:
        raise UsageError(
            f"The address {base} is too long: with its token a calendar's address has {len(feed)} characters, and some "
            f"programs take {LONGEST_URL}. Give a shorter --base-url."
        )
    webcal = f"webcal{feed.removeprefix('https').removeprefix('http')}"
    title = quote(name, safe="")
    return Links(
        feed=feed,
        webcal=webcal,
        page=f"{base}/s/{secret}",
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook_com=f"https://outlook.live.com/calendar/0/addfromweb?url={quote(feed, safe='')}&name={title}",
        microsoft_365=f"https://outlook.office.com/calendar/0/addfromweb?url={quote(feed, safe='')}&name={title}",
        is_inside=_is_inside(urlsplit(base).hostname or ""),
    )


def checked_base(base_url: str) -> str:
    """Return the address without a slash at its end. Raises UsageError if it is none."""
    parts = urlsplit(base_url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UsageError(f'--base-url: "{base_url}" is no address; write https://calendars.hospital.example.')
    return base_url.strip().rstrip("/")


def _is_inside(host: str) -> bool:
    """A name without a dot, a local name, or an address of a private network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(
            (".local", ".internal", ".lan", ".intranet", ".localhost", ".home.arpa")
        )
