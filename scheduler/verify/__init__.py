"""Fresh eyes: what a plan breaks, owes and costs, worked out again from the raw tables without a solver."""

from scheduler.verify.checking import expecting, verify, verify_folder, verify_rules, verifying
from scheduler.verify.documents import verify_files
from scheduler.verify.verdict import CheckResult, Verdict

__all__ = [
    "CheckResult",
    "Verdict",
    "expecting",
    "verify",
    "verify_files",
    "verify_folder",
    "verify_rules",
    "verifying",
]
