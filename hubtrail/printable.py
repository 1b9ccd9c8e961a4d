"""Text of others with nothing in it that acts on a terminal or hides. Imports nothing."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""The text in one line that steers no terminal.

    Control and format characters, separators of lines and lone surrogates are replaced by what
    Python would write for them, such as `\x1b` or `\u202e`.
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
