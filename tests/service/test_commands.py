"""From a published plan to a subscribed calendar by the commands alone, the server in a process of its own."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from scheduler.cli.main import run
from tests.journeys.command import ROOT
from tests.store.publications import a_small_quarter, published

SERVE = "from scheduler.cli.main import run; run()"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def htm(*words: object) -> Done:
    """Run a command in this process, as `htm` does."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(sys, "argv", ["htm", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quarter, folder = a_small_quarter(), tmp_path_factory.mktemp("programme")
    published(folder, quarter.plan, quarter.facts)
    return folder


def test_a_subscription_lives_from_add_to_revoke(programme: Path) -> None:
    words = [sys.executable, "-c", SERVE, "serve", str(programme), "--port", "0"]
    environment = {**os.environ, "NO_COLOR": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, text=True, cwd=ROOT, env=environment, **pipes) as server:  # type: ignore[call-overload]
        try:
            base = server.stdout.readline().strip()
            added = htm("token", "add", programme, "technicians/T00", "--for", "Ann", "--base-url", base, "--json")
            made = json.loads(added.stdout)
            first = httpx.get(made["url"], timeout=20)
            listed = htm("token", "list", programme)
            turned = json.loads(htm("token", "rotate", programme, made["id"], "--base-url", base, "--json").stdout)
            old, new = httpx.get(made["url"], timeout=20), httpx.get(turned["url"], timeout=20)
            tried = htm("token", "revoke", programme, turned["id"], "--dry-run")
            still = httpx.get(turned["url"], timeout=20)
            ended = htm("token", "revoke", programme, turned["id"])
            gone = httpx.get(turned["url"], timeout=20)
        finally:
            server.terminate()
            said = server.communicate(timeout=30)

    statuses = [each.status_code for each in (first, old, new, still, gone)]
    assert statuses == [200, 410, 200, 200, 410]
    assert [added.returncode, listed.returncode, tried.returncode, ended.returncode] == [0, 0, 0, 0]
    assert made["id"] in listed.stdout
    secrets = [each["url"].rpartition("/")[2].removesuffix(".ics") for each in (made, turned)]
    assert not [secret for secret in secrets if secret in listed.stdout + listed.stderr + "".join(said)]
    assert "Ann" in listed.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "--behind-tls-proxy"),
        (("--tls-key", "{key}"), "come together"),
        (("--base-url", "calendars"), "--base-url"),
    ],
)
def test_wrong_use_of_serve_is_a_sentence(
    programme: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "key").write_text("no key")
    given = [each.format(key=tmp_path / "key") for each in arguments]

    done = htm("serve", programme, "--port", "0", *given)

    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "technicians/T99", "--for", "Ann"), 'There is no calendar "technicians/T99"'),
        (("revoke", "S-nobody"), 'There is no subscription "S-nobody"'),
    ],
)
def test_wrong_use_of_token_is_a_sentence(programme: Path, words: tuple[str, ...], said: str) -> None:
    done = htm("token", words[0], programme, *words[1:])

    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_token_of_a_programme_that_was_never_published_is_refused(tmp_path: Path) -> None:
    done = htm("token", "add", tmp_path, "technicians/T1", "--for", "Ann")

    assert (done.returncode, "Run htm publish first" in done.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


def test_a_dry_run_adds_no_token(programme: Path) -> None:
    before = json.loads(htm("token", "list", programme, "--json").stdout)

    done = htm("token", "add", programme, "technicians/T00", "--for", "Bo", "--dry-run")

    assert done.returncode == 0
    assert json.loads(htm("token", "list", programme, "--json").stdout) == before


def test_help_loads_nothing_of_the_service() -> None:
    heavy = "{'fastapi', 'uvicorn', 'sqlalchemy', 'httpx', 'segno', 'jinja2'}"
    code = f"import sys, scheduler.cli.main; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"
