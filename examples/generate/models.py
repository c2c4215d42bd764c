"""Modalities, makes and models, and the procedures that they owe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from examples.generate.chance import Chance, apportioned
from examples.generate.rows import ModalityRow, ModelRow, ProcedureRow
from examples.generate.tables import counted_words, own_rows

SYLLABLES = ("ar", "bel", "cor", "den", "el", "fi", "gan", "hel", "io", "ka", "lum", "mer", "nor", "ov", "pra", "quin",
             "ros", "sen", "tal", "ur", "vel", "wi", "xan", "yor", "zen")  # fmt: skip
ENDINGS = ("a", "is", "on", "ia", "ex", "um", "ent", "or")
SYSTEMS = ("Windows 10 IoT Enterprise", "Windows 7 Embedded", "Windows Server 2019", "embedded Linux", "VxWorks", "QNX")
ACUITY_SCORE = {"critical_care": 3, "perioperative": 3, "emergency": 3, "inpatient": 2, "imaging": 2, "ambulatory": 1}
HOUSE = "Clinical engineering"


@dataclass(frozen=True, slots=True)
class Model:
    """A make and model; `share` is how much of its modality's fleet it is, `versions` its software, oldest first."""

    make: str
    model: str
    modality: str
    share: float
    networked: bool
    real: bool
    versions: tuple[str, ...]


def modality_rows(kinds: Mapping[str, str]) -> list[ModalityRow]:
    """Return the modalities; `kinds` maps a kind of department to its acuity."""
    return [_modality(row, kinds) for row in own_rows("modalities")]


def _modality(row: dict[str, str], kinds: Mapping[str, str]) -> ModalityRow:
    safety, care, money, name = (int(digit) for digit in row["impact"])
    networked = int(row["networked"])
    homes = counted_words(row["homes"])
    busiest = max(homes, key=lambda kind: (homes[kind], kind))
    urgent = row["risk"] == "life" or care == 3
    return ModalityRow(
        modality=row["modality"],
        name=row["name"],
        class_=row["class"],
        life_support="yes" if row["risk"] == "life" else "no",
        high_risk="yes" if row["risk"] else "",
        aem_barred="yes" if row["modality"] in ("linac", "ct-simulator", "afterloader") else "",
        life_safety=safety,
        acuity=ACUITY_SCORE.get(kinds[busiest], 0),
        phi=row["phi"],
        phi_500="yes" if row["phi"] == "yes" and row["class"] in ("it", "imaging", "laboratory") else "no",
        care_delivery=care,
        lateral_access=3 if networked >= 95 else 2 if networked >= 60 else 1 if networked else 0,
        financial=money,
        reputational=name,
        response_critical_h=2 if urgent else 4,
        response_routine_h=24 if urgent else 48,
    )


def make_models(seed: int, count: int) -> dict[str, list[Model]]:
    """Return the models by modality, the most common first: products named in advisories, then invented ones."""
    rows = own_rows("modalities")
    numbers = apportioned(count - len(rows), [int(row["models"]) - 1 for row in rows])
    return {row["modality"]: _models_of(seed, row, number + 1) for row, number in zip(rows, numbers, strict=True)}


def _models_of(seed: int, row: dict[str, str], count: int) -> list[Model]:
    chance = Chance(seed, "models", row["modality"])
    real = [(p["make"], p["model"]) for p in own_rows("networked_products") if p["modality"] == row["modality"]]
    names = [*real, *_invented(chance, row, count)][:count]
    shares = [1 / (place + 1) ** 1.1 for place in range(len(names))]
    return [
        _model(chance, row, make, model, share, (make, model) in real)
        for (make, model), share in zip(names, shares, strict=True)
    ]


def _model(chance: Chance, row: dict[str, str], make: str, model: str, share: float, real: bool) -> Model:
    networked = real or chance.happens(int(row["networked"]) / 100)
    first = chance.whole(1, 6)
    versions = tuple(f"{first}.{minor}.{chance.whole(0, 9)}" for minor in range(chance.whole(2, 4)))
    return Model(make, model, row["modality"], share, networked, real, versions if networked else ())


def _invented(chance: Chance, row: dict[str, str], count: int) -> Iterator[tuple[str, str]]:
    """Yield plausible, fictional products: a make has one series a modality, and a model is a size of it."""
    makes = [m["make"] for m in own_rows("makes") if row["class"] in m["classes"].split("|")]
    makes = chance.some_of(makes, max(2, min(len(makes), 1 + count // 5)))
    series = {make: _word(chance) for make in makes}
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        make = chance.one_of(makes)
        name = f"{series[make]} {chance.whole(1, 19) * 50}{chance.one_of(('', '', ' S', ' Plus', 'i'))}"
        if (make, name) not in seen:
            seen.add((make, name))
            yield make, name


def _word(chance: Chance) -> str:
    return (chance.one_of(SYLLABLES) + chance.one_of(SYLLABLES) + chance.one_of(ENDINGS)).capitalize()


def model_rows(seed: int, models: Mapping[str, Sequence[Model]]) -> list[ModelRow]:
    classes = {row["modality"]: row for row in own_rows("modalities")}
    chance = Chance(seed, "model rows")
    return [_model_row(chance, model, classes[model.modality]) for found in models.values() for model in found]


def _model_row(chance: Chance, model: Model, modality: dict[str, str]) -> ModelRow:
    barred = modality["class"] in ("imaging", "laser") or modality["modality"] == "linac"
    old = "Windows 7" in model.model or chance.happens(0.06)
    aem = "no" if barred else "yes" if is_aem(model, modality) else "unknown" if chance.happens(0.05) else "no"
    support = "unsupported" if old else chance.weighted(("supported", "limited", "unknown"), (86, 9, 5))
    return ModelRow(
        make=model.make,
        model=model.model,
        modality=model.modality,
        high_risk="yes" if model.modality == "ultrasound-cardiac" and chance.happens(0.3) else "",
        support=support,
        support_ends=_support_end(chance, support),
        aem=aem,
        aem_reference=f"AEM-{2019 + chance.whole(0, 5)}-{chance.whole(1, 80):03d}" if aem == "yes" else "",
        patch_performer=_patch_performer(chance, model, old),
        third_party_os_patches="unknown" if not model.networked else chance.one_of(("yes", "no", "no", "unknown")),
        sbom="",
        operating_system=chance.one_of(SYSTEMS) if model.networked else "",
    )


def _support_end(chance: Chance, support: str) -> date | str:
    if support == "unsupported":
        return date(2018 + chance.whole(0, 7), chance.whole(1, 12), 1)
    return date(2027 + chance.whole(0, 3), chance.whole(1, 12), 1) if support == "limited" else ""


def _patch_performer(chance: Chance, model: Model, old: bool) -> str:
    if not model.networked or old:
        return "none"
    return chance.weighted(("owner", "manufacturer", "service_provider", "unknown"), (60, 25, 8, 7))


def is_aem(model: Model, modality: dict[str, str]) -> bool:
    """Tell whether the hospital works this model to an alternative interval: cheap, common and not life support."""
    cheap = modality["modality"] in ("pulse-oximeter", "suction-unit", "weighing-scale", "monitor-spot", "enteral-pump")
    return (cheap and model.share < 0.5) or (modality["modality"] == "telemetry-transmitter" and model.share < 0.25)


def procedure_rows(seed: int, models: Mapping[str, Sequence[Model]]) -> list[ProcedureRow]:
    """Return the procedures of each modality and the rows of models that differ from them."""
    chance = Chance(seed, "procedures")
    rows: list[ProcedureRow] = []
    for modality in own_rows("modalities"):
        general = [_procedure(row) for row in own_rows("procedures") if row["modality"] == modality["modality"]]
        rows += [*general, _incoming(modality)]
        for model in models[modality["modality"]]:
            rows += _of_model(chance, model, modality, general[0])
    return rows


def _procedure(row: dict[str, str]) -> ProcedureRow:
    return ProcedureRow(
        modality=row["modality"],
        make="",
        model="",
        procedure=row["procedure"],
        kind=row["kind"],
        every=row["every"],
        oem_every="",
        runtime_hours=row["runtime_hours"],
        window=row["window"],
        anchor=row["anchor"],
        minutes=int(row["minutes"]),
        crew=int(row["crew"]),
        skill=row["skill"],
        instrument=row["instrument"],
        performer="" if row["performer"] == "in_house" else row["performer"],
        where=row["where"],
        out_hours=row["out_hours"],
        interrupts=row["interrupts"],
        splittable=row["splittable"],
        includes=row["includes"],
        follow_up=row["follow_up"],
        basis=row["basis"],
        basis_reference=_reference(row),
        responsible=HOUSE if row["performer"] == "in_house" else row["performer"],
        accountable=HOUSE,
        consulted="",
        informed="Department head",
    )


def _reference(row: dict[str, str]) -> str:
    if row["basis"] == "regulation":
        return (
            "42 CFR 482.53"
            if row["skill"] == "nuclear"
            else "21 CFR 900.12"
            if row["skill"] == "physics"
            else "Facility policy REG-1"
        )
    return "Service manual" if row["basis"] == "manufacturer" else "Facility policy HTM-12"


def _incoming(modality: dict[str, str]) -> ProcedureRow:
    """The inspection before first use, owed on an order only; done by whoever does the modality's main procedure."""
    main = next(_procedure(row) for row in own_rows("procedures") if row["modality"] == modality["modality"])
    return replace(
        main,
        procedure="incoming",
        kind="incoming",
        every="on-event",
        runtime_hours="",
        window="",
        anchor="",
        minutes=min(60, int(str(main.minutes))),
        crew=1,
        splittable="no",
        includes="",
        follow_up="",
        basis="policy",
        basis_reference="Facility policy HTM-3",
    )


def _of_model(chance: Chance, model: Model, modality: dict[str, str], main: ProcedureRow) -> Iterator[ProcedureRow]:
    own = replace(main, make=model.make, model=model.model)
    if is_aem(model, modality):
        yield replace(own, every="24 months", oem_every=main.every, basis="aem", basis_reference="AEM committee")
    elif chance.happens(0.12) and main.crew == 1 and int(str(main.minutes)) <= 150:
        minutes = max(10, int(int(str(main.minutes)) * (0.8 + 0.1 * chance.whole(0, 4))))
        yield replace(own, minutes=minutes, basis_reference=f"Service manual rev. {chance.one_of('BCDEF')}")
