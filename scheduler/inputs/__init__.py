"""Files to Programme: the one door through which facts come in, checked once and completely."""

from scheduler.inputs.reading import Reading, read_programme

__all__ = ["Reading", "read_programme"]
