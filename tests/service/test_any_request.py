"""Any request at all gets an answer that is no 5xx: made up by schemathesis from the description of the API."""

import schemathesis
from hypothesis import HealthCheck, settings

from tests.service.running import Running


def test_no_request_breaks_the_service(service: Running) -> None:
    schema = schemathesis.openapi.from_url(f"{service.base}/openapi.json")
    secret = service.subscribed().links.page.rpartition("/")[2]
    seen: set[int] = set()

    for operation in (each.ok() for each in schema.get_all_operations()):

        @settings(
            max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
        )
        @_given(operation)
        def ask(case: schemathesis.Case) -> None:
            for known in (False, True):
                if known and "secret" in (case.path_parameters or {}):
                    case.path_parameters["secret"] = secret
                answer = case.call()
                seen.add(answer.status_code)
                assert answer.status_code < 500, answer.status_code

        ask()

    assert {200, 404} <= seen


def _given(operation):  # type: ignore[no-untyped-def]
    from hypothesis import given

    return given(case=operation.as_strategy())
