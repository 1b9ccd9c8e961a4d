"""What can go wrong at Docker Hub, each with the sentence that a person needs.

HubError
 ├ BadConnectionSettings  a variable for proxies or certificates cannot be used
 ├ SignInRefused       the identifier or the secret is wrong, locked, or wants a second factor
 ├ NotAllowed          plan, role or kind of token does not allow the question
 ├ NotThere            no such thing, or none that this credential may see
 ├ Refused             a request that Docker Hub does not accept as it is; a smaller one may do
 ├ NotAnOrganisation   the audit log belongs to organisations; this name seems to be a user
 ├ TooManyRequests     the rate limit is used up for longer than the run is willing to wait
 ├ Unreadable          an answer that is no answer, again and again
 ├ TooLarge            a response that is larger than the limit
 ├ Abandoned           the run was asked to end while a request waited or was in flight
 └ Unavailable         Docker Hub failed and kept failing
    ├ OutOfReach       no connection came about
    └ Blocked          something in front of Docker Hub answered in its place
"""

from __future__ import annotations

from datetime import UTC, datetime


class HubError(Exception):
    """Docker Hub did not give what was asked; the message is one sentence for a person."""


class BadConnectionSettings(HubError):
    """A variable such as HTTPS_PROXY or SSL_CERT_FILE cannot be used; nothing was sent."""


class SignInRefused(HubError):
    """The sign-in failed and was not repeated, because Docker locks the name (behaviour.md 3)."""


class NotAllowed(HubError):
    """403: plan, role or kind of token does not allow it."""


class NotThere(HubError):
    """404: not there, or not visible to this credential (behaviour.md 5)."""


class Refused(HubError):
    """400, 413 or 422: the request is not accepted as it is; asking for less may help."""


class NotAnOrganisation(HubError):
    """500 from an audit log that keeps coming: a user namespace (behaviour.md 1.14)."""


class TooManyRequests(HubError):
    """The budget is used up until `until`, longer than the run is willing to sleep."""

    def __init__(self, until: datetime) -> None:
        """Say until when; `until` is in UTC."""
        self.until = until
        super().__init__(
            f"Docker Hub's rate limit is used up until {until:%Y-%m-%d %H:%M:%S} UTC; what was "
            "collected is kept, and the next run goes on from there."
        )

    def __reduce__(self) -> tuple[type[TooManyRequests], tuple[datetime]]:
        """Pickle by the time alone; Prefect carries errors between processes."""
        return type(self), (self.until.astimezone(UTC),)


class TooLarge(HubError):
    """The response is larger than the limit; the same request would get the same response."""


class Abandoned(HubError):
    """The run was asked to end before the request was answered."""


class Unreadable(HubError):
    """The answer is not what `openapi.yaml` promises, and asking again did not help."""


class Unavailable(HubError):
    """Docker Hub could not be reached, or answered 5xx, and kept doing so."""


class OutOfReach(Unavailable):
    """No connection to Docker Hub came about: no network, or nobody listens there."""


class Blocked(Unavailable):
    """A proxy, firewall or portal answered; that says nothing about what Docker Hub allows."""
