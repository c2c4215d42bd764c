"""How a question goes to a child and its answer comes back: pickled, with the length before it."""

import pickle
from typing import IO

from scheduler.solve.neighbourhoods.question import Answer, Question

_LENGTH = 8


def send(message: Question | Answer, stream: IO[bytes]) -> None:
    """Write one message."""
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(packed).to_bytes(_LENGTH, "big") + packed)
    stream.flush()


def receive(stream: IO[bytes]) -> object | None:
    """Read one message; None if the other side is gone."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "big")
    packed = stream.read(size)
    return None if len(packed) < size else pickle.loads(packed)
