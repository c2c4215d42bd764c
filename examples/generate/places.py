"""Sites, departments, the hours in which they can spare assets, and the ways between sites."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from examples.generate.rows import DepartmentRow, DowntimeRow, SiteRow, TravelRow
from examples.generate.tables import counted_words, own_rows

MINUTES_WITHIN_STATE = {
    ("RBM", "NLK"): 25, ("RBM", "SPH"): 35, ("RBM", "OAK"): 15, ("RBM", "VIN"): 20,
    ("NLK", "SPH"): 45, ("NLK", "OAK"): 30, ("NLK", "VIN"): 35, ("SPH", "OAK"): 30,
    ("SPH", "VIN"): 40, ("OAK", "VIN"): 15, ("PRW", "CHG"): 30, ("PRW", "FOX"): 20, ("CHG", "FOX"): 25,
}  # fmt: skip
MINUTES_BETWEEN_STATES = 75
MINUTES_BETWEEN_GROUPS = 180
SLOWER_BACK = {("FOX", "CHG"): 35, ("SPH", "RBM"): 40}


@dataclass(frozen=True, slots=True)
class Site:
    """A site; every 25,000 assets make one more group of the same eight sites."""

    site: str
    name: str
    timezone: str
    country: str
    subdivision: str
    template: str
    group: int

    @property
    def area(self) -> str:
        """The sites that people of the larger families reach: one state of one group."""
        return f"{self.subdivision}-{self.group}"


@dataclass(frozen=True, slots=True)
class Department:
    """A department; `kind` and `variant` choose its assets and its hours."""

    department: str
    name: str
    site: Site
    kind: str
    variant: int
    acuity: str
    weight: float
    max_out_share: str
    max_parallel_visits: str


def make_sites(groups: int) -> tuple[Site, ...]:
    """Return the eight sites, `groups` times over."""
    return tuple(
        Site(
            site=row["site"] + (f"{group}" if group else ""),
            name=row["name"] + (f" {group + 1}" if group else ""),
            timezone=row["timezone"],
            country=row["country"],
            subdivision=row["subdivision"],
            template=row["site"],
            group=group,
        )
        for group in range(groups)
        for row in own_rows("sites")
    )


def make_departments(sites: Sequence[Site]) -> tuple[Department, ...]:
    """Return the departments of every site, in the order of the sites table."""
    templates = {row["site"]: row for row in own_rows("sites")}
    return tuple(department for site in sites for department in _departments_of(site, templates[site.template]))


def _departments_of(site: Site, template: dict[str, str]) -> Iterator[Department]:
    kinds = {row["kind"]: row for row in own_rows("department_kinds")}
    for kind, count in counted_words(template["departments"]).items():
        row = kinds[kind]
        names = row["names"].split("|")
        for number in range(int(count)):
            name = names[number % len(names)]
            code = _code(row["code"], name, number, int(count))
            yield Department(
                department=f"{site.site}-{code}",
                name=name,
                site=site,
                kind=kind,
                variant=_variant(kind, site, number),
                acuity=row["acuity"],
                weight=float(row["weight"]) * float(template["weight"]),
                max_out_share=row["max_out_share"],
                max_parallel_visits=row["max_parallel_visits"],
            )


def _code(code: str, name: str, number: int, count: int) -> str:
    if not code:
        floor, side = name.split()[-2:]
        return floor + side[0]
    return f"{code}{number + 1}" if count > 1 else code


def _variant(kind: str, site: Site, number: int) -> int:
    patterns = {int(row["variant"]) for row in own_rows("downtime_patterns") if row["department_kind"] == kind}
    first = [row["site"] for row in own_rows("sites")].index(site.template)
    return (first + number) % (max(patterns) + 1)


def site_rows(sites: Sequence[Site]) -> list[SiteRow]:
    return [SiteRow(s.site, s.name, s.timezone, s.country, s.subdivision) for s in sites]


def department_rows(departments: Sequence[Department]) -> list[DepartmentRow]:
    return [
        DepartmentRow(
            department=d.department,
            site=d.site.site,
            name=d.name,
            acuity=d.acuity,
            max_out_share=d.max_out_share,
            max_parallel_visits=d.max_parallel_visits,
            email=f"{d.department.lower()}@example.org",
        )
        for d in departments
    ]


def hours_of(department: Department) -> list[dict[str, str]]:
    """Return the downtime patterns of a department: weekly open and closed hours, some of one modality."""
    return [
        row
        for row in own_rows("downtime_patterns")
        if row["department_kind"] == department.kind and int(row["variant"]) == department.variant
    ]


def downtime_rows(departments: Sequence[Department], closures: str) -> list[DowntimeRow]:
    """Return the weekly hours of every department and the closed days of whole sites; `closures` is a calendar file."""
    rows = [
        DowntimeRow(
            department=department.department,
            modality=hours["modality"],
            kind=hours["kind"],
            weekdays=hours["weekdays"],
            start=hours["start"],
            end=hours["end"],
            on_holidays=hours["on_holidays"],
        )
        for department in departments
        for hours in hours_of(department)
    ]
    return [*rows, *_closed_days(departments, closures)]


def _closed_days(departments: Sequence[Department], closures: str) -> Iterator[DowntimeRow]:
    """Go-live of a new record system, an accreditation survey, and the operating rooms' own calendar of closures."""
    sites = list(dict.fromkeys(department.site for department in departments))
    for site in sites:
        if site.template in ("NLK", "CHG"):
            yield DowntimeRow(
                site=site.site, kind="closed", weekdays="*", start="00:00", end="24:00",
                first_day=date(2027, 2, 6), last_day=date(2027, 2, 8), on_holidays="yes",
            )  # fmt: skip
        if site.template == "RBM":
            yield DowntimeRow(
                site=site.site, modality="infusion-pump", kind="closed", weekdays="Mon", start="06:00", end="09:00",
                on_holidays="yes",
            )  # fmt: skip
    for department in departments:
        if department.kind == "or" and department.site.template == "RBM":
            yield DowntimeRow(department=department.department, kind="closed", ics=closures)


def travel_rows(sites: Sequence[Site]) -> list[TravelRow]:
    """Return the minutes between every two sites; a few ways back are slower and have a row of their own."""
    rows = [
        TravelRow(one.site, other.site, _minutes(one, other))
        for place, one in enumerate(sites)
        for other in sites[place + 1 :]
    ]
    back = [
        TravelRow(one.site, other.site, SLOWER_BACK[one.template, other.template])
        for one in sites
        for other in sites
        if one.group == other.group and (one.template, other.template) in SLOWER_BACK
    ]
    return rows + back


def _minutes(one: Site, other: Site) -> int:
    if one.group != other.group:
        return MINUTES_BETWEEN_GROUPS
    if one.subdivision != other.subdivision:
        return MINUTES_BETWEEN_STATES
    pair = (one.template, other.template)
    return MINUTES_WITHIN_STATE[pair if pair in MINUTES_WITHIN_STATE else pair[::-1]]
