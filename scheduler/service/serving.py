"""Running the service: where it may listen, and how it ends."""

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import UsageError
from scheduler.service.app import Service

if TYPE_CHECKING:
    import uvicorn


@dataclass(frozen=True, slots=True)
class Bind:
    """Where to listen. `behind_tls_proxy`: the planner says that a proxy in front ends TLS."""

    host: str = "127.0.0.1"
    port: int = 8080
    behind_tls_proxy: bool = False
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_tls(self) -> bool:
        return self.certificate is not None and self.key is not None


def listening(bind: Bind) -> socket.socket:
    """Open the socket. Raises UsageError where addresses of calendars would cross a network in the clear."""
    if bool(bind.certificate) != bool(bind.key):
        raise UsageError("--tls-certificate and --tls-key come together.")
    if not is_loopback(bind.host) and not (bind.behind_tls_proxy or bind.is_tls):
        raise UsageError(
            f"{bind.host} is not this machine alone: the secret addresses would cross the network unencrypted. "
            "Give --tls-certificate and --tls-key, or put a TLS proxy in front and say so with --behind-tls-proxy."
        )
    try:
        return socket.create_server((bind.host, bind.port), family=_family(bind.host), backlog=1024, reuse_port=False)
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{bind.host}:{bind.port} cannot be listened at: {said}. Give another --port.") from error


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(service: Service, bind: Bind, listener: socket.socket) -> None:
    """Answer until stopped (Ctrl-C, SIGTERM); requests under way are finished."""
    import uvicorn

    uvicorn.Server(configured(service, bind)).run(sockets=[listener])


def configured(service: Service, bind: Bind) -> "uvicorn.Config":
    """Set the server up: no log of paths, which hold secrets; no word about the software."""
    import uvicorn

    return uvicorn.Config(
        service,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bind.behind_tls_proxy,
        forwarded_allow_ips="127.0.0.1,::1" if bind.behind_tls_proxy else None,
        ssl_certfile=str(bind.certificate) if bind.certificate else None,
        ssl_keyfile=str(bind.key) if bind.key else None,
        timeout_graceful_shutdown=5,
        limit_concurrency=1_000,
        h11_max_incomplete_event_size=16_384,
        ws="none",
        lifespan="on",
    )


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
