"""What `openapi.yaml` promises of an answer, and in what an answer differs from it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

Schema = dict[str, Any]
SERVER = "https://hub.docker.com"


@cache
def contract() -> Schema:
    """The whole of `openapi.yaml`."""
    text = (Path(__file__).parent / "data" / "openapi.yaml").read_text("utf-8")
    document: Schema = yaml.safe_load(text)
    return document


def read_routes() -> set[tuple[str, str]]:
    """Every GET and HEAD of `openapi.yaml`, as method and path template."""
    paths = contract()["paths"].items()
    return {(m, path) for path, item in paths for m in ("get", "head") if m in item}


def differences(template: str, response: httpx.Response) -> set[str]:
    """All that `openapi.yaml` does not allow or does not mention, each as "where: what".

    Numbers of rows are written `*`, so that one difference is named once.
    """
    method, status = response.request.method.lower(), str(response.status_code)
    responses = contract()["paths"][template][method]["responses"]
    if status not in responses and "default" not in responses:
        return {f"status {status}: not mentioned"}
    found = {f"{where}: {what}" for where, what in _refused(method, response)}
    content = _resolved(responses.get(status) or responses["default"]).get("content", {})
    kind = _media_type(response)
    if method == "get" and kind not in content:
        found.add(f"content type {kind}: not mentioned")
    elif method == "get":
        body = _READERS[kind](response.content)
        found |= set(_unmentioned("", content[kind]["schema"], body))
    return found


def _refused(method: str, response: httpx.Response) -> Iterator[tuple[str, str]]:
    request = MockRequest(SERVER, method, response.request.url.path)
    answer = MockResponse(
        b"" if method == "head" else response.content,
        status_code=response.status_code,
        content_type=_media_type(response),
        headers=dict(response.headers),
    )
    if method == "head":
        return
    try:
        _validator().validate_response(request, answer)
    except OpenAPIError as problem:
        for error in getattr(problem.__cause__, "schema_errors", None) or [problem]:
            yield _where(error), f"{error.validator} is not {error.validator_value}"


@cache
def _validator() -> OpenAPI:
    return OpenAPI.from_dict(contract(), config=Config(extra_media_type_deserializers=_READERS))


def _rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode())))


_READERS: dict[str, Any] = {
    "application/json": json.loads,
    "application/scim+json": json.loads,
    "text/csv": _rows,
}


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0]


def _where(error: Any) -> str:
    return ".".join("*" if isinstance(p, int) else p for p in error.absolute_path) or "answer"


def _resolved(schema: Schema) -> Schema:
    """Follow a reference, and fold what `allOf` joins into one."""
    if "$ref" in schema:
        target: Any = contract()
        for key in schema["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        return _resolved(target)
    parts = [_resolved(part) for part in schema.get("allOf", [])]
    properties = {
        name: p for part in [*parts, schema] for name, p in part.get("properties", {}).items()
    }
    return {**schema, "properties": properties} if properties else schema


def _unmentioned(where: str, schema: Schema, value: Any) -> Iterator[str]:
    """The fields that no schema names, however deep."""
    known = _resolved(schema)
    if isinstance(value, list) and "items" in known:
        for item in value:
            yield from _unmentioned(f"{where}*.", known["items"], item)
    if isinstance(value, dict) and "properties" in known:
        for name, inner in value.items():
            if name not in known["properties"]:
                yield f"{where}{name}: not mentioned"
            else:
                yield from _unmentioned(f"{where}{name}.", known["properties"][name], inner)
