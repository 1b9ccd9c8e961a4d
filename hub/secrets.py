"""No value of a token, password or secret goes any further than this side of the house."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

REMOVED = "[secret removed]"
NAME = (
    r"[\w.-]*(?:token|secret|password|passwd|passphrase|jwt|(?:private|api|access|signing)[_-]?key)"
)
NAMES = re.compile(NAME, re.IGNORECASE)
FIELDS = re.compile(rb'("%b"\s*+:\s*+)"(?:[^"\\]|\\.)*+"' % NAME.encode(), re.IGNORECASE)
# A bearer is looked for once in each run of letters, or a hostile body would take hours.
FORMS = re.compile(rb"dckr_[a-z]+_[\w-]+|(?<![\w-])(?>[\w-]*?\beyJ[\w-]++)\.[\w-]++\.[\w-]*+")
# To look for the ends of names first costs a page a tenth of what the expressions would.
NAME_ENDS = (b'token"', b'secret"', b'password"', b'passwd"', b'passphrase"', b'jwt"', b'key"')
FORM_STARTS = (b"dckr_", b"eyJ")


def redacted(body: bytes) -> bytes:
    """An answer's text with `REMOVED` for what is named like a secret, or has the form of one."""
    if any(start in body for start in FORM_STARTS):
        body = FORMS.sub(REMOVED.encode(), body)
    lower = body.lower()
    if any(end in lower for end in NAME_ENDS):
        body = FIELDS.sub(rb'\1"%b"' % REMOVED.encode(), body)
    return body


def without_secrets(value: Any) -> Any:
    """The same JSON value without the fields that are named like secrets, however deep."""
    if isinstance(value, dict):
        return {name: without_secrets(value[name]) for name in value if not _is_secret(name)}
    if isinstance(value, list):
        return [without_secrets(each) for each in value]
    return value


@lru_cache(1024)
def _is_secret(name: str) -> bool:
    return NAMES.fullmatch(name) is not None
