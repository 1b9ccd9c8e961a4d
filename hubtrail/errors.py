"""What can go wrong before anything begins; the message is one sentence for a person."""

from __future__ import annotations


class Usage(Exception):
    """A flag or an argument is not what the command takes."""


class BadSettings(Usage):
    """A setting is missing or is not what it should be."""


class Unanswered(Exception):
    """A server on the way that is not Docker Hub does not answer."""
