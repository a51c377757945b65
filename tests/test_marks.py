"""Marks beside a value: which of them are the signature's, and which belong to the value."""

from __future__ import annotations

import pytest

from tests.small import base, revision, told


def held(signature: str, paste: str) -> list[str]:
    """What the slots of *signature* hold in *paste*, which it fits word for word: `name: value (flags)`."""
    verdict, *values = told(base(revision("1", signature)).match(paste)).split("\n")
    assert verdict == "match signature 1", paste
    return values


DOTTED = {
    "text": ["feature/7.2.x", "v3.1", "mill 4.b"],
    "word": ["hotfix-1.2.3"],
    "id": ["feature/7.2.x", "a.b:c"],
    "user_id": ["joe.miller", "J.MILLER@X.COM"],
    "number": ["1.024", "3.5"],
    "code": ["SY.530"],
    "path": ["/var/log/a.b.log", "C:\\Program Files\\x.1.log"],
    "host": ["db-1.example.com", "10.0.0.1:80", "[::1]:443", "fe80::1", "::ffff:10.0.0.1"],
    "url": ["http://127.0.0.1:8080/", "https://x.example/a.b"],
    "email": ["a.b@c.example.com"],
    "version": ["24.1.3"],
    "guid": ["3F2504E0-4F89-11D3-9A0C-0305E82C3301"],
    "time": ["2024-03-01 10:15:02.123"],
    "quoted": ["a.b c"],
}
BEHIND = [
    ".",
    "",
    ". Please help.",
    ".\nKind regards",
    '.", "retry": false',
    ".'",
    ".)",
    ". E.g. 1.2.",
]


@pytest.mark.parametrize("kind", DOTTED)
@pytest.mark.parametrize("behind", BEHIND)
def test_a_full_stop_behind_the_last_value_ends_a_sentence(kind: str, behind: str) -> None:
    for value in DOTTED[kind]:
        text = f"'{value}'" if kind == "quoted" else value
        paste = f"The gardener could not water the flowerbed of {text}{behind}"
        signature = f"The gardener could not water the flowerbed of {{{{{kind}}}}}."
        assert held(signature, paste) == [f"{kind}: {value}"], paste


def test_a_full_stop_in_a_misread_message() -> None:
    signature = "The gardener could not water the flowerbed of {{text}}."
    for behind in ("", ".", ". Please help."):
        paste = f"The gardner could not water the fIowerbed of north 4.b{behind}"
        answer = told(base(revision("1", signature)).match(paste))
        assert answer == "match approximate 1\ntext: north 4.b", paste


BETWEEN = [
    ("{{text_1}}, {{text_2}}", "a,b, c", ["a,b", "c"]),
    ("{{text_1}}; {{text_2}}", "a;b; c", ["a;b", "c"]),
    ("{{text_1}} - {{text_2}}", "north-west - 7-b", ["north-west", "7-b"]),
    ("{{path}}: {{text}}", "C:\\beds\\a.txt: too dry", ["C:\\beds\\a.txt", "too dry"]),
    ("{{url}}: {{text}}", "https://x.example:80/a: too dry", ["https://x.example:80/a", "too dry"]),
    ("{{path}}:{{number}}", "C:\\beds\\a.txt:12", ["C:\\beds\\a.txt", "12"]),
    ("{{host}}:{{number}}", "[::]:8080", ["[::]", "8080"]),
    ("{{host}}:{{number}}", "[2001:db8::1]:443", ["[2001:db8::1]", "443"]),
    ("{{host}}:{{number}}", "10.0.0.1:80", ["10.0.0.1", "80"]),
    ("{{text_1}}, {{text_2}}", "a,b", ["a", "b"]),  # no blank at all
    ("'{{text}}'", "'the king's own'", ["the king's own"]),
    ("({{path}})", "(C:\\Program Files (x86)\\a.txt)", ["C:\\Program Files (x86)\\a.txt"]),
]


@pytest.mark.parametrize(("slots", "values", "expected"), BETWEEN)
@pytest.mark.parametrize("behind", [" in the old garden", ""], ids=["inside", "last"])
def test_marks_between_values_stand_as_the_signature_has_them(
    slots: str, values: str, expected: list[str], behind: str
) -> None:
    found = held(
        f"The gardener could not water {slots}{behind}",
        f"The gardener could not water {values}{behind}",
    )
    assert [one.split(": ", 1)[1] for one in found] == expected


def test_a_bracket_that_was_opened_before_a_value_is_none_of_it() -> None:
    signature = "The gardener could not water the flowerbed at {{url}}"
    for value in ("https://x.example/a_(b)", "https://x.example/a/"):
        paste = f"(The gardener could not water the flowerbed at {value})."
        assert held(signature, paste) == [f"url: {value}"]
