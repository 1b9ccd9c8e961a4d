"""inconsistencies: where two witnesses of the same state disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.listed import happened, listing, member, push, told
from tests.readings import rows
from warehouse.database import Writer, open_for_writing

FOUND = "select resource, thing from inconsistencies order by all"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def exported(name: str, email: str = "") -> dict[str, str]:
    """A row of the members' CSV."""
    return {"Username": name, "Email": email, "Type": "Member"}


def test_members_that_only_one_witness_has_are_reported(writer: Writer) -> None:
    """By name or e-mail, whatever the case; who is only invited does not count."""
    waiting = {"email": "x@y.example", "role": "Invitee"}
    staff = [member("olivia"), member("mallory"), member("peggy"), waiting]
    listing(writer, "members", 1, staff)
    sheet = [exported("Olivia"), exported("", "PEGGY@acme.example"), exported("trent")]
    listing(writer, "members_export", 1.01, sheet)
    listing(writer, "members", 2, staff)
    assert rows(writer, FOUND) == [("members", "mallory"), ("members_export", "trent")]


@pytest.mark.parametrize("hours", [8, 1.01])
def test_witnesses_of_different_times_or_cut_short_are_not_compared(
    writer: Writer, hours: float
) -> None:
    """A listing hours later, or one that was not whole, may well differ."""
    listing(writer, "members", 1, [member("olivia")])
    listing(
        writer,
        "members_export",
        hours,
        [exported("trent")],
        state="whole" if hours > 2 else "partial",
    )
    assert rows(writer, FOUND) == []


@pytest.mark.parametrize("state", ["whole", "partial"])
def test_repositories_in_use_that_the_listing_lacks_are_reported(
    writer: Writer, state: str
) -> None:
    """A token that may not see all repositories gets a short list without a warning."""
    told(
        writer,
        push(1, "a"),
        push(1, "a", name="acme/web"),
        push(1, "a", name="acme/old"),
        happened(2, "repo.delete", "acme/old"),
        push(4, "a", name="acme/new"),
    )
    listing(writer, "repositories", 3, [{"name": "web"}], state=state)
    assert rows(writer, FOUND) == [("repositories", "acme/api")]
