"""What an answer's status means: fine, a passing fault worth asking again, or an error that stays.

Bodies are never trusted to be JSON: errors come in six shapes (behaviour.md 5).
"""

from __future__ import annotations

import codecs
import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from hub.errors import (
    HubError,
    NotAllowed,
    NotAnOrganisation,
    NotThere,
    Refused,
    SignInRefused,
    TooManyRequests,
    Unavailable,
    Unreadable,
)
from hub.limits import retry_after
from hub.secrets import redacted
from hubtrail.printable import printable as escaped

REPEATED = (408, 425)  # too slow, too early: the same request may be answered next time
NOT_ACCEPTED = (400, 413, 422)
WORDS_SHOWN = 200  # characters of Docker Hub's own words in a sentence of ours


class Passing(HubError):
    """A fault that may be gone at the next attempt; `lasting` is the error if it is not."""

    def __init__(self, lasting: HubError, *, wait_known: bool = False) -> None:
        """`wait_known`: the pace already keeps the wait that the answer asked for."""
        super().__init__(str(lasting))
        self.lasting, self.wait_known = lasting, wait_known


def judge(response: httpx.Response, wants: str = "") -> None:
    """Do nothing for a 2xx, else raise the `HubError` that fits.

    `wants` is the end of a sentence that says what plan, role and credential the question wants.
    """
    status = response.status_code
    if response.is_success:
        return
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise Passing(TooManyRequests(_until(response)), wait_known=True)
    if response.is_redirect:
        raise Passing(_redirected(response))
    if response.is_server_error or status in REPEATED:
        raise Passing(_failing(response))
    raise _refusal(response, wants)


def words(response: httpx.Response) -> str:
    """Docker Hub's own words for what went wrong, short, in one line, and nothing secret."""
    broken = response.extensions.get("broken")  # half a body says nothing
    text = "" if broken else redacted(response.content).decode("utf-8-sig", "replace")
    try:
        body = json.loads(text)
        said = next((body[key] for key in ("message", "detail", "text") if body.get(key)), "")
    except (ValueError, AttributeError, RecursionError):
        said = "" if is_html(response) else text
    return printable(said if isinstance(said, str) else "") or f"status {response.status_code}"


def is_html(response: httpx.Response) -> bool:
    """Whether the body is a page for a browser, which Docker Hub's API never sends."""
    return response.content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def printable(text: str) -> str:
    r"""Text of others for a sentence of ours: short, one line, with nothing that acts or hides.

    Control characters, bidi marks and zero-width characters are shown like `\u202e`.
    """
    line = " ".join(text[: 10 * WORDS_SHOWN].split())[:WORDS_SHOWN]
    return escaped(line)[:WORDS_SHOWN]


def parsed(body: bytes) -> Any:
    """The JSON of an answer's body, or `Unreadable`."""
    for parse in (orjson.loads, _parse_leniently):
        with suppress(ValueError, RecursionError):
            return parse(body)
    # Outside of any handler: a parser's error would keep the body, which may hold a bearer.
    raise Unreadable("Docker Hub answered with something that is not JSON.")


def _parse_leniently(body: bytes) -> Any:
    """Read what only a strict parser refuses, so that one broken letter costs no page."""
    answer = json.loads(body.decode("utf-8", "replace"), strict=False, parse_constant=str)
    return orjson.loads(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def rendered(value: Any) -> bytes:
    """JSON text with its keys in order, equal for equal values; `Unreadable` if nested too deep."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        raise Unreadable("Docker Hub answered with JSON that is nested too deep.") from None


def _until(response: httpx.Response) -> datetime:
    now = time.time()
    return datetime.fromtimestamp(now + (retry_after(response.headers, now) or 60.0), UTC)


def _redirected(response: httpx.Response) -> HubError:
    try:
        elsewhere = urlsplit(response.headers.get("location", "")).hostname
    except ValueError:
        elsewhere = None
    return Unavailable(
        f"Docker Hub sends {_path(response)} on to {printable(elsewhere or 'somewhere else')}; "
        "that was not followed, because the credential is for the configured host alone."
    )


def _failing(response: httpx.Response) -> HubError:
    path = _path(response)
    _, _, account = path.partition("/v2/auditlogs/")
    of_events = bool(account) and not account.endswith("/actions")  # those, users have too
    own = response.status_code == httpx.codes.INTERNAL_SERVER_ERROR and not is_html(response)
    if own and of_events:
        return NotAnOrganisation(
            f"Docker Hub keeps answering 500 for the audit log of {account!r}: only "
            "organisations have one, so check that the name is not a user's; if it is an "
            "organisation, try again later."
        )
    return Unavailable(f"Docker Hub keeps answering {response.status_code} for {path}.")


def _refusal(response: httpx.Response, wants: str) -> HubError:
    path, said = _path(response), words(response)
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return SignInRefused(
            f"Docker Hub does not accept the bearer for {path} ({said}): check the credential, "
            "and that this machine's clock is right."
        )
    if response.status_code == httpx.codes.FORBIDDEN:
        return NotAllowed(
            f"Docker Hub does not allow {path} ({said}): {wants or 'try another credential'}."
        )
    if response.status_code == httpx.codes.NOT_FOUND:
        return NotThere(
            f"Docker Hub knows no {path} ({said}): check the name, "
            f"and that the credential may see it{wants and '; '}{wants}."
        )
    kind = Refused if response.status_code in NOT_ACCEPTED else HubError
    return kind(f"Docker Hub refused {path} with {response.status_code}: {said}.")


def _path(response: httpx.Response) -> str:
    """The path for a sentence; a name in it may come from Docker Hub."""
    return printable(response.url.path)
