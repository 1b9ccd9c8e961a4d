"""What counts as a secret, by its name or by its form, and what does not."""

from __future__ import annotations

import time

import pytest

from hub.secrets import redacted, without_secrets

TOKENS = ["dckr_pat_" + "a-B_1", "dckr_oat_" + "x" * 27, ".".join(["eyJhbGci"] * 3)]
SECRET_NAMES = ["token", "Token", "access_token", "refreshToken", "login_2fa_token", "scim-token"]
SECRET_NAMES += ["secret", "client_secret", "password", "old_password", "private_key", "apiKey"]
OTHER_NAMES = ["token_label", "access_token_id", "is_active", "key", "tokens_left", "secretary"]


@pytest.mark.parametrize("token", TOKENS)
def test_the_form_of_a_secret_gives_it_away(token: str) -> None:
    """Wherever it stands it is replaced, and what is around it stays."""
    text = '{"a":"x %s, y","b":["%s"]}'
    assert redacted((text % (token, token)).encode()).decode() == text % (("[secret removed]",) * 2)


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_the_name_of_a_secret_gives_it_away(name: str) -> None:
    """A field with such a name loses its value in a text, and goes from an entry."""
    text = b'{"%b" : "say \\"x\\", y","id":1}' % name.encode()
    assert redacted(text) == b'{"%b" : "[secret removed]","id":1}' % name.encode()
    assert without_secrets([{"in": {name: ["x"], "id": 1}}]) == [{"in": {"id": 1}}]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_what_speaks_of_a_secret_is_none(name: str) -> None:
    """Labels, identifiers and the like stay as they are."""
    text = b'{"%b":"x","tag":"token","said":"\\"token\\": \\"x\\""}' % name.encode()
    assert redacted(text) == text
    assert without_secrets({name: "x"}) == {name: "x"}


@pytest.mark.parametrize("text", ["monkeyJava-1.2.3", "eyJ", "dckr", "v1.2.3-eyJ"])
def test_what_only_begins_like_a_secret_is_none(text: str) -> None:
    """A tag may be called almost anything."""
    assert redacted(text.encode()) == text.encode()


def test_bytes_that_are_no_text_stay() -> None:
    """An answer with broken letters is mended by whoever reads it."""
    assert redacted(b'{"a":"\xff dckr_pat_x"}') == b'{"a":"\xff [secret removed]"}'


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b'"eyJhead.payload.signature"', b'"[secret removed]"'),
        (b'"Bearer eyJhead.payload."', b'"Bearer [secret removed]"'),
        (b'"x.eyJhead.payload.signature"', b'"x.[secret removed]"'),
        (b'"x-eyJhead.payload.signature"', b'"[secret removed]"'),
        (b'"x-dckr_pat_a-eyJhead.payload.signature"', b'"[secret removed]"'),
        (b'"-eyJ-eyJhead.payload.signature"', b'"[secret removed]"'),
        (b'"heyJude.is.asong"', b'"heyJude.is.asong"'),
        (b'"eyJhead.payload"', b'"eyJhead.payload"'),
    ],
)
def test_a_bearer_is_found_wherever_it_stands(body: bytes, left: bytes) -> None:
    """What has the form of a bearer is removed, with what is tied to it by a dash."""
    assert redacted(body) == left


def test_a_hostile_body_is_searched_in_bounded_time() -> None:
    """A body that begins a bearer at every fourth byte costs one look at each byte."""
    body = b'{"logs":["%b"]}' % (b"-eyJ" * 500_000)
    began = time.process_time()
    assert redacted(body) == body
    assert time.process_time() - began < 20  # it took hours
