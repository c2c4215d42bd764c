"""What each reader's calendar shows of a round: its people all they need, departments and vendors only their part.

Departments, sites and vendors read no serial numbers, no network facts and no names of procedures, which may speak of a
weakness: a patch is a "software update" to them (FEEDS 23).
"""

from collections.abc import Callable, Iterable, Sequence

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId, PerformerId, SiteId, TechnicianId, VisitId
from scheduler.domain.plan import Agreement, Plan, Visit
from scheduler.outputs.calendars.event import Event, EventStatus, event, uid_of
from scheduler.outputs.rounds import Round
from scheduler.outputs.wording import Part, Wording, parts_of
from scheduler.outputs.words import counted, hours_said, listed

REPORT = "../../report.html"
"""Where the links of events lead: the report of the same folder, seen from a feed."""


class Views:
    """Turns rounds into the events of each reader."""

    def __init__(self, plan: Plan, facts: Facts, report: str = REPORT) -> None:
        self._facts = facts
        self._say = Wording(plan, facts)
        self._report = report
        self._for_owners: dict[tuple[VisitId, ...], Event] = {}

    def for_technician(self, appointment: Round, technician: TechnicianId, came_from: SiteId | None = None) -> Event:
        """Show a person their legs: assets in walking order, rooms, work, minutes, instruments, colleagues, the way."""
        parts = parts_of(appointment.visits, lambda leg: technician in leg.technicians)
        legs = [leg for part in parts for leg in part.legs]
        instruments = self._say.instruments(legs)
        colleagues = listed(self._say.person(each) for leg in legs for each in leg.technicians if each != technician)
        description = _lines(
            self._way(came_from, parts[0].visit.site),
            *(self._say.own_line(number, part) for number, part in enumerate(parts, start=1)),
            instruments and f"Bring: {instruments}",
            colleagues and f"With: {colleagues}",
            f"Work: {hours_said(sum(part.minutes for part in parts))}",
        )
        return self._event(appointment, parts, _hull(part.span for part in parts), self._say.own_work, description)

    def for_performer(self, appointment: Round, performer: PerformerId) -> Event:
        """Show a vendor its legs: where, which assets, what kind of work, whom to ask."""
        parts = parts_of(appointment.visits, lambda leg: leg.performer == performer)
        contacts = listed(self._say.contact(part.visit.department) for part in parts)
        description = _lines(*map(self._say.reduced_line, parts), f"Ask: {contacts}")
        return self._event(appointment, parts, _hull(part.span for part in parts), self._say.reduced_work, description)

    def for_department(self, appointment: Round, department: DepartmentId) -> Event:
        """Show a department its assets: what is taken when, when it is back, whom to call. It blocks nobody's time."""
        return self._for_owner(appointment, [each for each in appointment.visits if each.department == department])

    def for_site(self, appointment: Round, site: SiteId) -> Event:
        """Show a site what its departments see."""
        return self._for_owner(appointment, [each for each in appointment.visits if each.site == site])

    def _for_owner(self, appointment: Round, visits: Sequence[Visit]) -> Event:
        """A department and its site mostly see the same of a round: it is put in words once."""
        key = tuple(visit.visit_id for visit in visits)
        if key not in self._for_owners:
            self._for_owners[key] = self._owners_event(appointment, visits)
        return self._for_owners[key]

    def _owners_event(self, appointment: Round, visits: Sequence[Visit]) -> Event:
        parts = [Part(visit, visit.legs) for visit in visits]
        callers = listed(self._say.caller(leg) for part in parts for leg in part.legs)
        description = _lines(*map(self._say.owner_line, parts), f"Call: {callers}")
        span = _hull(part.out_or_span for part in parts)
        return self._event(appointment, parts, span, self._say.reduced_work, description, busy=False)

    def _event(
        self,
        appointment: Round,
        parts: Sequence[Part],
        span: Span,
        work: Callable[[Part], str],
        description: str,
        *,
        busy: bool = True,
    ) -> Event:
        uid = uid_of(appointment)
        return event(
            uid=uid,
            start=span.start,
            end=span.end,
            summary=self._summary(parts, work),
            location=self._say.place(parts),
            description=description,
            url=f"{self._report}#{uid}" if self._report else "",
            status=_status(part.visit for part in parts),
            busy=busy,
            visit_ids=tuple(part.visit.visit_id for part in parts),
        )

    def _summary(self, parts: Sequence[Part], work: Callable[[Part], str]) -> str:
        if len(parts) == 1:
            tag = parts[0].visit.asset_tag
            return f"{self._say.modality(tag)} {tag}: {work(parts[0])}"
        kinds = list(dict.fromkeys(self._say.modality(part.visit.asset_tag) for part in parts))
        what = kinds[0] if len(kinds) == 1 else f"{len(kinds)} kinds of equipment"
        works = list(dict.fromkeys(map(work, parts)))
        return f"{counted(len(parts), 'visit')}, {what}" + (f": {works[0]}" if len(works) == 1 else "")

    def _way(self, came_from: SiteId | None, site: SiteId) -> str:
        if came_from is None or came_from == site:
            return ""
        name = self._facts.programme.sites[came_from].name or came_from
        return f"Way: {self._facts.travel_minutes(came_from, site)} min from {name}"


def _hull(spans: Iterable[Span]) -> Span:
    given = list(spans)
    return Span(min(span.start for span in given), max(span.end for span in given))


def _status(visits: Iterable[Visit]) -> EventStatus:
    asked = any(visit.agreement in (Agreement.PROPOSED, Agreement.REFUSED) for visit in visits)
    return EventStatus.TENTATIVE if asked else EventStatus.CONFIRMED


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
