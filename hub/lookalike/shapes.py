"""Shapes that answers may have besides those of the captures (behaviour.md 6, 7 and 9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import orjson
from starlette.responses import Response

from hub.lookalike.world import Record

Shapes = Literal["seen", "spec", "clients"]

FRACTION = re.compile(r"(\d\d:\d\d:\d\d)(?:\.(\d+))?Z")
TAGS = re.compile(r"/repositories/[^/]+/tags(/[^/]+)?")
MEMBERS = re.compile(r"/v2/orgs/[^/]+/members")
TEAM_MEMBERS = re.compile(r"/groups/[^/]+/members")
ORG_TOKENS = re.compile(r"/v2/orgs/[^/]+/access-tokens")


def reshaped(shapes: Shapes, path: str, response: Response) -> Response:
    """The same answer in another shape: as `openapi.yaml` says, or as other clients have met it."""
    kind = response.headers.get("content-type", "")
    if shapes == "seen" or response.status_code != 200 or "json" not in kind:
        return response
    body = _SHAPERS[shapes](path, orjson.loads(response.body))
    return Response(orjson.dumps(body), media_type=kind)


def _as_specified(path: str, body: Record) -> Any:
    """The words of `openapi.yaml`, even where they are mistakes."""
    if MEMBERS.fullmatch(path):
        return [body]
    if found := TAGS.search(path):
        return _specified_tag(body) if found[1] else _specified_tags(body)
    return body


def _specified_tags(page: Record) -> Record:
    return {**page, "results": [_specified_tag(tag) for tag in page["results"]]}


def _specified_tag(tag: Record) -> Record:
    """`images` an object, `v2` a string, the status under its documented name."""
    kept = {key: value for key, value in tag.items() if key != "tag_status"}
    images: Record = next(iter(tag["images"]), {})
    return {**kept, "images": images, "v2": str(tag["v2"]).lower(), "status": tag["tag_status"]}


def _as_met(path: str, body: Record) -> Any:
    """Old and neighbouring shapes: bare arrays, other names, nulls, nine-digit fractions."""
    if TEAM_MEMBERS.search(path):
        return _aged(body["results"])
    if ORG_TOKENS.fullmatch(path):
        body = {("count" if key == "total" else key): value for key, value in body.items()}
    if path.startswith("/v2/scim/") and "resources" in body:
        body = {("Resources" if key == "resources" else key): value for key, value in body.items()}
    return _aged(body)


def _aged(value: Any) -> Any:
    """The same with null for what is empty, and with nine digits of each second."""
    if isinstance(value, dict):
        return {key: _aged(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_aged(inner) for inner in value] or None
    if isinstance(value, str):
        return FRACTION.sub(lambda at: f"{at[1]}.{at[2] or '':0<9}Z", value) or None
    return value


_SHAPERS: dict[str, Callable[[str, Record], Any]] = {"spec": _as_specified, "clients": _as_met}
