"""The settings: where each comes from, what is wrong with it, and that no secret is shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hubtrail.errors import BadSettings
from hubtrail.settings import Settings, load_settings

Give = Callable[..., None]
SECRET = "not-a-secret-owner"


@pytest.fixture(autouse=True)
def give(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Give:
    """Set `HUBTRAIL_<NAME>`; all else is unset, and the folder empty."""
    for name in [name for name in os.environ if name.upper().startswith("HUBTRAIL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def set_each(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"HUBTRAIL_{name.upper()}", value)

    return set_each


def complaint() -> str:
    """What is said of the settings as they are."""
    with pytest.raises(BadSettings) as caught:
        load_settings()
    return str(caught.value)


def test_nothing_has_to_be_set() -> None:
    """Without any setting the defaults are those of the documentation."""
    settings = load_settings()
    assert settings.hub_url == "https://hub.docker.com"
    assert settings.data == Path("data")
    assert settings.warehouse_file == Path("data/hubtrail.duckdb")
    assert settings.quota_share == 1.0
    assert settings.backfill_days is None
    assert settings.max_entry_mb == 16
    assert settings.accounts == settings.repositories == ()


def test_each_setting_is_read(give: Give) -> None:
    """Every variable reaches its setting."""
    give(
        hub_url="http://127.0.0.1:8280/",
        identifier="olivia",
        secret=SECRET,
        accounts="acme",
        data="trail",
        warehouse="elsewhere/trail.duckdb",
        quota_share="0.5",
        repositories="acme/api",
        backfill_days="90",
        max_entry_mb="1024",
        scim_token="not-a-secret-scim",
    )
    settings = load_settings()
    assert settings.hub_url == "http://127.0.0.1:8280"
    assert settings.credentials() == ("olivia", SECRET)
    assert settings.chosen_accounts() == ("acme",)
    assert (settings.data, settings.warehouse_file) == (
        Path("trail"),
        Path("elsewhere/trail.duckdb"),
    )
    assert (settings.quota_share, settings.backfill_days) == (0.5, 90)
    assert settings.max_entry_mb == 1024
    assert settings.repositories == ("acme/api",)
    assert settings.scim_token.get_secret_value() == "not-a-secret-scim"


def test_a_file_sets_what_the_environment_does_not(give: Give) -> None:
    """`.env` in the current folder is read, and the environment goes before it."""
    Path(".env").write_text("HUBTRAIL_IDENTIFIER=olivia\nHUBTRAIL_DATA=trail\nOTHER=thing\n")
    give(identifier="robot")
    settings = load_settings()
    assert settings.identifier == "robot"
    assert settings.data == Path("trail")


def test_an_empty_value_is_unset(give: Give) -> None:
    """A variable set to nothing is as if it were not there."""
    give(quota_share="", backfill_days="", hub_url="", accounts="", secret="", warehouse="")
    assert load_settings() == Settings()
    Path(".env").write_text("HUBTRAIL_QUOTA_SHARE=\nHUBTRAIL_SECRET_FILE=\n")
    assert load_settings() == Settings()


def test_names_come_as_a_list(give: Give) -> None:
    """Names are separated by commas, in small letters, each once, without spaces around them."""
    give(accounts=" Acme, beta-2 ,,acme,", repositories="acme/API,library/nginx")
    settings = load_settings()
    assert settings.accounts == ("acme", "beta-2")
    assert settings.repositories == ("acme/api", "library/nginx")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quota_share", "half"),
        ("quota_share", "0"),
        ("quota_share", "-0.1"),
        ("quota_share", "1.01"),
        ("quota_share", "nan"),
        ("quota_share", "inf"),
        ("backfill_days", "0"),
        ("backfill_days", "-1"),
        ("backfill_days", "1.5"),
        ("backfill_days", "all"),
        ("max_entry_mb", "0"),
        ("max_entry_mb", "1025"),
        ("max_entry_mb", "0.5"),
        ("accounts", "acme beta"),
        ("accounts", "acme/api"),
        ("accounts", "../acme"),
        ("accounts", '["acme"]'),
        ("repositories", "acme/api,two words"),
        ("repositories", "acme/../other"),
        ("repositories", "acme/"),
        ("repositories", "acme/api/tags"),
        ("repositories", "api?page=2"),
        ("warehouse", "postgres://somewhere"),
        ("hub_url", "hub.docker.com"),
        ("hub_url", "ftp://hub.docker.com"),
        ("hub_url", "https://"),
        ("hub_url", "https://hub docker com"),
        ("hub_url", "https://hub.docker.com:port"),
        ("hub_url", "https://[hub.docker.com"),
        ("hub_url", "https://hub.docker.com?page=1"),
        ("hub_url", "https://hub.docker.com/?page=1"),
    ],
)
def test_a_bad_value_is_named(give: Give, name: str, value: str) -> None:
    """A value that cannot be is one sentence that begins with the variable's name."""
    give(**{name: value})
    said = complaint()
    assert said.startswith(f"HUBTRAIL_{name.upper()}: ")
    assert said.endswith(".")
    assert "\n" not in said
    assert "pydantic" not in said


def test_an_address_holds_no_password(give: Give) -> None:
    """A password in the address would be sent in place of the bearer, and is not repeated."""
    give(hub_url=f"https://olivia:{SECRET}@hub.docker.com")
    assert SECRET not in complaint()


def test_an_unreadable_file_is_named() -> None:
    """A `.env` that is no text is a sentence, not a traceback."""
    Path(".env").write_bytes(b"HUBTRAIL_SECRET=\xff\xfe\n")
    assert complaint() == "The settings cannot be read: .env is not in UTF-8."


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", " \n\n"])
def test_a_secret_may_stand_in_a_file(give: Give, ending: str) -> None:
    """The secret is the file's text without the end of its line."""
    Path("secret.txt").write_bytes(f"{SECRET}{ending}".encode())
    give(identifier="olivia", secret_file="secret.txt")
    assert load_settings().credentials() == ("olivia", SECRET)


def test_a_secret_goes_before_its_file(give: Give) -> None:
    """With both set, the file is not even read."""
    give(identifier="olivia", secret=SECRET, secret_file="missing.txt")
    assert load_settings().credentials() == ("olivia", SECRET)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "no text"])
def test_an_unreadable_secret_file_is_named(give: Give, content: bytes | None) -> None:
    """A file that is not there, or is no text, is a sentence with its name and no more."""
    if content is not None:
        Path("secret.txt").write_bytes(content)
    give(identifier="olivia", secret_file="secret.txt")
    with pytest.raises(BadSettings, match=r"^HUBTRAIL_SECRET_FILE cannot be read: secret.txt: "):
        load_settings().credentials()


def test_a_folder_is_no_secret_file(give: Give, tmp_path: Path) -> None:
    """Naming a folder says so."""
    give(identifier="olivia", secret_file=str(tmp_path))
    with pytest.raises(BadSettings, match=r"Is a directory\.$"):
        load_settings().credentials()


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, "HUBTRAIL_IDENTIFIER is not set"),
        ({"identifier": "olivia"}, "HUBTRAIL_SECRET is not set"),
        ({"identifier": "olivia", "secret_file": "empty.txt"}, "HUBTRAIL_SECRET is not set"),
    ],
)
def test_a_missing_credential_is_named(give: Give, values: dict[str, str], missing: str) -> None:
    """What is missing to sign in is said by the variable that is to hold it."""
    Path("empty.txt").write_text("\n")
    give(**values)
    with pytest.raises(BadSettings, match=missing):
        load_settings().credentials()


def test_accounts_are_chosen(give: Give) -> None:
    """One organisation may be named beside the settings; without any it is said what to set."""
    with pytest.raises(BadSettings, match="HUBTRAIL_ACCOUNTS is not set"):
        load_settings().chosen_accounts()
    give(accounts="acme,beta")
    assert load_settings().chosen_accounts() == ("acme", "beta")
    assert load_settings().chosen_accounts("Beta") == ("beta",)


@pytest.mark.parametrize("name", ["acme beta", "acme/api", "-acme", "acme\n"])
def test_a_name_that_no_organisation_has_is_refused(name: str) -> None:
    """A name that cannot be one never reaches an address."""
    with pytest.raises(BadSettings, match="cannot be the name of an organisation"):
        load_settings().chosen_accounts(name)


def test_secrets_are_not_shown(give: Give) -> None:
    """No way to print the settings prints a secret."""
    give(secret=SECRET, scim_token=SECRET, identifier="olivia")
    settings = load_settings()
    shown = (repr(settings), str(settings), f"{settings}", settings.model_dump_json())
    assert not [text for text in shown if SECRET in text]
