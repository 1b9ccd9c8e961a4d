"""Every knob there is, read from the environment or from `.env`, the environment first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from hubtrail.errors import BadSettings
from hubtrail.names import check_repository

ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?(/[^\s?#@]*)?", re.IGNORECASE)
LAST_PORT = 65_535
PEOPLE = re.compile(r"[^@\s]*@[\w.-]+")

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """The settings of one organisation's, or several organisations', audit trail."""

    model_config = SettingsConfigDict(
        env_prefix="HUBTRAIL_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    hub_url: str = "https://hub.docker.com"
    identifier: str = ""
    secret: SecretStr = SecretStr("")
    secret_file: Path | None = None
    accounts: Names = ()
    data: Path = Path("data")
    warehouse: Path | None = None
    quota_share: float = Field(default=1.0, gt=0, le=1)
    repositories: Names = ()
    backfill_days: int | None = Field(default=None, ge=1, le=10_000)
    max_entry_mb: int = Field(default=16, ge=1, le=1024)
    scim_token: SecretStr = SecretStr("")
    viewers: Names = ()
    analysts: Names = ()
    proxy_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    proxy_secret: SecretStr = SecretStr("")

    @field_validator("accounts", "repositories", "viewers", "analysts", mode="before")
    @classmethod
    def _comma_separated(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        names = (name.strip().lower() for name in given.split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    @field_validator("accounts")
    @classmethod
    def _names_of_organisations(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for name in given:
            check_account(name)
        return given

    @field_validator("repositories")
    @classmethod
    def _names_of_repositories(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_repository(name) for name in given)

    @field_validator("viewers", "analysts")
    @classmethod
    def _people(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for who in given:
            if not PEOPLE.fullmatch(who):
                raise ValueError(f"{who!r} is no e-mail address, and no domain like @example.com")
        return given

    @field_validator("hub_url")
    @classmethod
    def _an_http_address(cls, given: str) -> str:
        if not ADDRESS.fullmatch(given):
            raise ValueError("should be an address like https://hub.docker.com")
        port = re.search(r":(\d+)(/|$)", given)
        if port and not 0 < int(port[1]) <= LAST_PORT:
            raise ValueError(f"{port[1]} is no port: it must be 1 to 65535")
        return given.rstrip("/")

    @field_validator("warehouse")
    @classmethod
    def _a_file(cls, given: Path | None) -> Path | None:
        if given is not None and ":" in str(given):
            raise ValueError("should be the path of a DuckDB file; other warehouses come later")
        return given

    @property
    def warehouse_file(self) -> Path:
        """The writer's private DuckDB file."""
        return self.warehouse or self.data / "hubtrail.duckdb"

    @property
    def home(self) -> Path:
        """The folder that holds the writer's file, and its snapshots for readers."""
        return self.warehouse_file.parent

    def credentials(self) -> tuple[str, str]:
        """Who signs in, and the secret; `BadSettings` where either is missing."""
        if not self.identifier:
            raise BadSettings(
                "HUBTRAIL_IDENTIFIER is not set: give a Docker user's name, or the organisation's "
                "name for an organisation access token."
            )
        secret = self.secret.get_secret_value() or self._secret_from_file()
        if not secret:
            raise BadSettings(
                "HUBTRAIL_SECRET is not set: give an access token or a password, "
                "or name a file that holds it in HUBTRAIL_SECRET_FILE."
            )
        return self.identifier, secret

    def _secret_from_file(self) -> str:
        if self.secret_file is None:
            return ""
        try:
            return self.secret_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "it is no text"
            raise BadSettings(
                f"HUBTRAIL_SECRET_FILE cannot be read: {self.secret_file}: {reason}."
            ) from None

    def chosen_accounts(self, only: str | None = None) -> tuple[str, ...]:
        """The organisations to speak of; `BadSettings` where none is named."""
        try:
            accounts = (check_account(only.lower()),) if only else self.accounts
        except ValueError as problem:
            raise BadSettings(f"{problem}.") from None
        if not accounts:
            raise BadSettings(
                "HUBTRAIL_ACCOUNTS is not set: name the organisations to collect, comma separated."
            )
        return accounts


def check_account(name: str) -> str:
    """Give the name back, or raise `ValueError` where no organisation can be called that."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", name):
        raise ValueError(f"{name!r} cannot be the name of an organisation")
    return name


def load_settings() -> Settings:
    """Read the settings; `BadSettings` says in one sentence which one is wrong."""
    try:
        return Settings()
    except ValidationError as problem:
        first = problem.errors()[0]
        knob = "HUBTRAIL_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSettings(f"{knob}: {first['msg'].removeprefix('Value error, ')}.") from None
    except UnicodeDecodeError:
        raise BadSettings("The settings cannot be read: .env is not in UTF-8.") from None
    except SettingsError as problem:
        raise BadSettings(f"The settings cannot be read: {problem}.") from None
