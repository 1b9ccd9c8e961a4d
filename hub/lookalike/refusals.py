"""Answers that say no, in the shapes that the real service was seen to use (behaviour.md 5)."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response

from hub.lookalike.world import Record

SCIM_JSON = "application/scim+json"


class Refusal(Exception):
    """An answer other than the one asked for: status, body, type of content."""

    def __init__(self, status: int, body: Record, media_type: str = "application/json") -> None:
        """Keep what will be answered."""
        super().__init__(status, body)
        self.status, self.body, self.media_type = status, body, media_type


async def refuse(_request: Request, refusal: Exception) -> Response:
    """Answer a `Refusal`; Starlette calls it."""
    if not isinstance(refusal, Refusal):
        raise TypeError from refusal
    return reply(refusal.body, refusal.status, media_type=refusal.media_type)


def reply(
    body: Record,
    status: int = 200,
    *,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status, headers, media_type)


def told(status: int, message: str, **errinfo: str) -> Refusal:
    """The newer shape: a message, and what it is about in `errinfo`."""
    return Refusal(status, {"message": message, "errinfo": errinfo})


def detailed(status: int, detail: str, **more: str) -> Refusal:
    """The older shape, that of `/v2/users/login`."""
    return Refusal(status, {"detail": detail, **more})


def unauthorized() -> Refusal:
    """401: no bearer, an old one, or one that was never given out."""
    return told(401, "unauthorized")


def forbidden() -> Refusal:
    """403: plan or role does not allow it (behaviour.md 1.17)."""
    return told(403, "forbidden")


def not_found(**errinfo: str) -> Refusal:
    """404: not there, or not visible."""
    return told(404, "httperror 404: object not found", **errinfo)


def invalid_argument(message: str) -> Refusal:
    """400 in the gRPC shape, which `openapi.yaml` gives as the audit log's default."""
    return Refusal(400, {"code": 3, "message": message, "details": []})


def scim_refusal(status: int, detail: str) -> Refusal:
    """The SCIM shape: `openapi.yaml` scim_error."""
    schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"]
    return Refusal(
        status, {"schemas": schemas, "status": str(status), "detail": detail}, media_type=SCIM_JSON
    )
