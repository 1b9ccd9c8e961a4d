"""The client that the settings describe."""

from __future__ import annotations

from hub.client import Client
from hub.errors import BadConnectionSettings
from hub.large import MEGABYTE
from hub.pace import Pace
from hubtrail.errors import BadSettings
from hubtrail.settings import Settings


def client(settings: Settings) -> Client:
    """Docker Hub as the settings say.

    Raises `BadSettings` where the credential is not set, and where a variable for proxies or
    certificates cannot be used.
    """
    identifier, secret = settings.credentials()
    try:
        hub = Client(
            settings.hub_url,
            identifier,
            secret,
            scim_token=settings.scim_token.get_secret_value() or None,
            pace=Pace(share=settings.quota_share),
        )
    except BadConnectionSettings as problem:
        raise BadSettings(str(problem)) from None
    hub.max_entry = settings.max_entry_mb * MEGABYTE
    return hub
