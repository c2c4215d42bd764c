"""What each type of cell reads, and how it refuses the rest."""

from datetime import date, datetime, time

import pytest

from scheduler.domain.calendar import Periodicity, WindowKind, WindowProfile
from scheduler.domain.equipment import NoPeriod, Where
from scheduler.domain.people import NoCalibration
from scheduler.inputs.cells import INSTRUMENTS, TEXT, YES_NO, CellError, CellType, choice, listed, name, number, whole
from scheduler.inputs.civil_cells import CALIBRATED, DAY, END, PERIOD, START, WALL_MOMENT, WEEKDAYS, WINDOW, ZONE
from scheduler.inputs.columns import optional, required
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import read_cell

SITE = name(NameKind.SITE, str)
SHARE = number(0, 1)


def _lexicon() -> Lexicon:
    lexicon = Lexicon.empty()
    lexicon.names[NameKind.SITE].add("Main")
    return lexicon


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (TEXT, "007", "007"),
        (TEXT, "NA", "NA"),
        (SITE, "MAIN", "Main"),
        (choice(Where), "Bench", Where.BENCH),
        (listed(choice(Where)), "bench| remote|bench", (Where.BENCH, Where.REMOTE)),
        (YES_NO, "yes", True),
        (YES_NO, "FALSE", False),
        (whole(0, 10), "7", 7),
        (whole(0, 10), "7.0", 7),
        (SHARE, "0.5", 0.5),
        (SHARE, "1", 1.0),
        (DAY, "2027-01-31", date(2027, 1, 31)),
        (DAY, "2027-01-31T00:00:00", date(2027, 1, 31)),
        (START, "7:30", time(7, 30)),
        (END, "24:00", time(0, 0)),
        (WEEKDAYS, "Fri-Mon", frozenset({4, 5, 6, 0})),
        (PERIOD, "P6M", Periodicity(months=6)),
        (PERIOD, "On-Event", NoPeriod.ON_EVENT),
        (PERIOD, "none", NoPeriod.NONE),
        (WINDOW, "-10..+20 days", WindowProfile(WindowKind.DAYS_AROUND, 10, 20)),
        (INSTRUMENTS, "gas|esa/esa-2", (("gas",), ("esa", "esa-2"))),
        (CALIBRATED, "none", NoCalibration.NOT_NEEDED),
        (CALIBRATED, "Unknown", NoCalibration.UNKNOWN),
        (CALIBRATED, "2027-05-01", date(2027, 5, 1)),
        (WALL_MOMENT, "2027-01-12T08:30", datetime(2027, 1, 12, 8, 30)),  # noqa: DTZ001 (wall time has no zone)
        (WALL_MOMENT, "2027-01-12 08:30", datetime(2027, 1, 12, 8, 30)),  # noqa: DTZ001
    ],
)
def test_a_cell_is_read_as_its_column_says(cell: CellType[object], text: str, value: object) -> None:
    assert cell.read(text, _lexicon()) == value


@pytest.mark.parametrize(
    ("cell", "text", "expected", "hint"),
    [
        (SITE, "Mian", "a site of sites", 'did you mean "Main"?'),
        (SITE, "Zzz", "a site of sites", "add it to sites or correct it here"),
        (choice(Where), "in place", "one of in_place, bench, remote, unobtrusive", 'did you mean "in_place"?'),
        (listed(TEXT), "A||B", "a list such as A|B without an empty item", "remove the bar that has nothing beside it"),
        (YES_NO, "y", "yes or no", ""),
        (
            whole(1, 9),
            "1.5",
            "a whole number from 1 to 9",
            "write the number alone, without unit or separators, such as 1",
        ),
        (whole(1, 9), "10", "a whole number from 1 to 9", "correct the number"),
        (whole(1, 9), "0", "a whole number from 1 to 9", "correct the number"),
        (whole(1, 9), "two", "a whole number from 1 to 9", "write digits only"),
        (SHARE, "0,5", "a number from 0 to 1", "write a decimal point: 0.5"),
        (SHARE, "60", "a number from 0 to 1", "write a share such as 0.6"),
        (SHARE, "nan", "a number from 0 to 1", "write digits only"),
        (
            DAY,
            "31/01/2027",
            "a date such as 2027-01-31",
            "write 2027-01-31, or set date_format for this table in programme.yaml",
        ),
        (
            DAY,
            "03/04/2027",
            "a date such as 2027-01-31",
            "write 2027-01-31, or say with date_format whether the day or the month comes first",
        ),
        (DAY, "2027-02-29", "a day that the calendar has", "correct the month or the day"),
        (DAY, "0202-01-01", "a year from 1900 to 2199", "correct the year"),
        (DAY, "soon", "a date such as 2027-01-31", "write year, month and day: 2027-01-31"),
        (START, "24:00", "a time such as 07:30", "cannot be a start; write 00:00 and the weekday of the new day"),
        (END, "5pm", "a time such as 17:00, up to 24:00", ""),
        (ZONE, "Europe/Madird", "a time zone such as Europe/Madrid", 'did you mean "Europe/Madrid"?'),
        (ZONE, "../../etc/passwd", "a time zone such as Europe/Madrid", "use a name of the IANA list"),
        (CALIBRATED, "soon", "a date such as 2027-01-31, none or unknown", "write year, month and day: 2027-01-31"),
        (WALL_MOMENT, "2027-01-12", "a local date and time such as 2027-01-12T08:30", "write the day, T and the time"),
    ],
)
def test_a_cell_refuses_what_it_cannot_read(cell: CellType[object], text: str, expected: str, hint: str) -> None:
    with pytest.raises(CellError) as caught:
        cell.read(text, _lexicon())

    assert (caught.value.expected, caught.value.hint) == (expected, hint)


def test_a_date_in_the_tables_own_format_is_read_beside_iso() -> None:
    lexicon = _lexicon().writing_dates_as("%d/%m/%Y")

    assert DAY.read("03/04/2027", lexicon) == DAY.read("2027-04-03", lexicon) == date(2027, 4, 3)


def test_a_date_that_fits_neither_form_names_both() -> None:
    with pytest.raises(CellError) as caught:
        DAY.read("2027/04/03", _lexicon().writing_dates_as("%d/%m/%Y"))

    assert caught.value.expected == "a date such as 2027-01-31 or in the form %d/%m/%Y"


def test_a_blank_cell_is_the_default_or_refused() -> None:
    crew = optional("crew", whole(1, 9), 1, "1", "2", "People.")
    site = required("site", SITE, "main", "Where.")

    assert read_cell(crew, "  ", _lexicon()) == 1
    with pytest.raises(CellError) as caught:
        read_cell(site, "  ", _lexicon())
    assert (caught.value.expected, caught.value.hint) == ("a site of sites; site may not be blank", "for example main")


def test_names_fold_case_outer_space_and_accents() -> None:
    lexicon = _lexicon()
    composed, decomposed = "Imágenes", "imágenes"

    assert lexicon.names[NameKind.SITE].add(composed) == composed
    assert SITE.read(f" {decomposed} ", lexicon) == composed


def test_suggestions_stop_after_so_many_unknown_names() -> None:
    names = _lexicon().names[NameKind.SITE]

    suggested = [names.nearest("Mian") for _ in range(50)]

    assert suggested[0] == "Main"
    assert suggested[-1] is None
