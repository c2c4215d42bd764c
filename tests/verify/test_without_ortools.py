"""The verifier needs no solver: it runs where OR-Tools cannot be imported."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "ortools" or name == "scheduler.solve":
            raise ImportError(name + " is not installed here")

sys.meta_path.insert(0, Refused())
from dataclasses import replace
from scheduler.verify import verify
from tests.verify.legal_quarter import the_facts, the_plan

facts = the_facts()
plan = the_plan(facts)
assert verify(plan, facts).violations == ()
doctored = replace(plan, bound=plan.total, duals={"a row": 1})
assert {fault.rule for fault in verify(doctored, facts).violations} == {"bound"}
assert not [name for name in sys.modules if name.startswith(("ortools", "scheduler.solve", "pandas"))]
"""


def test_a_plan_is_verified_where_no_solver_can_be_imported() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
