"""A number in a message decides: another error code, another version is another message."""

from __future__ import annotations

import pytest

from kbassist.model import Verdict
from tests.small import base, revision, told

HEXADECIMAL = "The sluice of the water mill does not open: fault 0x0000c21b"


def verdict(signature: str, paste: str) -> str:
    return told(base(revision("1", signature)).match(paste)).split("\n")[0]


OTHERS = [
    (HEXADECIMAL, "0x0000c21b", ["0x00000709", "0x0000c21", "0x0000c218", "0x0000c21bb", "c21b", "21b"]),
    ("The patch MW500556 was refused by the mill's controller", "MW500556", ["MW500566", "MW50055"]),
    ("Fault F5A12: the sluice of the mill has been jammed", "F5A12", ["F5A13", "F5B12", "F6A12"]),
    ("The mill's controller is too old for log4j2 and its sluice", "log4j2", ["log4j1", "log5j2"]),
    ("The mill's controller gave up with code 4711 and stopped", "4711", ["4712", "471"]),
    ("The mill's controller asks for TLS1.2 at the sluice gate", "TLS1.2", ["TLS1.3", "TLS2.2"]),
]  # fmt: skip


@pytest.mark.parametrize(("signature", "number", "others"), OTHERS, ids=[one[1] for one in OTHERS])
@pytest.mark.parametrize(
    "around", ["{}", "{}.", "Good morning,\n{}\nWhat now?", "It says: {} since today."]
)
def test_another_number_is_another_message(
    signature: str, number: str, others: list[str], around: str
) -> None:
    assert verdict(signature, around.format(signature)) == "match signature 1"
    for other in others:
        answer = base(revision("1", signature)).match(
            around.format(signature.replace(number, other))
        )
        assert answer.verdict is not Verdict.MATCH, other


@pytest.mark.parametrize(
    ("signature", "number", "read"),
    [
        (HEXADECIMAL, "0x0000c21b", "0xO000c2lb"),
        (HEXADECIMAL, "0x0000c21b", "0x0000C21B"),
        (HEXADECIMAL, "0x0000c21b", "0x0000c2…"),
        ("The mill's controller is too old for log4j2 and its sluice", "log4j2", "lgo4j2"),
        ("The patch MW500556 was refused by the mill's controller", "MW500556", "MW5OO556"),
    ],
)
def test_a_number_misread_or_visibly_cut_off_is_the_same(
    signature: str, number: str, read: str
) -> None:
    assert verdict(signature, signature.replace(number, read)).startswith("match")
