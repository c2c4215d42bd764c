"""Who may patch, from the answers of an MDS2 form."""

from dataclasses import replace

import pytest

from scheduler.domain.advisories import Disclosed, Disclosure
from scheduler.domain.equipment import Answer, PatchPerformer
from scheduler.risk.disclosures import in_force, rights_of
from tests.builders import a_model

YES, NO, NOT_APPLICABLE, UNKNOWN = Disclosed.YES, Disclosed.NO, Disclosed.NOT_APPLICABLE, Disclosed.UNKNOWN


def a_form(**answers: Disclosed) -> Disclosure:
    """A form with answers by question: `CSUP_2_1` for CSUP-2.1."""
    said = {name.replace("_", "-", 1).replace("_", "."): answer for name, answer in answers.items()}
    return Disclosure("mds2/x.xlsx", "Acme", "P1", said)


@pytest.mark.parametrize(
    ("form", "performer"),
    [
        (a_form(CSUP_2_1=YES, CSUP_2_2=NO), PatchPerformer.OWNER),
        (a_form(CSUP_2_1=YES, CSUP_2_2=YES), PatchPerformer.MANUFACTURER),
        (a_form(CSUP_2_1=YES, CSUP_3_2=YES), PatchPerformer.MANUFACTURER),
        (a_form(CSUP_6_1=YES), PatchPerformer.OWNER),
        (a_form(CSUP_2_1=NO, CSUP_2_2=NO), PatchPerformer.UNKNOWN),
        (a_form(), PatchPerformer.UNKNOWN),
    ],
)
def test_where_one_kind_of_software_needs_the_manufacturer_he_comes(
    form: Disclosure, performer: PatchPerformer
) -> None:
    assert rights_of(form).performer is performer


@pytest.mark.parametrize(
    ("allowed", "vendor", "answer"),
    [
        (YES, NO, Answer.YES),
        (YES, UNKNOWN, Answer.YES),
        (YES, YES, Answer.NO),
        (NO, NO, Answer.NO),
        (NOT_APPLICABLE, NO, Answer.NO),
        (UNKNOWN, NO, Answer.UNKNOWN),
    ],
)
def test_patches_of_the_systems_maker_need_leave_and_no_vendor(
    allowed: Disclosed, vendor: Disclosed, answer: Answer
) -> None:
    assert rights_of(a_form(CSUP_2_4=allowed, CSUP_2_2=vendor)).third_party_os is answer


def test_remote_work_and_updates_that_install_themselves_are_told() -> None:
    rights = rights_of(a_form(CSUP_5_3=YES, CSUP_8=YES))

    assert (rights.is_remote, rights.installs_itself) == (True, True)
    assert rights_of(a_form(CSUP_5_3=NO, CSUP_8=UNKNOWN)).is_remote is False


def test_one_kind_of_software_that_needs_a_trip_needs_it_for_all() -> None:
    assert rights_of(a_form(CSUP_2_3=YES, CSUP_3_3=NO)).is_remote is False
    assert rights_of(a_form(CSUP_2_3=YES, CSUP_3_3=NOT_APPLICABLE)).is_remote is True
    assert rights_of(a_form(CSUP_2_3=UNKNOWN)).is_remote is False


def test_how_it_is_patched_is_told_where_the_table_is_silent() -> None:
    form = a_form(CSUP_1=NO, CSUP_2_3=YES, CSUP_8=YES)
    told = replace(a_model(), patch_applicable=Answer.YES, patch_remote=Answer.NO, patch_automatic=Answer.NO)

    found = in_force(a_model(), form)

    assert (found.patch_applicable, found.patch_remote, found.patch_automatic) == (Answer.NO, Answer.YES, Answer.YES)
    assert replace(in_force(told, form), third_party_os_patches=Answer.UNKNOWN) == told
    assert in_force(a_model(), a_form(CSUP_1=YES, CSUP_2_3=UNKNOWN)).patch_remote is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("form", "is_applicable"),
    [
        (a_form(CSUP_1=NO), False),
        (a_form(CSUP_1=NOT_APPLICABLE), False),
        (a_form(**{f"CSUP_{number}": NOT_APPLICABLE for number in range(2, 7)}), False),
        (a_form(**{f"CSUP_{number}": NOT_APPLICABLE for number in range(2, 6)}), True),
        (a_form(), True),
    ],
)
def test_a_device_without_software_to_update_is_said_to_need_none(form: Disclosure, is_applicable: bool) -> None:
    assert rights_of(form).is_applicable is is_applicable


def test_what_the_table_says_goes_before_the_form() -> None:
    form = a_form(CSUP_2_2=YES, CSUP_2_4=NO)
    said = replace(a_model(), patch_performer=PatchPerformer.OWNER, third_party_os_patches=Answer.YES)
    silent = replace(said, patch_performer=PatchPerformer.UNKNOWN, third_party_os_patches=Answer.UNKNOWN)

    assert in_force(said, form) == said
    assert in_force(silent, None) == silent
    assert in_force(silent, form) == replace(
        silent, patch_performer=PatchPerformer.MANUFACTURER, third_party_os_patches=Answer.NO
    )
