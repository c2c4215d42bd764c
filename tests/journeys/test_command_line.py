"""What every command promises: exit codes, words instead of tracebacks, and a README that tells the truth."""

import re
from pathlib import Path

import pytest

from tests.journeys.command import htm


def test_help_names_every_command_of_the_readme(root: Path) -> None:
    promised = set(re.findall(r"^\| `htm ([\w-]+)", (root / "README.md").read_text("utf-8"), flags=re.MULTILINE))

    done = htm("--help")

    assert promised
    assert all(f" {command} " in done.stdout for command in promised)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plan", "nowhere", "--out", "x"), 3, "nowhere"),
        (("check", "examples/community-hospital", "--quarter", "2027Q5"), 2, "2027Q5"),
        (("check", "examples/community-hospital", "--from", "2027-01-01"), 2, "--until"),
        (("check", "examples/community-hospital", "--today", "tomorrow"), 2, "tomorrow"),
        (("formats", "nothing"), 2, "nothing"),
        (("verify", "examples/community-hospital", "nowhere"), 2, "nowhere"),
        (("what-if", "examples/community-hospital"), 2, "--set"),
        (("what-if", "examples/community-hospital", "--set", "technician T1"), 2, "neither - nor +"),
        (
            (
                "what-if",
                "examples/community-hospital",
                "--quarter",
                "2027Q1",
                "--today",
                "2026-12-01",
                "--set",
                "overtime T99 4",
            ),
            2,
            "T99",
        ),
        (
            (
                "plan",
                "examples/community-hospital",
                "--from",
                "2027-01-01",
                "--until",
                "2027-02-01",
                "--quarters",
                "2",
                "--out",
                "x",
            ),
            2,
            "--quarter 2027Q1",
        ),
    ],
)
def test_wrong_use_is_a_sentence_and_an_exit_code(arguments: tuple[str, ...], code: int, words: str) -> None:
    done = htm(*arguments)

    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_programme_is_written_and_read_back_as_empty(tmp_path: Path) -> None:
    made = htm("init", tmp_path / "ours")
    done = htm("check", tmp_path / "ours")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert re.search(r"^assets +0$", done.stdout, flags=re.MULTILINE)


def test_doctor_says_that_this_machine_is_ready() -> None:
    assert htm("doctor").returncode == 0


def test_formats_print_every_table() -> None:
    done = htm("formats")

    assert all(table in done.stdout for table in ("assets", "downtime", "procedures", "travel", "locks"))


def test_help_does_not_load_the_solver_or_pandas() -> None:
    import subprocess
    import sys

    code = "import sys, scheduler.cli.main; print(sorted({'ortools', 'pandas', 'numpy', 'docx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
