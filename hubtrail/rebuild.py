"""`hubtrail rebuild`: work out again what is kept only so that questions are fast."""

from __future__ import annotations

from hubtrail.terminal import narrate


def rebuild() -> int:
    """Count and sort all events again and publish; for a warehouse whose counts are in doubt."""
    from hubtrail.settings import load_settings
    from warehouse.database import open_for_writing
    from warehouse.load import derive
    from warehouse.publish import publish

    file = load_settings().warehouse_file
    if not file.exists():
        narrate(f"There is no warehouse at {file} yet: `hubtrail ingest` makes it.")
        return 1
    with open_for_writing(file) as writer:
        derive(writer)
        publish(writer)
    narrate("What is counted and kept apart is made anew, and published.")
    return 0
