"""A real Radicale on a free port, with a home for each test, ended after the run."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PASSWORD = "s3cret"
USERS = tuple(f"planner{number}" for number in range(30))


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """Start a server whose data are in a folder; yield its address."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "users").write_text("".join(f"{user}:{PASSWORD}\n" for user in USERS))
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder / 'data'}\n"
        "[logging]\nlevel = error\n"
    )
    words = [sys.executable, "-W", "ignore", "-m", "radicale", "--config", str(folder / "config")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(f"{address}.web/").status_code:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError("Radicale did not start")
