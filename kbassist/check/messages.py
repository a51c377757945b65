"""Whether signatures and codes can do their work: tell an article from others, alone or in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kbassist import template
from kbassist.check.base import Base
from kbassist.check.proofs import Proved
from kbassist.keys import code_key
from kbassist.match.propose import SCANT
from kbassist.model import (
    ArticleFault,
    Kind,
    Match,
    MatchResult,
    Placeholder,
    Reason,
    Revision,
    Signature,
    Verdict,
)

TELLING = SCANT * 10
"""Bits that a message must tell to be recognised among other words."""
SLIGHT = TELLING / 2
"""Bits below which nearly every text holds such words."""
ANY: Mapping[Kind, str] = {
    Kind.TEXT: "Qx7",
    Kind.WORD: "Quux",
    Kind.USER_ID: "_QX_17",
    Kind.ID: "QX_17",
    Kind.NUMBER: "4711",
    Kind.CODE: "QX-4711",
    Kind.PATH: "/qx/17.dat",
    Kind.HOST: "qx17.example.org",
    Kind.URL: "https://qx17.example.org/a",
    Kind.EMAIL: "qx@example.org",
    Kind.VERSION: "7.1.4",
    Kind.GUID: "0f3c2a9e-5b1d-4c7e-8a60-2d9f4e1b7c35",
    Kind.TIME: "2027-06-30 12:00:00",
    Kind.QUOTED: "Qx7",
}
"""A value of each kind that no message has for a word of its own."""


DIGITS: Mapping[Kind, str] = {**ANY, **dict.fromkeys((Kind.TEXT, Kind.WORD, Kind.ID), "17")}
"""The same for messages whose words touch their values: `Steps17` is a word and a number."""


def rendered(
    signature: Signature, placeholders: Mapping[str, Placeholder], values: Mapping[Kind, str] = ANY
) -> str:
    """The message of *signature* as a program might print it, with invented values."""
    known = {name: values[one.kind] for name, one in placeholders.items()}
    lines = (template.fill(line, known, placeholders) for line in signature.lines)
    return "\n".join(map(template.plain, lines))


def signatures(base: Base, proved: Proved) -> Iterator[ArticleFault]:
    """Signatures too weak to decide anything, and those whose message goes to another article.

    One that is *proved* by a sample has its own message for sure.
    """
    for revision in base.revisions:
        family = base.family(revision.number)
        for i, signature in enumerate(revision.signatures):
            yield from _weak(base, revision, i, signature)
            if (family, signature.text) not in proved:
                yield from _lost(base, revision, i, signature)


def _weak(base: Base, revision: Revision, i: int, signature: Signature) -> Iterator[ArticleFault]:
    bits = [base.bits(line) for line in signature.lines]
    if sum(bits) < TELLING:
        slight = sum(bits) < SLIGHT
        yield base.fault(
            "weak-signature",
            revision,
            ("signatures", i),
            f"the signature tells next to nothing ({sum(bits):.1f} of {TELLING:.0f} bits): any"
            " text with these words would do"
            if slight
            else f"the signature tells little ({sum(bits):.1f} of {TELLING:.0f} bits): it counts"
            " only where it stands alone on its line",
            "add the words that the program prints around it",
            warning=not slight,
        )
    elif len(bits) > 1:
        for j, one in enumerate(bits):
            if one < SLIGHT:
                yield base.fault(
                    "weak-line",
                    revision,
                    ("signatures", i, "lines", j),
                    f"this line of the signature tells next to nothing ({one:.1f} bits)",
                    "quote another line of the message",
                    warning=True,
                )


def _lost(base: Base, revision: Revision, i: int, signature: Signature) -> Iterator[ArticleFault]:
    """What becomes of the message itself, word for word."""
    own = base.family(revision.number)
    for values in (ANY, DIGITS):
        result = base.match(rendered(signature, revision.placeholders, values))
        rival = _rival(base, result, own)
        if rival or result.verdict is Verdict.MATCH:
            break
    if rival:
        takes, also = ("takes", "") if result.verdict is Verdict.MATCH else ("fits", " as well")
        said = f": `{rival.signature}`" if rival.signature else ""
        yield base.fault(
            "shadowed-signature",
            revision,
            ("signatures", i),
            f"{rival.article} r{rival.revision} {takes} this message{also}{said}",
            base.parting(rival.article),
        )
    elif result.verdict is not Verdict.MATCH:
        yield base.fault(
            "weak-signature",
            revision,
            ("signatures", i),
            f"the message is no match even word for word, but {result.verdict} ({result.reason})",
            "add a sample, and the words that the program prints around it",
        )


def _rival(base: Base, result: MatchResult, own: str) -> Match | None:
    """The article of another family than *own* that takes the message, or fits it as well."""
    found = [result.best] if result.verdict is Verdict.MATCH else []
    if result.reason is Reason.AMBIGUOUS:
        found = [result.best, *result.candidates]
    return next((one for one in found if one and base.family(one.article) != own), None)


def codes(base: Base) -> Iterator[ArticleFault]:
    """Message codes that no text can ever show."""
    for revision in base.revisions:
        for i, code in enumerate(revision.codes):
            if not code_key(code):
                digits = code.strip().isdecimal()
                yield base.fault(
                    "useless-code",
                    revision,
                    ("codes", i),
                    f"`{code}` is never found in a text"
                    + (": it is made of digits only" if digits else ": it is no message code"),
                    "write it with what stands before it, as in ORA-01017, or make it a keyword",
                )
