"""Writes a health system of any size: `python -m examples.generate OUT --assets 25000 --seed 7`.

The committed examples/health-system is what the defaults write. 25,000 assets owe about 10,000 obligations in 2027Q1;
more assets make more groups of the same eight sites, with as many people as their load needs: 700,000 assets owe about
300,000. Needs nothing but Python and this checkout.
"""

import argparse
import sys
from pathlib import Path

from examples.generate.world import make_world


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="the programme's folder; tables in it are overwritten")
    parser.add_argument("--assets", type=int, default=25_000)
    parser.add_argument("--models", type=int, default=1_200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--patching", action="store_true", help="with cycles of software releases and their people")
    parser.add_argument("--hours", type=float, default=1, help="everybody's time for planned work, times this")
    chosen = parser.parse_args(arguments)
    world = make_world(chosen.seed, chosen.assets, chosen.models, patching=chosen.patching, hours=chosen.hours)
    world.write(chosen.out)
    for table in world.tables:
        print(f"{table.name:12} {len(table.rows):8,} rows", file=sys.stderr)
    for line in world.arithmetic:
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
