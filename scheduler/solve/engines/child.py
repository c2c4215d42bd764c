"""A child process: reads questions from its standard input, writes answers to its standard output, ends with its input.

Started by `pool` as `python -m scheduler.solve.engines.child`; it is told questions alone, so it stays small.
"""

import os
import sys

from scheduler.solve.engines.messages import receive, send
from scheduler.solve.neighbourhoods.answering import answer
from scheduler.solve.neighbourhoods.question import Question

MOST_BYTES = 4 << 30
"""Memory that a child may ask for; the solver's own limit does not hold."""


def serve() -> None:
    """Answer until the parent closes its end. What libraries print goes to stderr, not between the answers."""
    _limit_memory()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while isinstance(question := receive(sys.stdin.buffer), Question):
        send(answer(question), answers)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # a system without it has no such limit to set
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    serve()
