"""The look-alike answers as `openapi.yaml` says, except where the real service does not."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.lookalike import LocalHub
from tests.contract import differences, read_routes
from tests.worlds import signed_in, small_world

SCIM = {"Authorization": "Bearer not-a-secret-scim"}
NAMES = {
    "account": "acme",
    "name": "acme",
    "org_name": "acme",
    "namespace": "acme",
    "repository": "api",
    "tag": "1.0",
    "group_name": "platform",
    "uuid": "b30bbf97-506c-4ecd-aabc-842f3cb484f1",
    "access_token_id": "a7a5ef25-8889-43a0-8cc7-f2a94268e861",
}
SCIM_NAMES = {
    "/v2/scim/2.0/ResourceTypes/{name}": {"name": "User"},
    "/v2/scim/2.0/Schemas/{id}": {"id": "urn:ietf:params:scim:schemas:core:2.0:User"},
    "/v2/scim/2.0/Users/{id}": {"id": "00000000-0000-4000-8000-000000000006"},
}

TAGS = "/v2/namespaces/{namespace}/repositories/{repository}/tags"
LAST_PAGE = {  # behaviour.md 9: example null, not nullable
    "next: type is not string": "9",
    "previous: type is not string": "9",
}
TAG = {  # behaviour.md 6
    "content_type: not mentioned": "6",
    "digest: not mentioned": "6",
    "images: type is not object": "6",
    "media_type: not mentioned": "6",
    "tag_status: not mentioned": "6",
    "v2: type is not string": "6",
}
DEVIATIONS: dict[str, dict[str, str]] = {
    "/v2/access-tokens": {**LAST_PAGE, "results.*.expires_at: not mentioned": "7"},
    "/v2/access-tokens/{uuid}": {"expires_at: not mentioned": "7"},
    TAGS: {f"results.*.{what}": number for what, number in TAG.items()},
    TAGS + "/{tag}": TAG,
    "/v2/orgs/{name}/access-tokens": LAST_PAGE,
    "/v2/orgs/{org_name}/groups": LAST_PAGE,
    "/v2/orgs/{org_name}/groups/{group_name}/members": LAST_PAGE,
    "/v2/orgs/{org_name}/invites": {"data.*.role: not mentioned": "7"},
    "/v2/orgs/{org_name}/members": {"answer: type is not array": "7"},
    "/v2/orgs/{org_name}/members/export": {"*.Role: not mentioned": "required, yet no property"},
}
ERRINFO = {"errinfo: not mentioned": "5"}
UNAUTHORIZED: dict[str, dict[str, str]] = {
    "/v2/access-tokens": ERRINFO,
    "/v2/access-tokens/{uuid}": ERRINFO,
    "/v2/auditlogs/{account}": ERRINFO,
    "/v2/auditlogs/{account}/actions": ERRINFO,
    "/v2/orgs/{name}/access-tokens": ERRINFO,
    "/v2/orgs/{name}/settings": ERRINFO,
    "/v2/orgs/{org_name}/access-tokens/{access_token_id}": ERRINFO,
    TAGS: {"status 401: not mentioned": "3"},
    TAGS + "/{tag}": {"status 401: not mentioned": "3"},
}


@pytest.fixture(scope="module")
def hub() -> Iterator[LocalHub]:
    """A hub that the tests of this file only read."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture(scope="module")
def owner(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in by password."""
    with signed_in(hub.url) as client:
        yield client


def ask(client: httpx.Client, method: str, template: str) -> httpx.Response:
    """The answer to a route of `openapi.yaml`, its blanks filled in."""
    path = template.format(**NAMES | SCIM_NAMES.get(template, {}))
    return client.request(method, path, headers=SCIM if "/scim/" in path else None)


@pytest.mark.parametrize(("method", "template"), sorted(read_routes()))
def test_an_answer_is_what_openapi_promises(
    owner: httpx.Client, method: str, template: str
) -> None:
    """Each GET and HEAD answers 200, and differs from openapi.yaml only where listed."""
    response = ask(owner, method, template)
    listed = DEVIATIONS.get(template, {}) if method == "get" else {}
    assert response.status_code == 200
    assert differences(template, response) == set(listed)


def test_members_are_the_page_that_openapi_means(owner: httpx.Client) -> None:
    """Within the array that openapi.yaml asks for by mistake, the page is right."""
    response = ask(owner, "get", "/v2/orgs/{org_name}/members")
    meant = httpx.Response(
        200,
        content=b"[%b]" % response.content,
        headers={"content-type": "application/json"},
        request=response.request,
    )
    found = differences("/v2/orgs/{org_name}/members", meant)
    assert found == {"*.next: type is not string", "*.previous: type is not string"}


@pytest.mark.parametrize("template", sorted({path for method, path in read_routes()}))
def test_without_a_bearer_every_route_refuses(hub: LocalHub, template: str) -> None:
    """Each route answers 401 without a bearer, in a shape that differs only where listed."""
    path = template.format(**NAMES | SCIM_NAMES.get(template, {}))
    response = httpx.get(hub.url + path)
    assert response.status_code == 401
    assert differences(template, response) == set(UNAUTHORIZED.get(template, {}))


@pytest.mark.parametrize(
    ("template", "path", "deviations"),
    [
        ("/v2/auditlogs/{account}", "/v2/auditlogs/robot", set()),
        ("/v2/auditlogs/{account}", "/v2/auditlogs/nobody", {"errinfo: not mentioned"}),
        ("/v2/auditlogs/{account}", "/v2/auditlogs/acme?from=today", set()),
        (TAGS, "/v2/namespaces/acme/repositories/none/tags", {"errinfo: not mentioned"}),
        (
            TAGS + "/{tag}",
            "/v2/namespaces/acme/repositories/api/tags/none",
            {"errinfo: not mentioned"},
        ),
        ("/v2/orgs/{org_name}/groups", "/v2/orgs/other/groups", set()),
        ("/v2/orgs/{org_name}/members", "/v2/orgs/acme/members?role=king", set()),
        ("/v2/access-tokens/{uuid}", "/v2/access-tokens/none", {"errinfo: not mentioned"}),
    ],
)
def test_a_refusal_is_what_openapi_promises(
    owner: httpx.Client, template: str, path: str, deviations: set[str]
) -> None:
    """Refusals have the shape of openapi.yaml, with `errinfo` where captures have it."""
    response = owner.get(path)
    assert response.is_error
    assert differences(template, response) == deviations


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v2/scim/2.0/Users/none", 404),
        ("/v2/scim/2.0/ResourceTypes/none", 404),
        ("/v2/scim/2.0/Users?count=201", 400),
        ("/v2/scim/2.0/Users?filter=nonsense", 400),
    ],
)
def test_a_scim_refusal_is_what_openapi_promises(
    owner: httpx.Client, path: str, status: int
) -> None:
    """SCIM refuses in its own shape and type of content."""
    response = owner.get(path, headers=SCIM)
    kind = path.split("/")[4].partition("?")[0]
    one = {"Users/none": "Users/{id}", "ResourceTypes/none": "ResourceTypes/{name}"}
    template = "/v2/scim/2.0/" + one.get(path.removeprefix("/v2/scim/2.0/"), kind)
    assert response.status_code == status
    assert differences(template, response) == set()
