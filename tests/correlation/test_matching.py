"""Assets found again in the CMDB: by which key, what contradicts, and that everything stands in one list."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.correlation import ConflictKind, Correlation, MatchKey, Rate, correlate, rates_by_site
from scheduler.domain.equipment import Answer, Asset, AssetStatus
from scheduler.domain.security import NetworkRow
from tests.correlation.builders import MAC, a_device, an_entry, tags


def matched(found: Correlation) -> list[tuple[str, int, MatchKey]]:
    return [(match.asset_tag, match.entry.row, match.key) for match in found.matches]


def conflicts(found: Correlation) -> list[tuple[ConflictKind, tuple[str, ...], tuple[int, ...]]]:
    return [(each.kind, each.asset_tags, tuple(entry.row for entry in each.entries)) for each in found.conflicts]


@pytest.mark.parametrize(
    ("device", "entry", "key"),
    [
        ({"cmdb_id": "CI-100"}, {"cmdb_id": " ci100 "}, MatchKey.CMDB_ID),
        ({"serial_number": "SN 70-235"}, {"serial_number": "sn70235"}, MatchKey.SERIAL_NUMBER),
        ({"mac": "02-00-5E-00-01-01"}, {"mac": MAC}, MatchKey.MAC),
        (
            {"hostname": "pump-4w-7"},
            {"hostname": "PUMP-4W-07.clin.example.org", "make": "ACME", "model": "P 1"},
            MatchKey.SIMILARITY,
        ),
    ],
)
def test_each_key_finds_its_entry_whatever_signs_stand_in_it(
    device: dict[str, str], entry: dict[str, str], key: MatchKey
) -> None:
    found = correlate([a_device(**device)], [an_entry(**entry)])

    assert matched(found) == [("A-1", 2, key)]


def test_the_surer_key_goes_first_and_takes_the_entry() -> None:
    by_id = a_device("A-1", cmdb_id="CI-1")
    by_mac = a_device("A-2", mac=MAC)

    found = correlate([by_mac, by_id], [an_entry(cmdb_id="CI-1", mac=MAC)])

    assert matched(found) == [("A-1", 2, MatchKey.CMDB_ID)]
    assert conflicts(found) == [(ConflictKind.SECOND_ASSET, ("A-2",), ())]
    assert found.conflicts[0].beside == "A-1"


@pytest.mark.parametrize(
    ("device", "entry", "kind"),
    [
        (
            {"cmdb_id": "CI-1", "serial_number": "SERIAL-1"},
            {"cmdb_id": "CI-1", "serial_number": "SERIAL-2"},
            ConflictKind.SERIAL_NUMBER_DIFFERS,
        ),
        (
            {"serial_number": "SERIAL-1", "cmdb_id": "CI-1"},
            {"serial_number": "SERIAL-1", "cmdb_id": "CI-2"},
            ConflictKind.CMDB_ID_DIFFERS,
        ),
        (
            {"cmdb_id": "CI-1", "mac": MAC},
            {"cmdb_id": "CI-1", "mac": "02:00:5e:00:01:02"},
            ConflictKind.MAC_DIFFERS,
        ),
        (
            {"cmdb_id": "CI-1", "make": "Philips", "model": "IntelliVue MX550"},
            {"cmdb_id": "CI-1", "make": "Philips", "model": "IntelliVue MX400"},
            ConflictKind.MODEL_DIFFERS,
        ),
    ],
)
def test_what_contradicts_a_match_makes_it_a_conflict(
    device: dict[str, str], entry: dict[str, str], kind: ConflictKind
) -> None:
    found = correlate([a_device(**device)], [an_entry(**entry)])

    assert conflicts(found) == [(kind, ("A-1",), (2,))]
    assert found.matches == ()


@pytest.mark.parametrize(
    ("make", "model"),
    [("", ""), ("PHILIPS ", "Intellivue MX-550"), ("Philips Medical", "MX550"), ("Philips", "")],
)
def test_another_spelling_of_make_and_model_is_no_conflict(make: str, model: str) -> None:
    device = a_device(cmdb_id="CI-1", make="Philips", model="IntelliVue MX550")

    assert correlate([device], [an_entry(cmdb_id="CI-1", make=make, model=model)]).conflicts == ()


def test_assets_that_share_a_key_are_told_apart_by_the_next_one() -> None:
    devices = [a_device(f"A-{n}", cmdb_id="CI-1", serial_number=f"SERIAL-{n}") for n in (1, 2)]

    found = correlate(devices, [an_entry(cmdb_id="CI-1", serial_number="SERIAL-2")])

    assert matched(found) == [("A-2", 2, MatchKey.CMDB_ID)]
    assert conflicts(found) == [(ConflictKind.SECOND_ASSET, ("A-1",), ())]


def test_assets_that_share_a_key_and_nothing_else_are_one_conflict() -> None:
    devices = [a_device(f"A-{n}", cmdb_id="CI-1") for n in (1, 2)]

    found = correlate(devices, [an_entry(cmdb_id="CI-1")])

    assert conflicts(found) == [(ConflictKind.SHARED_KEY, ("A-1", "A-2"), (2,))]


def test_a_second_entry_of_a_matched_asset_is_a_conflict_beside_it() -> None:
    device = a_device(cmdb_id="CI-1", serial_number="SERIAL-1")

    found = correlate([device], [an_entry(2, cmdb_id="CI-1"), an_entry(3, serial_number="SERIAL-1")])

    assert matched(found) == [("A-1", 2, MatchKey.CMDB_ID)]
    assert [(each.kind, each.entries[0].row, each.beside) for each in found.conflicts] == [
        (ConflictKind.SECOND_ENTRY, 3, "A-1")
    ]


@pytest.mark.parametrize(("serial", "expected"), [("12345", []), ("123456", [ConflictKind.MODEL_DIFFERS])])
def test_a_short_serial_number_says_nothing_across_makes(serial: str, expected: list[ConflictKind]) -> None:
    device = a_device(serial_number=serial, make="Philips")

    found = correlate([device], [an_entry(serial_number=serial, make="Hartsell Biomedical")])

    assert [each.kind for each in found.conflicts] == expected


@pytest.mark.parametrize("placeholder", ["N/A", "unknown", "0000", "-", "XXX"])
def test_placeholders_are_no_serial_numbers(placeholder: str) -> None:
    found = correlate([a_device(serial_number=placeholder)], [an_entry(serial_number=placeholder)])

    assert (found.cmms_only, len(found.cmdb_only)) == (tags("A-1"), 1)


@pytest.mark.parametrize("status", [AssetStatus.RETIRED, AssetStatus.MISSING])
def test_retired_and_missing_assets_are_listed_and_a_conflict_if_the_network_knows_them(status: AssetStatus) -> None:
    devices = [a_device("A-1", status=status, cmdb_id="CI-1"), a_device("A-2", status=status)]

    found = correlate(devices, [an_entry(cmdb_id="CI-1")])

    assert conflicts(found) == [(ConflictKind.GONE_BUT_SEEN, ("A-1",), (2,))]
    assert found.gone == tags("A-2")
    assert rates_by_site(found, {device.asset_tag: device for device in devices}) == {}


def test_an_asset_in_use_comes_before_a_retired_one_with_the_same_key() -> None:
    old, new = a_device("A-1", status=AssetStatus.RETIRED, cmdb_id="CI-1"), a_device("A-2", cmdb_id="CI-1")

    found = correlate([old, new], [an_entry(cmdb_id="CI-1")])

    assert (matched(found), found.gone) == ([("A-2", 2, MatchKey.CMDB_ID)], tags("A-1"))


def test_only_networked_assets_are_missed_in_the_cmdb() -> None:
    found = correlate([a_device(f"A-{answer}", networked=answer) for answer in Answer], [])

    assert (found.cmms_only, found.not_networked, found.networked_unknown) == (
        tags("A-yes"),
        tags("A-no"),
        tags("A-unknown"),
    )


@pytest.mark.parametrize(
    ("hostname", "is_found"), [("med-a0017", True), ("med-a0018", False), ("17", False), ("", False)]
)
def test_a_name_that_ends_with_the_tag_finds_the_asset(hostname: str, is_found: bool) -> None:
    found = correlate([a_device("A-0017")], [an_entry(hostname=hostname, make="Acme", model="P1")])

    assert bool(found.matches) is is_found


@pytest.mark.parametrize(
    ("hostname", "is_found"), [("pump-ward-7", True), ("pumps-ward-7", True), ("pump-ward-8", False), ("x7", False)]
)
def test_names_that_differ_in_a_number_are_different_devices(hostname: str, is_found: bool) -> None:
    found = correlate([a_device(hostname="pump-ward-07")], [an_entry(hostname=hostname, make="Acme", model="P1")])

    assert bool(found.matches) is is_found


def test_likeness_without_a_name_on_the_network_is_not_enough() -> None:
    found = correlate([a_device()], [an_entry(make="Acme", model="P1")])

    assert (found.matches, found.cmms_only) == ((), tags("A-1"))


def test_a_known_identifier_that_contradicts_forbids_a_match_by_likeness() -> None:
    device = a_device(hostname="pump-7", serial_number="SERIAL-1")
    entry = an_entry(hostname="pump-7", make="Acme", model="P1", serial_number="SERIAL-2")

    assert correlate([device], [entry]).matches == ()


def test_two_entries_with_the_name_of_one_asset_are_nobodys_guess() -> None:
    entries = [an_entry(row, hostname="pump-7", make="Acme", model="P1") for row in (2, 3)]

    found = correlate([a_device(hostname="pump-7")], entries)

    assert conflicts(found) == [(ConflictKind.SEVERAL_FIT, ("A-1",), (2, 3))]


def test_the_rate_of_a_site_counts_what_was_found_among_its_networked_assets() -> None:
    devices = [
        a_device("A-1", cmdb_id="CI-1"),
        a_device("A-2", cmdb_id="CI-2", serial_number="SERIAL-2"),
        a_device("A-3"),
        a_device("A-4", networked=Answer.NO),
        a_device("A-5", status=AssetStatus.RETIRED),
        a_device("B-1", site="South", cmdb_id="CI-9"),
    ]
    network = [
        an_entry(2, cmdb_id="CI-1"),
        an_entry(3, cmdb_id="CI-2", serial_number="SERIAL-X"),
        an_entry(4, cmdb_id="CI-9"),
    ]
    found, by_tag = correlate(devices, network), {device.asset_tag: device for device in devices}

    assert rates_by_site(found, by_tag) == {"North": Rate(1, 1, 1), "South": Rate(1, 0, 0)}
    assert rates_by_site(found, by_tag, {"A-3"}) == {"North": Rate(0, 0, 1)}
    assert sum(rates_by_site(found, by_tag).values(), Rate()).networked == 4


_NOTHING = st.just("")
_IDS = st.sampled_from(("", "", "CI-1", "CI-2", "CI-3"))
_SERIALS = st.sampled_from(("", "", "SERIAL-1", "SERIAL-2", "17", "N/A"))
_MACS = st.sampled_from(("", "", MAC, "02:00:5e:00:01:02"))
_IDENTIFIERS = st.sampled_from(((_IDS, _SERIALS, _MACS), (_NOTHING, _NOTHING, _NOTHING)))
"""Fleets of which all identifiers are known here and there, and fleets that only have names."""

_MAKES = st.sampled_from(("Acme", "ACME", "Philips"))
_MODELS = st.sampled_from(("P1", "P-1", "MX550"))
_HOSTS = st.sampled_from(("", "pump-7", "PUMP-07.example.org", "pumps-7", "med-a0001"))


@st.composite
def devices(draw: st.DrawFn) -> list[Asset]:
    ids, serials, macs = draw(_IDENTIFIERS)
    return [
        a_device(
            f"A-000{number}",
            cmdb_id=draw(ids),
            serial_number=draw(serials),
            mac=draw(macs),
            make=draw(_MAKES),
            model=draw(_MODELS),
            hostname=draw(_HOSTS),
            status=draw(st.sampled_from(AssetStatus)),
            networked=draw(st.sampled_from(Answer)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@st.composite
def entries(draw: st.DrawFn) -> list[NetworkRow]:
    ids, serials, macs = draw(_IDENTIFIERS)
    return [
        an_entry(
            row,
            cmdb_id=draw(ids),
            serial_number=draw(serials),
            mac=draw(macs),
            make=draw(st.one_of(st.just(""), _MAKES)),
            model=draw(st.one_of(st.just(""), _MODELS)),
            hostname=draw(_HOSTS),
        )
        for row in range(2, 2 + draw(st.integers(0, 6)))
    ]


_SEEN: Counter[str] = Counter()


@settings(derandomize=True, max_examples=300)
@given(devices(), entries())
def test_every_asset_and_every_entry_stands_in_exactly_one_list(fleet: list[Asset], network: list[NetworkRow]) -> None:
    found = correlate(fleet, network)

    listed_tags = [
        *(match.asset_tag for match in found.matches),
        *(tag for conflict in found.conflicts for tag in conflict.asset_tags),
        *found.cmms_only,
        *found.not_networked,
        *found.networked_unknown,
        *found.gone,
    ]
    listed_rows = [
        *(match.entry.row for match in found.matches),
        *(entry.row for conflict in found.conflicts for entry in conflict.entries),
        *(entry.row for entry in found.cmdb_only),
    ]
    assert sorted(listed_tags) == sorted(asset.asset_tag for asset in fleet)
    assert sorted(listed_rows) == [entry.row for entry in network]
    _SEEN.update(conflict.kind for conflict in found.conflicts)
    _SEEN.update(match.key for match in found.matches)


@given(devices(), entries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(fleet: list[Asset], network: list[NetworkRow], chance: object) -> None:
    shuffled, mixed = list(fleet), list(network)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert correlate(shuffled, mixed) == correlate(fleet, network)


def test_the_random_fleets_met_most_keys_and_conflicts() -> None:
    """Each of them has an example of its own above."""
    assert len(set(MatchKey) & set(_SEEN)) >= 3
    assert len(set(ConflictKind) & set(_SEEN)) >= 5


def test_many_rows_with_one_key_are_gone_through_once() -> None:
    fleet = [a_device(f"A-{number:06}", cmdb_id="SAME", serial_number=f"FLEET-{number}") for number in range(20_000)]
    network = [an_entry(number, cmdb_id="SAME", serial_number=f"FLEET-{number}") for number in range(20_000)]

    found = correlate(fleet, network)

    assert (len(found.matches), found.conflicts) == (20_000, ())
