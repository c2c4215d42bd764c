"""Others on the same instance, with the same referee and the same time: `python -m benchmarks.peers --seconds 300`.

Each peer works in a process of its own; what it proposes is seated by the referee, who drops what breaks a rule, checks
the rest with the rules' own checks and prices it with the rules' own ledger. `htm plan` is this project's whole solve,
stopped when the time is up. Time is processor seconds of all processes together, so that a busy machine wrongs nobody.
Rows are kept in benchmarks/results/peers.json as they come; contenders that are there already are left out.
"""

import argparse

from benchmarks.machine import keep, rows_of
from benchmarks.peers.contest import OURS, PEERS, apart
from benchmarks.worlds import generated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000, help="about so many tasks")
    parser.add_argument("--seconds", type=float, default=300, help="everybody's processor seconds")
    parser.add_argument("--again", action="store_true", help="measure also what is there already")
    parser.add_argument("--peers", nargs="+", choices=[OURS, *PEERS], default=[OURS, *PEERS])
    chosen = parser.parse_args()
    with generated(chosen.tasks) as folder:
        for name in _asked(chosen.peers, chosen.tasks, again=chosen.again):
            row = apart(folder, chosen.tasks, name, chosen.seconds)
            keep("peers", row, "tasks_asked", "peer")
            print(
                *(
                    f"{key}: {row.get(key)}"
                    for key in ("peer", "seconds", "cost", "placed", "proposed", "moved", "dropped")
                )
            )


def _asked(names: list[str], tasks: int, *, again: bool) -> list[str]:
    """Those that are not there yet, unless all are to be measured again."""
    there = {row["peer"] for row in rows_of("peers") if row["tasks_asked"] == tasks}
    return [name for name in names if again or name not in there]


if __name__ == "__main__":
    main()
