"""Who answered: Docker Hub, or something in front of it such as a proxy, firewall or portal.

Docker Hub's errors are JSON objects, whatever their content type says (behaviour.md 5), and it
never answers with HTML. What others answer says nothing about plan, role, credentials or existence.
"""

from __future__ import annotations

import json
import re

import httpx

from hub.answers import Passing, is_html, printable, words
from hub.errors import Blocked

FIRST_ERROR, FIRST_SERVER_ERROR = 400, 500
UNAUTHORIZED, TOO_MANY = 401, 429
TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})", re.IGNORECASE)


def check_origin(response: httpx.Response) -> None:
    """Raise `Passing`, and at last `Blocked`, where something in front of Docker Hub answered."""
    if _in_front(response):
        said = _said(response)
        raise Passing(
            Blocked(
                f"Something in front of Docker Hub answered {response.status_code} for "
                f"{printable(response.url.path)}{said and f' ({said})'}: check the network, proxy "
                "or firewall between this machine and Docker Hub."
            )
        )


def _in_front(response: httpx.Response) -> bool:
    status = response.status_code
    if "cf-mitigated" in response.headers:
        return True
    if response.is_success:
        return is_html(response)
    # Failing servers and the rate limit answer in any form, and are repeated anyway.
    if status < FIRST_ERROR or status >= FIRST_SERVER_ERROR or status == TOO_MANY:
        return False
    if response.extensions.get("broken"):
        return not _begins_like_docker_hub(response)
    return not _is_object(response.content)


def _begins_like_docker_hub(response: httpx.Response) -> bool:
    """Judge a body that broke off; of an empty one only a 401 counts.

    A failed sign-in must not be repeated, because Docker locks the name (behaviour.md 3).
    """
    if not response.content:
        return response.status_code == UNAUTHORIZED
    return response.content.lstrip().startswith(b"{")


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body.decode("utf-8-sig", "replace"), strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _said(response: httpx.Response) -> str:
    """The title of a page, or the plain text, if any."""
    if is_html(response):
        title = TITLE.search(response.content)
        return printable(title[1].decode("utf-8", "replace")) if title else ""
    said = words(response)
    return "" if said.startswith("status ") or response.is_success else said
