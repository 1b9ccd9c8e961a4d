"""Every captured answer and every example of the contract loads as it is, value for value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.lists import ListPage, read_list, read_one
from tests.listings import Entry
from tests.readings import NOON, RUN, rows
from warehouse.database import Writer, open_for_writing
from warehouse.listing import Kept, staging

PAYLOADS = Path(__file__).parent / "data" / "payloads"
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)\d*Z")
# Column by field, where they are called differently.
COLUMNS = {
    "tags": {"name": "tag", "id": "tag_id", "repository": "repository_id", "tag_status": "status"},
    "members": {"id": "user_id", "groups": "teams"},
    "team_members": {"id": "user_id"},
    "teams": {"id": "team_id", "name": "team"},
    "invites": {"id": "invite_id"},
    "org_access_tokens": {"id": "token_id"},
    "personal_access_tokens": {"uuid": "token_id", "token_label": "label"},
    "scim_users": {"id": "user_id", "userName": "user_name", "displayName": "display_name"},
}
# What is told elsewhere: in other views, in several columns, or nowhere because it is secret.
ELSEWHERE = {"images", "resources", "token", "immutable_tags_settings", "restricted_images"}
ELSEWHERE_OF = {"scim_users": {"name", "meta", "emails", "groups"}, "repositories": {"categories"}}
FILES = {
    "get_v2_access_tokens": "personal_access_tokens",
    "get_v2_namespaces": "tags",
    "get_v2_orgs_name_access": "org_access_tokens",
    "get_v2_orgs_org_name_access": "org_access_tokens",
    "get_v2_orgs_name_settings": "org_settings",
    "get_v2_orgs_org_name_groups_group_name_members": "team_members",
    "get_v2_orgs_org_name_groups": "teams",
    "get_v2_orgs_org_name_invites": "invites",
    "post_v2_invites_bulk": "invites",
    "get_v2_orgs_org_name_members": "members",
    "put_v2_orgs_org_name_members": "members",
    "get_v2_scim": "scim_users",
}


def resource_of(file: Path) -> str:
    """What a file lists: as its folder says, or the name of its route."""
    if file.parent.name != "spec_examples":
        return file.parent.name
    return next(resource for route, resource in FILES.items() if file.name.startswith(route))


def read(file: Path) -> ListPage:
    """The entries of an answer; a client's own wrapping and the bulk invites' are taken off."""
    answer = orjson.loads(file.read_bytes())
    if "axios" in file.name:
        answer = answer["data"]
    if "bulk" in file.name:
        invitees = answer["invitees"]["invitees"]
        answer = [one["invite"] for one in invitees if "invite" in one]
    lists = {"results", "data", "resources"}
    one = isinstance(answer, dict) and ("id" in answer or not answer.keys() & lists)
    return (read_one if one else read_list)(orjson.dumps(answer))


def value(said: Any) -> Any:
    """A value as a column holds it: times as such, cut to microseconds; ids as text or number."""
    if isinstance(said, str) and (found := TIME.fullmatch(said)):
        return datetime.fromisoformat(found[1] + "+00:00")
    return said


def expected(resource: str, entry: Entry) -> Entry:
    """The entry by the names of its view's columns."""
    names = COLUMNS.get(resource, {})
    left = ELSEWHERE | ELSEWHERE_OF.get(resource, set())
    told = {names.get(field, field): value(entry[field]) for field in entry if field not in left}
    if "v2" in told:
        told["v2"] = told["v2"] is True or None
    if resource == "teams":
        told["team_id"] = str(told["team_id"])
    return told


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A warehouse for all answers, each of which is an account's of its own."""
    with open_for_writing(tmp_path_factory.mktemp("state") / "hubtrail.duckdb") as writer:
        yield writer


def load(writer: Writer, file: Path, listed: ListPage) -> Kept:
    """Keep what a file lists."""
    with staging(writer, file.name, resource_of(file), "", NOON) as stage:
        stage.add(listed.text)
        return stage.keep(RUN, "whole", pages=1, requests=1)


def kept(writer: Writer, view: str, file: Path) -> list[Entry]:
    """The rows of a view that come from a file, unknown fields beside the columns."""
    question = f"from {view} where account = '{file.name}'"
    columns = [one[0] for one in writer.cursor.execute(question).description or []]
    found = [dict(zip(columns, row, strict=True)) for row in rows(writer, question)]
    return [row | orjson.loads(row["other_fields"] or "{}") for row in found]


@pytest.mark.parametrize(
    "file", sorted(PAYLOADS.rglob("*.json")), ids=lambda file: str(file.relative_to(PAYLOADS))
)
def test_an_answer_loads_as_it_is(writer: Writer, file: Path) -> None:
    """Every field of every entry is in its column or among the other fields; none is refused."""
    resource, listed = resource_of(file), read(file)
    result = load(writer, file, listed)
    entries = [expected(resource, entry) for entry in orjson.loads(listed.text)]
    assert (result.rows, result.rejected) == (len(entries), 0)
    found = kept(writer, resource, file)
    assert len(found) == len(entries) > 0
    for entry in entries:
        assert [row for row in found if entry.items() <= row.items()], entry


@pytest.mark.parametrize(
    "file", sorted((PAYLOADS / "tags").glob("*.json")), ids=lambda file: file.name
)
def test_the_images_of_a_tag_load_as_they_are(writer: Writer, file: Path) -> None:
    """Every image of every tag is a row, with its fields in the columns."""
    listed = read(file)
    load(writer, file, listed)
    images = [
        {"tag": entry["name"]} | {field: value(image[field]) for field in image}
        for entry in orjson.loads(listed.text)
        for image in entry.get("images", [])
    ]
    found = kept(writer, "tag_images", file)
    assert len(found) == len(images)
    for said in images:
        assert [row for row in found if said.items() <= row.items()], said
