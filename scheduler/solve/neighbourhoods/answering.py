"""Answers a neighbourhood's question: first which people on which day, then when, so that what is shared suffices.

A pure function with one worker, a fixed seed and deterministic budgets: the same question has the same answer in
whichever process.
"""

from dataclasses import replace

from scheduler.solve.neighbourhoods.choosing import chosen
from scheduler.solve.neighbourhoods.question import MISSED, Answer, Question
from scheduler.solve.neighbourhoods.starts import started

_FOR_STARTS = 0.2
"""The budget for the starts, in CP-SAT's own seconds."""


def answer(question: Question) -> Answer:
    """The best that is found from what is there now; `NOTHING` if the budget ends before anything is found."""
    options = chosen(question)
    kept = [
        _kept(visit.now, option, len(visit.options), is_crew=any(len(one.people) > 1 for one in visit.options))
        for visit, option in zip(question.visits, options, strict=True)
    ]
    visits = tuple(
        replace(
            visit,
            options=tuple(visit.options[number] for number in numbers),
            now=numbers.index(visit.now) if visit.now != MISSED else MISSED,
        )
        for visit, numbers in zip(question.visits, kept, strict=True)
    )
    found = started(replace(question, visits=visits, deterministic_time=_FOR_STARTS))
    back = (MISSED if one == MISSED else numbers[one] for one, numbers in zip(found.options, kept, strict=False))
    return Answer(tuple(back), found.starts)


def _kept(now: int, option: int, number: int, *, is_crew: bool) -> list[int]:
    """The options that are left when it is known who does the visit on which day: that, and what is there now."""
    if is_crew:
        return list(range(number))
    return sorted({one for one in (now, option) if one != MISSED})
