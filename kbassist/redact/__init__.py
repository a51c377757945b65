"""Passwords, tokens, cookies, keys, connection strings, mail addresses: found, replaced, put back.

Every value gets a stable token: the first password is `[password-1]` wherever it stands. What is covered is
said by `KINDS`; whatever has neither a form of its own nor a word beside it that tells what it is, such as a
bare password or a hash, cannot be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kbassist.model import Match, MatchResult, Variable
from kbassist.redact.kinds import KINDS, SECRETS, USUAL, Finding, may_hold_secrets

__all__ = [
    "KINDS",
    "SECRETS",
    "USUAL",
    "Redacted",
    "find",
    "for_sample",
    "may_hold_secrets",
    "redact",
    "restore",
    "shielded",
    "shielded_result",
    "told",
]

_TOKEN = re.compile(rf"\[(?P<kind>{'|'.join(KINDS)})-(?P<number>[1-9]\d{{0,8}})\]")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets."""

    text: str
    values: Mapping[str, str]
    """Token → what stood there, in order of appearance."""
    counts: Mapping[str, int]
    """Kind → how many places."""


def find(text: str, kinds: Collection[str] = USUAL) -> tuple[Finding, ...]:
    """What *text* holds of *kinds*, in order; none overlaps another."""
    from kbassist.redact import detect

    return detect.find(text, kinds)


def redact(
    text: str, kinds: Collection[str] = USUAL, keep: Iterable[str] = (), beside: str = ""
) -> Redacted:
    """*text* with a token in place of every value of *kinds*; the same value has the same token.

    The values *keep*, as those that placeholders have captured, stay unless they are secrets themselves; a
    mail address is none. Tokens that stand in *text*, or in one *beside* it, are not given again.

    >>> redact("password=hunter2, mail to joe@corp.com; not even hunter2 will do").text
    'password=[password-1], mail to [email-1]; not even [password-1] will do'
    """
    return _replaced(text, find(text, kinds), keep, beside)


def _replaced(
    text: str, findings: Iterable[Finding], keep: Iterable[str] = (), beside: str = ""
) -> Redacted:
    kept = set(keep)
    taken = Counter[str]()
    for one in _TOKEN.finditer(f"{beside} {text}"):
        taken[one["kind"]] = max(taken[one["kind"]], int(one["number"]))
    tokens: dict[tuple[str, str], str] = {}
    values: dict[str, str] = {}
    counts = Counter[str]()
    pieces: list[str] = []
    position = 0
    for found in findings:
        value = text[found.start : found.end]
        if found.kind not in SECRETS and value in kept:
            continue
        token = tokens.get((found.kind, value))
        if token is None:
            taken[found.kind] += 1
            token = tokens[found.kind, value] = f"[{found.kind}-{taken[found.kind]}]"
            values[token] = value
        counts[found.kind] += 1
        pieces += (text[position : found.start], token)
        position = found.end
    return Redacted("".join((*pieces, text[position:])), values, dict(counts))


def restore(text: str, values: Mapping[str, str]) -> str:
    """*text* with the *values* of its tokens put back; other tokens stay.

    >>> restore("password=[password-1]", {"[password-1]": "hunter2"})
    'password=hunter2'
    """
    return _TOKEN.sub(lambda found: values.get(found[0], found[0]), text)


def for_sample(text: str) -> Redacted:
    """*text* as an article may quote it: mail addresses become invented ones, which are of their kind still.

    >>> for_sample("mail of joe.doe@acme.com, password=hunter2").text
    'mail of somebody-1@example.org, password=[password-1]'
    """
    made = redact(text)
    invented = {
        token: f"somebody-{found['number']}@example.org"
        for token in made.values
        if (found := _TOKEN.fullmatch(token)) and found["kind"] == "email"
    }
    return replace(made, text=restore(made.text, invented))


def told(counts: Mapping[str, int]) -> str:
    """The *counts* of kinds for people: `2 password, 1 token`; most frequent first."""
    return ", ".join(f"{count:,} {kind}" for kind, count in Counter(counts).most_common())


def shielded(match: Match, paste: str) -> Match:
    """*match* without the secrets that its placeholders have captured from *paste*.

    What a placeholder has captured is wanted, so a mail address stays; a password does not. Values that did
    not come out of the paste stay too.
    """
    if not any(one.span for one in match.variables.values()) or not may_hold_secrets(paste):
        return match
    found = find(paste, SECRETS)
    tokens = {value: token for token, value in _replaced(paste, found).values.items()}
    variables: dict[str, Variable] = {}
    texts: dict[str, str] = {}
    for name, one in match.variables.items():
        if one.value and one.span:
            value = one.value
            for secret in found:
                if secret.start < one.span[1] and one.span[0] < secret.end:
                    said = paste[secret.start : secret.end]
                    value = value.replace(said, tokens[said]) if said in value else tokens[said]
            if value != one.value:
                texts[one.value] = value
                one = one._replace(value=value)
        variables[name] = one
    if not texts:
        return match

    def without(text: str) -> str:
        for value in sorted(texts, key=len, reverse=True):
            text = text.replace(value, texts[value])
        return text

    return replace(
        match,
        title=without(match.title),
        variables=variables,
        notes=tuple(map(without, match.notes)),
        evidence=tuple(one._replace(note=without(one.note)) for one in match.evidence),
    )


def shielded_result(result: MatchResult, paste: str) -> MatchResult:
    """*result* with all its matches `shielded`."""
    if result.best is None or not may_hold_secrets(paste):
        return result
    return replace(
        result,
        best=result.best and shielded(result.best, paste),
        candidates=tuple(shielded(one, paste) for one in result.candidates),
        others=tuple(shielded(one, paste) for one in result.others),
    )
