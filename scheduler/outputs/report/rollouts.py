"""Roll-outs drawn: a row for each stage over the days of the quarter, the soak between, deadline and lower bound."""

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from scheduler.domain.calendar import Horizon, days_through
from scheduler.outputs.patch_columns import stage_said
from scheduler.outputs.patching import Rollout, StageDays

_LEFT, _DAY, _ROW, _TOP = 130, 8, 22, 16


def draw_rollout(rollout: Rollout, horizon: Horizon) -> Markup:
    """Draw the stages as columns of installations a day; the taller the more."""
    days = list(days_through(horizon.first_day, horizon.last_day))
    height = _TOP + _ROW * len(rollout.stages) + 6
    width = _LEFT + _DAY * len(days) + 4
    most = max((count for stage in rollout.stages for count in stage.days.values()), default=1)
    rows = Markup("").join(
        _stage(stage, _TOP + number * _ROW, horizon, most) for number, stage in enumerate(rollout.stages)
    )
    marks = Markup("").join([*_months(days), *_soak(rollout, horizon, height), *_lines(rollout, horizon, height)])
    label = f"{rollout.patch}: " + "; ".join(stage_words(stage) for stage in rollout.stages)
    return Markup(
        '<svg class="rollout" viewBox="0 0 {} {}" role="img" aria-label="{}" style="min-width:{}px">{}{}</svg>'
    ).format(width, height, label, width * 2 // 3, marks, rows)


def stage_words(stage: StageDays) -> str:
    """A stage in words: how many, from when until when, how many without a place."""
    when = f"{stage.first} to {stage.last}" if stage.first and stage.first != stage.last else f"{stage.first or 'none'}"
    left = f", {stage.unplaced} without a place" if stage.unplaced else ""
    assets = "asset" if stage.count == 1 else "assets"
    return f"{stage_said(stage.stage)}: {stage.count} {assets}, {when}{left}"


def _stage(stage: StageDays, y: int, horizon: Horizon, most: int) -> Markup:
    name = Markup('<text class="name" x="{}" y="{}">{} ({})</text>').format(
        _LEFT - 6, y + 15, stage_said(stage.stage), f"{stage.count:,}"
    )
    floor = y + _ROW - 3
    track = Markup('<rect class="track" x="{}" y="{}" width="{}" height="1"/>').format(
        _LEFT, floor, _DAY * ((horizon.last_day - horizon.first_day).days + 1)
    )
    return Markup("").join([name, track, *_columns(stage, floor, horizon, most)])


def _columns(stage: StageDays, floor: int, horizon: Horizon, most: int) -> Iterator[Markup]:
    for day, count in stage.days.items():
        tall = max(2.0, (_ROW - 5) * count / most)
        yield Markup(
            '<rect class="planned" x="{}" y="{:.1f}" width="{}" height="{:.1f}"><title>{}: {} installed</title></rect>'
        ).format(_x(day, horizon), floor - tall, _DAY - 1, tall, day, count)


def _soak(rollout: Rollout, horizon: Horizon, height: int) -> Iterator[Markup]:
    last = rollout.stages[0].last
    if rollout.soak_days and last is not None:
        rect = Markup('<rect class="soak" x="{}" y="{}" width="{}" height="{}"><title>{} days of soak</title></rect>')
        x, width = _x(last + timedelta(days=1), horizon), _DAY * max(1, rollout.soak_days - 1)
        yield rect.format(x, _TOP, width, height - _TOP, rollout.soak_days)


def _lines(rollout: Rollout, horizon: Horizon, height: int) -> Iterator[Markup]:
    for kind, day, said in (
        ("deadline", rollout.deadline, "deadline"),
        ("bound", rollout.earliest, "nobody could be complete before"),
    ):
        if day is not None and horizon.first_day <= day <= horizon.last_day:
            yield Markup('<rect class="{}" x="{}" y="{}" width="2" height="{}"><title>{} {}</title></rect>').format(
                kind, _x(day, horizon) + _DAY - 2, _TOP - 4, height - _TOP + 4, said, day
            )


def _months(days: list[date]) -> Iterator[Markup]:
    for number, day in enumerate(days):
        if number == 0 or day.day == 1:
            yield Markup('<text class="month" x="{}" y="11">{:%Y-%m}</text>').format(_LEFT + number * _DAY, day)


def _x(day: date, horizon: Horizon) -> int:
    return _LEFT + _DAY * (day - horizon.first_day).days
