"""Screens of the dashboard, run in this process as Streamlit would run them."""

from __future__ import annotations

from pathlib import Path

from streamlit import config
from streamlit.testing.v1 import AppTest

import dashboard

APP = Path(dashboard.__file__).parent / "app.py"
LONG = 60  # seconds that a screen may take before the test gives it up


def screen(name: str = "overview", **query: str | list[str]) -> AppTest:
    """Open a screen with that query, of the warehouse that HUBTRAIL_DATA names, on loopback."""
    config.set_option("server.address", "127.0.0.1")  # as dashboard/.streamlit/config.toml does
    app = AppTest.from_file(APP, default_timeout=LONG).switch_page(f"{name}.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()
