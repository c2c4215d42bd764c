"""Settings are read from words, written back as the same words, and change exactly what they say."""

import pytest

from constraints.example import (
    a_certificate,
    a_department,
    a_lock,
    a_performer,
    a_procedure,
    a_programme,
    a_technician,
    an_asset,
    an_instrument,
    an_open_row,
    facts_of,
)
from scheduler.changes import GRAMMAR, changed, parse_setting
from scheduler.domain.programme import Programme
from scheduler.errors import UsageError


def a_hospital() -> Programme:
    return a_programme(
        technicians=[a_technician("Ann"), a_technician("Bob"), a_technician("GE#1", performer="GE", anonymous=True)],
        certificates=[a_certificate("Bob")],
        performers=[a_performer("GE", notice_days=5)],
        procedures=[a_procedure(skill="pumps", instruments=[["analyser"]])],
        instruments=[an_instrument()],
        locks=(a_lock("2027-01-11 09:00"),),
        downtime=[an_open_row("Mon", "09:00", "12:00")],
    )


def under(text: str) -> Programme:
    return changed(a_hospital(), parse_setting(text))


EACH = [
    "technician -Ann",
    "technician +Bob",
    "overtime Ann 4",
    "overtime * 2.5",
    "certificate Ann pumps",
    "shift Ann Sat 08:00-12:00",
    "shift Ann 2027-02-06 08:00-12:00",
    "share Ann 0.6",
    "share * 0.6",
    "reserve 0.02",
    "max_day_share 0.9",
    "window Ward Mon-Fri 18:00-22:00",
    "window asset A-1 2027-02-06 08:00-12:00",
    "profile high_risk cms-strict",
    'tolerance A-1 PM "-30..+45 days"',
    'every Pump PM "6 months"',
    "fleet Ward 0.5",
    "visits Ward 2",
    "instrument analyser North",
    "unlock A-1 PM",
    "weight late_day_other 200",
]


@pytest.mark.parametrize("text", EACH)
def test_every_setting_is_written_back_as_it_is_read_and_changes_the_programme(text: str) -> None:
    [change] = parse_setting(text)

    assert change.text == text
    assert parse_setting(change.text) == (change,)
    assert change.applied(a_hospital()) != a_hospital()


def test_every_kind_is_tried_here_and_says_how_it_is_written() -> None:
    assert {text.split()[0] for text in EACH} == set(GRAMMAR)
    for name, kind in GRAMMAR.items():
        assert kind.usage.startswith(name)


def test_changes_of_one_setting_follow_each_other() -> None:
    programme = under("technician -Ann; overtime * 2; reserve 0")

    assert list(programme.technicians) == ["Bob", "GE#1"]
    assert [one.overtime_hours_week for one in programme.technicians.values()] == [2, 0]
    assert programme.capacity.reserve == 0


def test_somebody_more_has_the_same_certificates_and_shifts() -> None:
    programme = under("technician +Bob")

    assert {row.technician for row in programme.certificates} == {"Bob", "Bob+2"}
    assert sum(row.technician == "Bob+2" for row in programme.shifts) == sum(
        row.technician == "Bob" for row in programme.shifts
    )


@pytest.mark.parametrize("text", ["window Ward Tue 18:00-20:00", "window asset A-1 Tue 18:00-20:00"])
def test_a_window_more_closes_nothing_that_was_open(text: str) -> None:
    before, after = facts_of(a_hospital()).open_periods("A-1"), facts_of(under(text)).open_periods("A-1")

    assert after & before == before
    assert after.minutes - before.minutes == 120 * sum(day.weekday() == 1 for day in facts_of().horizon.days())


def test_a_window_of_a_department_also_holds_for_assets_that_have_their_own() -> None:
    own = a_programme(
        assets=[an_asset("A-1"), an_asset("A-2")],
        departments=[a_department()],
        downtime=[an_open_row("Mon", "09:00", "12:00", asset_tag="A-2")],
    )

    after = facts_of(changed(own, parse_setting("window Ward Tue 18:00-20:00")))

    for tag in ("A-1", "A-2"):
        assert after.open_periods(tag).minutes > facts_of(own).open_periods(tag).minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "--set: nothing is set. Write for example"),
        ("technicians -Ann", '--set: "technicians" is nothing that can be set; there are technician, overtime'),
        ("technician Ann", '--set: technician Ann cannot be read. "Ann" says neither - nor +. Write technician -T017'),
        ("overtime Ann", "--set: overtime Ann cannot be read."),
        ("overtime Ann four", "could not convert string to float: 'four' Write overtime T017 4"),
        ("share Ann 1.5", "1.5 is not a share from 0 to 1."),
        ("window Ward Mon-Fri 18-22", "is not a time"),
        ("profile high_risk soon", '"soon" is not a tolerance window'),
        ('every Pump PM "often', "has a quote that is not closed"),
    ],
)
def test_words_that_are_no_setting_are_refused_with_how_it_is_written(text: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_setting(text)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("technician -An", 'There is no technician "An" in the programme. Did you mean Ann?'),
        ("certificate Ann pump", 'There is no skill "pump" in the programme. Did you mean pumps?'),
        ("window Wards Mon 08:00-09:00", 'There is no department "Wards" in the programme. Did you mean Ward?'),
        ("every Pumpe PM P1Y", "There is no modality"),
        ("instrument analysers North", "There is no class of instruments"),
        ("unlock A-2 PM", "There is no lock of PM of A-2 in the programme."),
        ("weight lateness 3", "There is no weight"),
    ],
)
def test_what_is_not_in_the_programme_is_told_with_the_nearest_name(text: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        under(text)

    assert words in str(refused.value)
