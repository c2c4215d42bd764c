"""The catalogue of words: complete in every language, and dates and numbers as each language writes them."""

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

import scheduler.outputs.appendix as room
from scheduler.outputs.appendix.paper import State, several, word
from scheduler.outputs.appendix.words import LANGUAGES, Wording, entries

PLACES = re.compile(r"\{(\w+)\}")


def forms(entry: object) -> dict[str, str]:
    return dict(entry) if isinstance(entry, dict) else {"": str(entry)}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_says_the_same_with_the_same_places(language: str) -> None:
    english, other = entries("en"), entries(language)

    assert sorted(other) == sorted(english)
    for key, entry in english.items():
        assert {form: sorted(PLACES.findall(text)) for form, text in forms(other[key]).items()} == {
            form: sorted(PLACES.findall(text)) for form, text in forms(entry).items()
        }, key


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    folder = Path(str(files(room)))
    code = "".join(file.read_text("utf-8") for file in folder.rglob("*.py") if file.name != "__init__.py")
    named = set(re.findall(r'word\(\s*"([a-z_.\-]+)"', code))

    assert len(named) > 80
    assert sorted(named - set(entries("en"))) == []


def test_dates_and_numbers_follow_the_language() -> None:
    english, spanish = Wording("en"), Wording("es")

    assert [each.say(date(2027, 1, 9)) for each in (english, spanish)] == ["9 Jan 2027", "9 ene 2027"]
    assert [each.say(Decimal("1234567.5")) for each in (english, spanish)] == ["1,234,567.5", "1.234.567,5"]
    assert [each.say(25000) for each in (english, spanish)] == ["25,000", "25.000"]


def test_one_is_said_in_the_singular() -> None:
    assert Wording("en").say(word("count.months", n=1)) == "1 month"
    assert Wording("es").say(word("count.months", n=2)) == "2 meses"


def test_the_states_are_different_words_in_every_language() -> None:
    for language in LANGUAGES:
        wording = Wording(language)
        assert len({wording.say(state) for state in State}) == len(State)


def test_places_are_filled_once_and_what_is_filled_in_is_never_read_again() -> None:
    assert (
        Wording("en").say(word("paper.grouped", caption="{group}", group="{caption} {n}")) == "{group}: {caption} {n}"
    )


def test_a_text_that_reads_like_a_state_is_not_one() -> None:
    assert several(["unknown", State.UNKNOWN]) != several(["unknown"])
