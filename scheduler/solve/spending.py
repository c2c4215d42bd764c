"""What goes into people's minutes: legs, and the ways that count; what is left of their days and weeks."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from constraints.sentence import Per, Resource, Spends
from scheduler.domain.facts import Facts
from scheduler.solve.accounts import Account, Purse
from scheduler.solve.candidates import Candidate
from scheduler.solve.lines import Line, Stop
from scheduler.solve.sentences import Sentences

_A_DAY = 1440


class Spending:
    """The accounts of all people, opened when they are first asked for."""

    def __init__(self, sentences: Sentences, facts: Facts) -> None:
        self._limit = sentences.limit
        self._travel_minutes = facts.travel_minutes
        self._accounts: dict[tuple[Resource, Per], Account] = {}
        self._purses: dict[tuple[Spends, ...], Purse] = {}
        self._purse_of: dict[Candidate, Purse] = {}

    def left(self, person: Candidate, day: int) -> int:
        """What the tightest of the person's buckets of that day still holds."""
        return (self._purse_of.get(person) or self._purse(person)).left(day)

    def lend(self, person: Candidate, day: int, minutes: int) -> None:
        """Give the person's week of that day more minutes; negative ones are taken back."""
        for account in self._purse(person).accounts:
            if account.is_weekly:
                account.spend(day, -minutes)

    def buckets(self, person: Candidate, day: int) -> tuple[tuple[tuple[int, int], int], ...]:
        """The person's buckets of that day by name, with what each still holds."""
        return tuple((account.bucket(day), account.left(day)) for account in self._purse(person).accounts)

    def charge(self, line: Line, stop: Stop, person: Candidate, sign: int) -> None:
        """Take what a stop that is not on its line would add; -1 gives it back."""
        minutes = sign * self._charged(line, stop)
        for account in self._purse(person).accounts:
            account.spend(stop.day, minutes)

    def suffices(self, stops: Iterable[tuple[Line, Stop, Candidate]]) -> bool:
        """Tell whether there is enough left for all of these stops."""
        left: dict[tuple[int, int], int] = {}
        for line, stop, person in stops:
            minutes = self._charged(line, stop)
            for account in self._purse(person).accounts:
                bucket = account.bucket(stop.day)
                left[bucket] = left.get(bucket, account.left(stop.day)) - minutes
        return all(minutes >= 0 for minutes in left.values())

    def ways(self, stops: Sequence[Stop]) -> int:
        """Minutes of the ways of these stops, each chain from its base and back."""
        chains: dict[int, list[Stop]] = {}
        for stop in stops:
            chains.setdefault(stop.chain, []).append(stop)
        return sum(self._way(*pair) for chain in chains.values() for pair in pairwise((None, *chain, None)))

    def travel_added(self, line: Line, new: Stop) -> int:
        """Minutes by which the new stop makes the ways of its chain longer, from its base, between sites, and back."""
        before: Stop | None = None
        after: Stop | None = None
        for stop in line.of_shift(new.start - _A_DAY, new.start + _A_DAY):
            if stop.chain != new.chain:
                continue
            if stop.start >= new.start:
                after = stop
                break
            before = stop
        return self._way(before, new) + self._way(new, after) - self._way(before, after)

    def _charged(self, line: Line, stop: Stop) -> int:
        return stop.end - stop.start + self.travel_added(line, stop)

    def _way(self, leaving: Stop | None, entering: Stop | None) -> int:
        """Counted travel from one stop to the next; without one, from or to the site of the shift."""
        if entering is None:
            return 0 if leaving is None else self._travel_minutes(leaving.place.site, leaving.base)
        start = entering.base if leaving is None else leaving.place.site
        return self._travel_minutes(start, entering.place.site)

    def _purse(self, person: Candidate) -> Purse:
        """One for all kinds of work that are charged alike."""
        purse = self._purse_of.get(person)
        if purse is None:
            purse = self._purses.get(person.spends)
            if purse is None:
                purse = self._purses[person.spends] = Purse(tuple(self._account(said) for said in person.spends))
            self._purse_of[person] = purse
        return purse

    def _account(self, said: Spends) -> Account:
        account = self._accounts.get((said.resource, said.per))
        if account is None:
            account = self._accounts[said.resource, said.per] = Account(said.resource, said.per, self._limit)
        return account
