"""A local Docker Hub over real HTTP: its routes, its limits, and its bad days on request.

`LocalHub` serves a `World` from a thread of this process; `serve` serves it for the command line.
"""

from hub.lookalike.faults import Faults
from hub.lookalike.habits import Habits
from hub.lookalike.limits import Limit
from hub.lookalike.local import LocalHub, serve
from hub.lookalike.service import Seen
from hub.lookalike.world import Credential, EventLog, World

__all__ = [
    "Credential",
    "EventLog",
    "Faults",
    "Habits",
    "Limit",
    "LocalHub",
    "Seen",
    "World",
    "serve",
]
