"""The tables of docs/benchmarks.md."""

from benchmarks.tables import PAGE, written


def test_the_tables_of_the_page_are_those_that_the_results_give() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert written(page) == page
    assert page.count("<!-- end -->") == page.count("\nMeasured on ") > 0
