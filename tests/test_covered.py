"""Whatever Docker Hub hides, time that is reported as covered lacks no event."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from flows.page_reader import DEFAULT_SIZE
from hub.errors import HubError
from tests.runs import tries
from tests.test_exactly_once import GOOD, LOGS, SERVERS, Entry, Place, Server, place

__all__ = ["place"]  # the fixture


@tries(20)
@given(
    LOGS,
    SERVERS.filter(lambda server: server.order != "shuffled" and server.cap >= DEFAULT_SIZE),
    st.sampled_from([None, 25, 60, 107]),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), max_size=2),
)
def test_what_is_covered_lacks_nothing(
    place: Place, log: list[Entry], server: Server, cap: int | None, blocked: list[tuple[int, int]]
) -> None:
    """Lists that silently end and pages that are blocked for a while hide nothing unnoticed."""
    place.begin(log, server)
    place.hub.habits.row_cap = cap
    place.dawn(GOOD)
    for page, times in blocked:
        place.hub.service.faults.once("empty", times, "/v2/auditlogs/", page=page)
    with suppress(HubError):
        place.read()
    for window in place.covered():
        assert not place.had(window) - place.has()
    place.hub.habits.row_cap = None
    place.dawn(GOOD)
    place.read()
    assert place.has() == place.had()
