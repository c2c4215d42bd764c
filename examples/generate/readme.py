"""The README of the generated health system: its sizes, what to find in it, and the arithmetic behind its people."""

from collections.abc import Mapping, Sequence
from pathlib import Path

TEXT = Path(__file__).parent / "data" / "readme.md"


def readme(
    seed: int, assets: int, models: int, sizes: Mapping[str, int], arithmetic: Sequence[str], *, patching: bool
) -> str:
    """Return the README's text."""
    rows = "\n".join(f"| {name} | {size:,} |" for name, size in sizes.items())
    return TEXT.read_text(encoding="utf-8").format(
        seed=seed,
        patching=" --patching" if patching else "",
        assets=assets,
        models=models,
        sizes=f"| table | rows |\n|---|---|\n{rows}",
        arithmetic="\n".join(arithmetic),
    )
