"""Collect the catalogue of actions that Docker Hub says it logs."""

from __future__ import annotations

from hub.client import Client
from warehouse.database import Writer
from warehouse.load import load_actions


def collect_actions(hub: Client, writer: Writer, account: str) -> int:
    """Keep the catalogue; returns how many actions were not known before."""
    return load_actions(writer, account, hub.audit_actions(account)).new
