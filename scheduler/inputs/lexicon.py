"""What the cells of one table are read against: the names of all tables, the models, how this table writes dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scheduler.domain.equipment import MakeModel
from scheduler.inputs.names import NameKind, Names, fold


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a programme. `date_format` is strptime style, blank for ISO dates only.

    `seen` remembers pairs of make and model that were looked up; `open_models`: the table models cannot be read, so
    every pair is taken as known.
    """

    names: Mapping[NameKind, Names]
    date_format: str = ""
    models: dict[tuple[str, str], MakeModel] = field(default_factory=dict)
    seen: dict[tuple[str, str], MakeModel | None] = field(default_factory=dict)
    open_models: bool = False

    @classmethod
    def empty(cls, make_aliases: Mapping[str, str] | None = None) -> "Lexicon":
        """Return a lexicon that knows no name yet."""
        return cls({kind: Names(make_aliases if kind is NameKind.MAKE else None) for kind in NameKind})

    def writing_dates_as(self, date_format: str) -> "Lexicon":
        """Return the same words for a table that writes dates in its own way."""
        return replace(self, date_format=date_format)

    def known_model(self, make: str, model: str) -> MakeModel:
        """Return how a make and model are shown that are known to be there."""
        found = self.model(make, model)
        return (make, model) if found is None else found

    def add_model(self, make: str, model: str) -> MakeModel:
        """Make a model known unless it is, and return how it is shown."""
        shown = (self.names[NameKind.MAKE].add(make), model.strip())
        return self.models.setdefault((fold(shown[0]), fold(model)), shown)

    def model(self, make: str, model: str) -> MakeModel | None:
        """Return how a make and model are shown; None if they are unknown."""
        if self.open_models:
            return (make, model)
        if (make, model) not in self.seen:
            shown_make = self.names[NameKind.MAKE].shown(make) or make
            self.seen[make, model] = self.models.get((fold(shown_make), fold(model)))
        return self.seen[make, model]

    def models_of(self, make: str) -> list[str]:
        """Return the models that are known of a make."""
        shown_make = fold(self.names[NameKind.MAKE].shown(make) or make)
        return [model for (folded_make, _), (_, model) in self.models.items() if folded_make == shown_make]
