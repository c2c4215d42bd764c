"""The builders of the rules' examples, for tests."""

from constraints.example import *  # noqa: F403
from constraints.example import __all__ as __all__
