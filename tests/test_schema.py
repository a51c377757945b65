"""The JSON Schema of the front matter: sound by itself, and true of articles.

There is no validator among the dependencies, so the few keywords that are used are read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from kbassist import articles, desk
from kbassist.articles.fields import FIELDS
from kbassist.cli import main

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SCHEMA = articles.json_schema()
KEYWORDS = {
    "$schema",
    "title",
    "description",
    "type",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "anyOf",
}
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """*schema* and every schema inside it."""
    if not isinstance(schema, dict):
        return
    yield schema
    inner = [schema.get(name) for name in ("items", "additionalProperties", "propertyNames")]
    inner += [*schema.get("anyOf", ()), *schema.get("properties", {}).values()]
    for one in inner:
        yield from schemas(one)


def wrong(value: Any, schema: Any, at: str = "") -> Iterator[str]:
    """Where *value* is not what *schema* describes."""
    if schema is True or schema is None:
        return
    if schema is False:
        yield f"{at}: is not expected"
        return
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    fits = (
        isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
        for kind in kinds
    )
    if kinds and not any(fits):
        yield f"{at}: {value!r} is no {kinds}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} is not {schema['pattern']}"
    if isinstance(value, int) and not (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    ):
        yield f"{at}: {value!r} is too small or too large"
    if "anyOf" in schema:
        each = [list(wrong(value, one, at)) for one in schema["anyOf"]]
        if all(each):
            yield from min(each, key=len)
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from wrong(item, schema.get("items"), f"{at}/{i}")
    if isinstance(value, dict):
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{at}: {name} is missing"
        for name, one in value.items():
            yield from wrong(name, schema.get("propertyNames"), f"{at}/{name}")
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            yield from wrong(one, inner, f"{at}/{name}")


def front(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], Loader=LOADER)


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for one in schemas(SCHEMA):
        assert one.keys() <= KEYWORDS
        kinds = one.get("type", [])
        assert {kinds} <= TYPES.keys() if isinstance(kinds, str) else set(kinds) <= TYPES.keys()
        assert set(one.get("required", ())) <= one.get("properties", {}).keys()
        assert one.get("anyOf", [{}])
        re.compile(one.get("pattern", ""))
    json.dumps(SCHEMA)


def test_every_field_is_there_with_its_text() -> None:
    described = {name: one["description"] for name, one in SCHEMA["properties"].items()}
    assert described == {field.key: field.about for field in FIELDS}
    for one in schemas(SCHEMA):
        for name, inner in one.get("properties", {}).items():
            assert len(inner["description"]) > 3, name
    assert SCHEMA["description"]
    assert SCHEMA["required"] == ["number", "title"]


@pytest.mark.parametrize(
    "path", [*desk.bundled().glob("*/*.md"), Path(__file__).parent / "article_full.md"]
)
def test_articles_are_what_it_describes(path: Path) -> None:
    document = front(path.read_text("utf-8"))
    for signature in document.get("signatures", ()):
        if isinstance(signature, dict) and "within" in signature:
            signature["within"] = int(signature["within"])
    assert list(wrong(document, SCHEMA)) == []


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("title: A", "number is missing"),
        ("number: a b\ntitle: A", "/number"),
        ("number: '1'\ntitle: A\nkeyword: x", "/keyword"),
        ("number: '1'\ntitle: A\nconfidence: sure", "/confidence"),
        ("number: '1'\ntitle: A\nreview_by: soon", "/review_by"),
        ("number: '1'\ntitle: A\nplaceholders: {a b: text}", "/placeholders"),
        ("number: '1'\ntitle: A\nplaceholders: {a: {kind: user}}", "/placeholders"),
        ("number: '1'\ntitle: A\nsamples: [{captures: {a: b}}]", "/samples"),
    ],
)
def test_what_check_refuses_it_refuses(written: str, where: str) -> None:
    text = f"---\n{written}\n---\n\n## Resolution\n\nCall.\n"
    assert articles.parse(text)[0] is None
    said = list(wrong(front(text), SCHEMA))
    assert said
    assert any(where in one for one in said)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
