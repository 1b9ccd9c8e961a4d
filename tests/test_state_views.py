"""What holds now and what held: views of each kind, every field of the contract in a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.listings import invitee, keep, member, tag
from tests.readings import rows
from warehouse.database import Writer, open_for_writing

PERSON = (
    "member user_id username email full_name type company location profile_url "
    "gravatar_email gravatar_url date_joined"
)
PROMISED = {
    "repositories": "repository name namespace repository_type status status_description "
    "description is_private is_automated star_count pull_count last_updated last_modified "
    "date_registered affiliation media_types content_types categories immutable_tags "
    "immutable_tag_rules storage_size",
    "tags": "repository tag tag_id digest media_type content_type status full_size v2 creator "
    "last_updater last_updater_username last_updated tag_last_pushed tag_last_pulled image_id "
    "repository_id",
    "tag_images": "repository tag digest architecture variant os os_version features os_features "
    "size status layers last_pushed last_pulled",
    "members": f"{PERSON} primary_email role teams is_guest last_logged_in_at last_seen_at "
    "last_desktop_version",
    "members_export": "member username email full_name type role permission teams date_joined",
    "teams": "team_id uuid team description member_count",
    "team_members": f"{PERSON} team_id team",
    "invites": "invite_id invitee inviter_username org team role created_at",
    "org_access_tokens": "token_id label description created_by is_active created_at expires_at "
    "last_used_at",
    "org_access_token_resources": "token_id type path scopes",
    "personal_access_tokens": "owner token_id label client_id creator_ip creator_ua generated_by "
    "is_active scopes created_at expires_at last_used",
    "org_settings": "restricted_images allow_official_images allow_verified_publishers",
    "scim_users": "user_id user_name display_name given_name family_name active email emails "
    "groups schemas resource_type location created_at last_modified_at",
}
IN_ALL = {"account", "other_fields", "last_listed_at", "valid_from"}


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A warehouse for all tests, each of which lists something else."""
    with open_for_writing(tmp_path_factory.mktemp("views") / "hubtrail.duckdb") as writer:
        yield writer


def columns(writer: Writer, view: str) -> list[str]:
    """The names of a view's columns."""
    return [column[0] for column in writer.cursor.execute(f"from {view}").description or []]


@pytest.mark.parametrize("kind", PROMISED)
def test_a_kind_has_its_columns_now_and_in_time(writer: Writer, kind: str) -> None:
    """The two views of a kind have the same columns, but for the end of what no longer holds."""
    now = columns(writer, kind)
    assert set(now) == set(PROMISED[kind].split()) | IN_ALL
    assert now[0] == "account"
    assert columns(writer, f"{kind}_history") == [*now, "valid_to"]


@pytest.mark.parametrize("kind", PROMISED)
def test_no_column_ever_fails(writer: Writer, kind: str) -> None:
    """Whatever a stored version says, both views answer."""
    fields = [column for view in PROMISED for column in PROMISED[view].split()]
    said = {"images", "resources", "groups", "emails", "meta", "name", "restricted_images"}
    values: list[Any] = ["text", 5, None, [], {}, [5], [{"value": 5}], {"enabled": []}]
    for value in values:
        odd = orjson.dumps(dict.fromkeys([*fields, *said], value)).decode()
        writer.cursor.execute(
            "insert into state_versions values "
            "($kind, 'odd', '', '', $key, $odd, $odd, now(), null, now())",
            {"kind": kind, "key": str(value), "odd": odd},
        )
    assert len(rows(writer, f"select * from {kind}_history where account = 'odd'")) == 8
    assert len(rows(writer, f"select * from {kind} where account = 'odd'")) == 8


def one(writer: Writer, resource: str, entry: Any, question: str) -> Any:
    """The one row that a question finds after an entry was listed."""
    keep(writer, resource, [entry], scope="scope")
    ((row),) = rows(writer, question + " and account = 'acme'")
    return row


def test_a_repository_tells_what_may_not_move(writer: Writer) -> None:
    """Categories by their short names; immutability in either shape that Docker Hub has used."""
    question = (
        "select repository, categories, immutable_tags, immutable_tag_rules "
        "from repositories where name = "
    )
    categories = [{"name": "Web servers", "slug": "web-servers"}, "odd"]
    nested = {"immutable_tags_settings": {"enabled": True, "rules": ["v.*"]}}
    entry = {"name": "api", "categories": categories} | nested
    told = ("acme/api", ["web-servers", "odd"], True, ["v.*"])
    assert one(writer, "repositories", entry, question + "'api'") == told
    flat = {"name": "web", "immutable_tags": False, "immutable_tags_rules": []}
    assert one(writer, "repositories", flat, question + "'web'") == ("acme/web", None, False, [])


def test_a_member_without_a_name_goes_by_the_e_mail(writer: Writer) -> None:
    """Members, invitees and rows of the export are called by what they have."""
    keep(writer, "members", [member("ada"), invitee("Ben@acme.example")])
    assert rows(writer, "select member, teams from members where account = 'acme' order by 1") == [
        ("Ben@acme.example", None),
        ("ada", ["platform"]),
    ]


@pytest.mark.parametrize(
    ("joined", "microseconds"),
    [
        ("2020-01-01 15:00:51.193355 +0000 UTC", 1577890851193355),
        ("2020-01-01 15:00:51 +0000 UTC", 1577890851000000),
        ("2020-01-01T15:00:51Z", 1577890851000000),
        ("", None),
    ],
)
def test_the_export_is_read_as_it_is_written(
    writer: Writer, joined: str, microseconds: int | None
) -> None:
    """Teams are a list, times are Go's, what is empty is nothing."""
    entry = {"Username": "", "Email": "a@acme.example", "Teams": "owners, api", "Name": ""}
    question = "select member, username, full_name, teams, epoch_us(date_joined) from "
    assert one(
        writer,
        "members_export",
        entry | {"Date Joined": joined},
        question + "members_export where 1",
    ) == ("a@acme.example", None, None, ["owners", "api"], microseconds)


def test_settings_are_three_columns(writer: Writer) -> None:
    """The settings of restricted images; what else there is stays in the other fields."""
    question = "select * exclude (account, last_listed_at, valid_from) from org_settings where 1"
    images = {"enabled": True, "allow_official_images": False, "allow_verified_publishers": True}
    known = {"restricted_images": images}
    assert one(writer, "org_settings", known, question) == (True, False, True, None)
    *_, others = one(writer, "org_settings", known | {"new": 1}, question)
    assert orjson.loads(others)["new"] == 1


def test_a_provisioned_user_is_unfolded(writer: Writer) -> None:
    """Names, the main e-mail, groups and times out of SCIM's nested fields."""
    user: dict[str, Any] = {
        "id": "u",
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [{"value": "old@acme.example"}, {"value": "a@acme.example", "primary": True}],
        "groups": [{"value": "g1", "display": "platform"}, {"value": "g2"}],
        "meta": {"resourceType": "User", "created": "2022-05-20T00:54:18Z", "lastModified": None},
    }
    question = (
        "select given_name, family_name, email, groups, resource_type, year(created_at), "
        "other_fields from scim_users where user_id = 'u'"
    )
    told = ("Ada", "Byron", "a@acme.example", ["platform", "g2"], "User", 2022, None)
    assert one(writer, "scim_users", user, question) == told
    user["meta"] = {"resourceType": "User", "lastModified": "2022-05-21T00:00:00Z"}
    user["meta"] |= {"created": "2022-05-20T00:54:18Z"}
    assert keep(writer, "scim_users", [user], hours=9, scope="scope").changed == 0
    assert rows(writer, "select day(last_modified_at) from scim_users where user_id = 'u'") == [
        (21,)
    ]


def test_unknown_fields_are_kept(writer: Writer) -> None:
    """A field that has no column is kept as it came, and a change of it is a change."""
    new = {"signed_by": {"name": None}}
    question = "select other_fields from tags where repository = 'acme/scope'"
    assert one(writer, "tags", tag() | new, question) == (orjson.dumps(new).decode(),)
    assert keep(writer, "tags", [tag(signed_by=1)], hours=9, scope="scope").changed == 1
