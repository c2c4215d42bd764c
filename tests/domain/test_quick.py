"""What is made quickly is what Python makes of a frozen dataclass."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from scheduler.domain.plan import TaskOutcome
from scheduler.domain.quick import quickly_made


@dataclass(frozen=True, slots=True)
class Slow:
    """Made by Python."""

    first: int
    second: str = "second"
    third: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError("Below nothing.")


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    """The same, made quickly."""

    first: int
    second: str = "second"
    third: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError("Below nothing.")


def test_it_holds_what_it_was_given() -> None:
    for given, named in (((1,), {}), ((1, "b"), {}), ((1,), {"third": (3,)}), ((), {"second": "b", "first": 2})):
        slow, quick = Slow(*given, **named), Quick(*given, **named)

        assert [getattr(quick, one.name) for one in fields(Quick)] == [getattr(slow, one.name) for one in fields(Slow)]
        assert repr(quick) == repr(slow).replace("Slow", "Quick")
        assert hash(quick) == hash(slow)


def test_it_is_of_its_class_and_frozen() -> None:
    made = Quick(1)

    assert type(made) is Quick
    assert made == Quick(1) != Quick(2)
    with pytest.raises(FrozenInstanceError):
        made.first = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.first


def test_it_is_checked_as_its_class_asks() -> None:
    with pytest.raises(ValueError, match="Below nothing"):
        Quick(-1)


def test_a_missing_or_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Quick(1, fourth=4)  # type: ignore[call-arg]


def test_it_is_copied_replaced_and_told_to_another_process() -> None:
    made = Quick(1, third=(3,))

    assert replace(made, first=2) == Quick(2, third=(3,))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        told = pickle.loads(pickle.dumps(made, protocol))
        assert told == made
        assert type(told) is Quick
    assert copy.deepcopy(made) == copy.copy(made) == made


def test_its_signature_is_the_same() -> None:
    assert str(inspect.signature(Quick)) == str(inspect.signature(Slow))


def test_values_of_the_house_are_made_so() -> None:
    assert "Open" in TaskOutcome.__init__.__code__.co_names


@pytest.mark.parametrize(
    "odd",
    [field(default_factory=list), field(kw_only=True), field(init=False, default=1)],
    ids=["factory", "named", "none"],
)
def test_fields_it_does_not_know_are_refused(odd: object) -> None:
    namespace = {"__annotations__": {"first": int, "odd": list}, "odd": odd}

    with pytest.raises(TypeError, match="Odd has a field that quickly_made does not know"):
        quickly_made(dataclass(frozen=True, slots=True)(type("Odd", (), namespace)))
