"""`htm serve`: the published calendars over HTTP, each under the secret address of its subscriber."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import BaseUrl, Database, Folder
from scheduler.cli.screen import note, say
from scheduler.errors import UsageError

if TYPE_CHECKING:
    from scheduler.service.serving import Bind


def command(
    folder: Folder,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0: any that is free.")] = 8080,
    base_url: BaseUrl = None,
    behind_tls_proxy: Annotated[
        bool, typer.Option("--behind-tls-proxy", help="A proxy in front ends TLS; its X-Forwarded-For is believed.")
    ] = False,
    tls_certificate: Annotated[Path | None, typer.Option(exists=True, help="PEM file of the certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option(exists=True, help="PEM file of its key.")] = None,
    hits_per_minute: Annotated[int, typer.Option(min=0, help="Requests of one calendar a minute; 0: any.")] = 3_000,
    misses_per_minute: Annotated[int, typer.Option(min=0, help="Wrong addresses by one client; 0: any.")] = 60,
    database: Database = None,
) -> None:
    """Serve the published calendars until stopped; on this machine alone unless you say otherwise."""
    from scheduler.service.app import Served, Service
    from scheduler.service.links import checked_base
    from scheduler.service.serving import Bind, listening, run
    from scheduler.store import open_store

    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder. Give the programme's folder.")
    bind = Bind(host, port, behind_tls_proxy, tls_certificate, tls_key)
    listener = listening(bind)
    there = base_url or _address(bind, listener.getsockname()[1])
    with listener, open_store(folder, database, datetime.now(UTC)) as store:
        service = Service(Served(store, checked_base(there), hits_per_minute, misses_per_minute))
        published = f"version {service.shelf.version}" if service.shelf.version else "nothing yet: publish a plan"
        note(f"Serving {published}. People reach it at {there}; Ctrl-C stops it.")
        say(_address(bind, listener.getsockname()[1]))
        run(service, bind, listener)


def _address(bind: "Bind", port: int) -> str:
    host = f"[{bind.host}]" if ":" in bind.host else bind.host
    return f"{'https' if bind.is_tls else 'http'}://{host}:{port}"
