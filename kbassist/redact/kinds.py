"""The kinds of what must not get out, and what a text holds at least that may hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

KINDS: Mapping[str, str] = {
    "private-key": "a private key",
    "credentials": "a user with a password in an address or a connection string",
    "token": "a token",
    "key": "a key",
    "cookie": "a cookie",
    "password": "a password",
    "email": "somebody's mail address",
    "user-id": "somebody's user ID",
}
"""The kinds, and what one of them is."""
SECRETS = frozenset(KINDS) - {"email", "user-id"}
"""The kinds that let somebody in; the others only say who somebody is."""
USUAL = frozenset(KINDS) - {"user-id"}
"""What is looked for unless something else is asked for: error messages are about user IDs."""

TRIGGERS: Mapping[str, Sequence[str]] = {
    "private keys": ("private key", "private-lines"),
    "addresses": "://|jdbc:oracle|sqlplus|sqlldr|rman|exp |imp |expdp|impdp".split("|"),
    "forms": (
        "eyj ghp_ gho_ ghu_ ghs_ ghr_ github_pat glpat- xox npm_ pypi- ya29. :aa akia asia"
        " aiza _live_ _test_ sk- sg. whsec_"
    ).split(),
    "authorizations": ("bearer", "basic", "token"),
    "cookies": ("cookie", "sessionid", "sessid", "l_session", "sso2", "connect.sid"),
    "commands": (
        "identified by|curl|wget|http|mysql|sshpass|hdbsql|psexec|winexe|htpasswd|plink|pscp|"
        "isql|bcp|sqlcmd|zip|tsql|ldap|net use|pass:"
    ).split("|"),
    "names": (
        "pass pw kennwort contrase wachtwoord senha token jwt saml sig= secret apikey api_key"
        " api-key accountkey account_key account-key accesskey access_key access-key"
        " subscriptionkey subscription_key subscription-key encryptionkey encryption_key"
        " encryption-key signingkey signing_key signing-key masterkey master_key master-key"
    ).split(),
    "logins": (
        "gin:|gin=|gin :|gin =|gon:|gon=|gon :|gon =|g-in|g-on|zugangsdaten|anmeldedaten|"
        "gindaten|gin-daten|gin daten|cred|access data|pass|kennwort|pw|pin |pin\t|pin:|pin=|"
        "pin-|pincode|geheimzahl"
    ).split("|"),
    "mail addresses": ("@",),
    "user IDs": ("s00", "p00", "cb", "i", "d", "c5"),
}
"""Rule → the words, in small letters, without one of which it finds nothing."""
PERSONAL = ("mail addresses", "user IDs")
"""The rules that find no secrets."""


class Finding(NamedTuple):
    """A stretch of a text, end exclusive."""

    start: int
    end: int
    kind: str


def may_hold_secrets(text: str) -> bool:
    """Whether it is worth while to look closer; much sooner known than what it holds.

    Texts that differ in nothing but numbers have the same answer.
    """
    folded = re.sub("[0-9]+", "0", text.lower())
    return any(map(folded.__contains__, _shortest()))


@cache
def _shortest() -> list[str]:
    """The triggers of secrets that no other one is a part of, each number a zero."""
    triggers = {
        re.sub("[0-9]+", "0", word)
        for rule, words in TRIGGERS.items()
        if rule not in PERSONAL
        for word in words
    }
    return sorted(word for word in triggers if not any(one in word for one in triggers - {word}))
