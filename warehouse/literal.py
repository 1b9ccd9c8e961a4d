"""Values as SQL writes them, so that a question with its values is text that anybody can run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

NAMED = re.compile(r"\$([a-z_]\w*)")
NUL = "' || chr(0) || '"


def named(text: str) -> list[str]:
    """The names of the parameters in the text of one of our own queries, each once."""
    return sorted(set(NAMED.findall(text)))


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The text with a literal in the place of each parameter; every one must be in `values`."""
    return NAMED.sub(lambda found: literal(values[found[1]]), text)


def literal(value: str | float | list[str]) -> str:
    """The value as SQL that means just that value, whatever is in it.

    No text that a shell can hand on is changed; only a NUL, which none can, is built up.
    """
    if isinstance(value, list):
        return f"[{', '.join(literal(each) for each in value)}]"
    if not isinstance(value, str):
        return repr(value)
    quoted = f"'{value.replace(chr(39), chr(39) * 2)}'"
    return quoted if "\0" not in quoted else f"({quoted.replace(chr(0), NUL)})"
