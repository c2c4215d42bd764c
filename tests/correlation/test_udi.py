"""Codes on devices: what is valid, what cannot be checked, and what nobody can have scanned."""

import pytest

from scheduler.correlation.udi import LONGEST, UdiVerdict, read_udi


@pytest.mark.parametrize(
    "code",
    [
        "(01)00812345678901",
        "(01)00812345678901(21)E280-11",
        "(01)00812345678901 (11)141231 (17)270131(10)LOT",
        "01008123456789011727013121ABC",
        "00812345678901",
        "812345678901",
    ],
)
def test_a_code_with_a_right_check_digit_is_valid_however_it_is_written(code: str) -> None:
    udi = read_udi(code)

    assert (udi.verdict, udi.device_identifier, udi.fault) == (UdiVerdict.VALID, "00812345678901", "")


@pytest.mark.parametrize("code", ["+H123ION501/$$3280801ZE70443H", "=/A9999XYZ100T0944=,000025=A99971312345600"])
def test_codes_of_other_issuers_are_not_checked_and_not_refused(code: str) -> None:
    assert read_udi(code).verdict is UdiVerdict.NOT_CHECKED


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("(01)00812345678902", "check digit"),
        ("00812345678902", "check digit"),
        ("(01)0081234", "AI (01)"),
        ("(21)E280-11", "no device identifier (01)"),
        ("(01)00812345678901(17)279999", "AI (17)"),
        ("hello", "Application Identifier"),
        ("(01)００８１２３４５６７８９０１", f"at most {LONGEST}"),
        ("(01)" * 5_000, f"at most {LONGEST}"),
    ],
)
def test_what_is_no_code_is_said_shortly(code: str, fault: str) -> None:
    udi = read_udi(code)

    assert udi.verdict is UdiVerdict.NOT_VALID
    assert fault in udi.fault
    assert len(udi.fault) <= LONGEST
