"""Answers of proxies and firewalls in Docker Hub's place, and statuses that it seldom answers with.

The bodies are what Cloudflare and others were seen to send.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from starlette.responses import Response

from hub.lookalike.refusals import reply

WAIT = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    "<body><p>Enable JavaScript and cookies to continue</p></body></html>\n"
)
NOWHERE = "<html><head><title>404 Not Found</title></head><body></body></html>\n"
PORTAL = "<html><head><title>Guest network</title></head><body>Please sign in.</body></html>\n"
REFUSALS = {
    "400": "bad request",
    "403": "forbidden",
    "408": "request timeout",
    "413": "request entity too large",
    "422": "unprocessable entity",
    "425": "too early",
}


def stranger(struck: AbstractSet[str]) -> Response | None:
    """What something in front of Docker Hub answers, or None."""
    html = "text/html"
    answers = {
        "blocked-html": Response(WAIT, 403, {"cf-mitigated": "challenge"}, html),
        "blocked-text": Response("error code: 1010", 403, media_type="text/plain"),
        "200-html": Response(PORTAL, 200, media_type=html),
        "404-html": Response(NOWHERE, 404, media_type=html),
        "404-empty": Response(b"", 404),
    }
    return next((answers[kind] for kind in answers if kind in struck), None)


def refusal(struck: AbstractSet[str]) -> Response | None:
    """What Docker Hub itself answers with one of these statuses, or None."""
    if "204" in struck:
        return Response(None, 204)
    if "404-json" in struck:
        return reply({"message": "httperror 404: object not found", "errinfo": {}}, 404)
    for status, message in REFUSALS.items():
        if status in struck:
            return reply({"message": message, "errinfo": {}}, int(status))
    return None
