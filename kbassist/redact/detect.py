"""Where a text holds secrets: by the form that they have, or by the word that stands before them.

Conservative: a word about passwords is no password, a hash or an identifier no key; what is masked already,
a placeholder, or an address at example.org is nobody's. Every pattern is bounded, and none is tried again on
what it has read, so that time grows with the length of a text and with nothing else.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from collections.abc import Callable, Collection, Iterator, Mapping

from kbassist.redact.kinds import SECRETS, TRIGGERS, USUAL, Finding

_COLOURS = re.compile(r"\x1b\[[0-9;?]{0,40}[A-Za-z]")


def find(text: str, kinds: Collection[str] = USUAL) -> tuple[Finding, ...]:
    """What *text* holds of *kinds*, in order; none overlaps another."""
    if "\x1b[" in text:
        text = _COLOURS.sub(lambda one: " " * len(one[0]), text)
    folded = text.lower()
    found: list[Finding] = []
    for name, rule in _RULES.items():
        if any(map(folded.__contains__, TRIGGERS[name])):
            found += rule(text)
    made = _merged(found)
    if made:
        made = _merged([*made, *_again(text, made)])
    return tuple(one for one in made if one.kind in kinds)


def _merged(found: list[Finding]) -> list[Finding]:
    """*found* in order, secrets that overlap made one; an address within a secret is a part of it."""
    made: list[Finding] = []
    for one in sorted(found, key=lambda one: one.start):  # of two at one place the first names it
        before = made[-1] if made else None
        if before is None or one.start >= before.end:
            made.append(one)
        elif one.kind in SECRETS:
            kind = before.kind if before.kind in SECRETS else one.kind
            made[-1] = Finding(before.start, max(one.end, before.end), kind)
    return made


REPEATED = 50
"""Values that are looked for a second time."""


def _again(text: str, found: list[Finding]) -> Iterator[Finding]:
    """Secrets that were found, where they stand once more without a word that tells what they are."""
    values: dict[str, str] = {}
    for one in found:
        value = text[one.start : one.end]
        if (
            one.kind in SECRETS
            and 5 < len(value) < 300
            and not value.isalpha()
            and not value.isdecimal()
        ):
            values.setdefault(value, one.kind)
            if len(values) == REPEATED:
                break
    for value, kind in values.items():
        position = text.find(value)
        while position >= 0:
            end = position + len(value)
            if not (text[position - 1 : position].isalnum() or text[end : end + 1].isalnum()):
                yield Finding(position, end, kind)
            position = text.find(value, end)


# ------------------------------------------------------------------------------- what has its own form

_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINES = re.compile(
    r"(?:(?:\s|\\[rn]|>)*[A-Za-z0-9+/=]{16,}){0,2000}(?:\s*[A-Za-z0-9+/=]+(?=\s|$))?"
)
_PUTTY_LINE = re.compile(r"[A-Za-z0-9+/=]{1,200}(?:\r?\n|$)")
_PUTTY = re.compile(r"Private-Lines: (\d{1,3})\r?\n")


def _private_keys(text: str) -> Iterator[Finding]:
    position, end = 0, _END.search(text)
    while begin := _BEGIN.search(text, position):
        while end and end.start() < begin.end():
            end = _END.search(text, end.end())
        if end:
            position = end.end()
        else:
            lines = _KEY_LINES.match(text, begin.end())
            position = lines.end() if lines else begin.end()
        yield Finding(begin.start(), position, "private-key")
    position = 0
    while putty := _PUTTY.search(text, position):
        begun = position = putty.end()
        for _ in range(int(putty[1])):
            line = _PUTTY_LINE.match(text, position)
            if line is None:
                break
            position = line.end()
        last = position - text.endswith("\n", begun, position)
        if last > begun:
            yield Finding(begun, last, "private-key")


_URL = re.compile(r"://([^\s/:@\"'<>]{0,128}:([^\s/@\"'<>]{1,256}))@")
_ORACLE = re.compile(
    r"(?:jdbc:oracle:(?:thin|oci8?):"
    r"|\b(?:sqlplus|exp|expdp|imp|impdp|sqlldr|rman)[ \t]{1,4}(?:-\w{1,9} ){0,3})"
    r"([\w$#]{1,64}/([^\s@/]{1,64}))@",
    re.IGNORECASE,
)


def _addresses(text: str) -> Iterator[Finding]:
    for pattern in (_URL, _ORACLE):
        for one in pattern.finditer(text):
            if not _masked(one[2]):
                yield Finding(*one.span(1), "credentials")


_FORMS = re.compile(
    r"(?<![\w-])(?:(?P<token>"
    r"eyJ[\w-]{5,4000}\.eyJ[\w-]{3,8000}(?:\.[\w-]{0,4000})?"
    r"|gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{20,255}|glpat-[\w-]{15,255}|xox[abeoprs]-[\w-]{10,255}"
    r"|npm_[A-Za-z0-9]{30,255}|pypi-[\w-]{16,255}|ya29\.[\w.-]{8,2000}|(?:bot)?\d{8,10}:AA[\w-]{30,64})"
    r"|(?P<key>(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)|AIza[\w-]{30,64}|(?:sk|rk)_(?:live|test)_\w{10,255}"
    r"|sk-(?=[\w-]{0,64}\d)[\w-]{20,255}|SG\.[\w-]{16,64}\.[\w-]{16,128}|whsec_\w{6,128}))"
)


def _forms(text: str) -> Iterator[Finding]:
    for one in _FORMS.finditer(text):
        yield Finding(*one.span(), str(one.lastgroup))


_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,8}([^\W\d_]{2,63})(?![\w@-])")
_INVENTED = re.compile(
    r"(?i)(?:.*\.)?example(?:\.(?:com|org|net))?|.*\.(?:test|invalid|localhost|local|example)"
)
_FILES = re.compile(
    "css|dll|exe|gif|html?|jar|jpe?g|js|json|log|md|mjs|png|so|svg|ts|txt|webp|xml", re.IGNORECASE
)
"""How names of files end; `icon@2x.png` is none of a mailbox."""


def _mail_addresses(text: str) -> Iterator[Finding]:
    position, after = text.find("@"), 0
    while position >= 0:
        start, least = position, max(after, position - 64)
        while start > least and _LOCAL.match(text[start - 1]):
            start -= 1
        while start < position and not (text[start].isalnum() or text[start] == "_"):
            start += 1
        local, host = text[start:position], _HOST.match(text, position + 1)
        for mark in ("=", "//"):  # a=b@c is a value behind its name
            if mark in local:
                start += local.rindex(mark) + len(mark)
                local = text[start:position]
        after = position + 1
        if (
            host
            and local
            and local[-1] != "."
            and not (
                _INVENTED.fullmatch(host[0])
                or _FILES.fullmatch(host[1])
                or (local == "git" and text.startswith(":", host.end()))
            )
        ):
            yield Finding(start, host.end(), "email")
            after = host.end()
        position = text.find("@", after)


_USER_ID = re.compile(r"\b(?:[SP]00\d{8}|CB\d{10}|[ID]\d{6}|C5\d{6})\b")


def _user_ids(text: str) -> Iterator[Finding]:
    for one in _USER_ID.finditer(text):
        if len(set(one[0][-6:])) > 1 or len(set(re.sub(r"\D", "", one[0]))) > 1:
            yield Finding(*one.span(), "user-id")


# ------------------------------------------------------------------------------ what a word stands before

_NAMES = re.compile(
    r"(?P<password>passwor[dt]|passwd|passphrase|(?<![a-z])(?:(?:store|key|db|user|smtp|ldap)?pass(?!w)|pwd|pw)"
    r"|(?<=_)pwd|kennwort|mot[ ]de[ ]passe|contrase(?:ñ|n)a|wachtwoord|(?<![a-z])senha)"
    r"|(?P<token>token|(?<![a-z])jwt|samlresponse|samlart|(?<=[?&])sig)"
    r"|(?P<key>(?:api|account|sharedaccess|shared[_-]access|access|secretaccess|subscription|encryption"
    r"|signing|master)[_-]?key(?:[_-]?id)?|secret[_-]?(?:access[_-]?)?key|secret)",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"\d{0,2}[\"'\]\\]{0,4}[ \t]{0,8}(?:=>|:=|={1,2})[ \t]{0,8}")
_COLON = re.compile(
    r"\d{0,2}(?P<quote>[\"'\\]{0,4})[ \t]{0,8}(?: (?:for|of|für) [^\n:]{1,40})?:[ \t]{0,8}"
)
_ATTRIBUTE = re.compile(r"[\"'][ \t]{1,8}value[ \t]{0,4}=[ \t]{0,4}", re.IGNORECASE)
_ELEMENT = re.compile(r"(?:[ \t][^<>\n]{0,200})?>([^<>\n]{1,256})</")
_OPENED = re.compile(r"<[\w:.-]{0,60}$")
_OPTION = re.compile(r"(?:^|[\s\"'])--?[\w.-]{0,40}$")
_SPACE = re.compile(r"[ \t]{1,4}")
_PROSE = re.compile(
    r"[ \t]{1,4}(?:(?:is|was|ist|war|lautet|reads|est|es|now|set to)[ \t:]{1,4}){0,2}",
    re.IGNORECASE,
)
_IS = re.compile(r"[ \t]{1,4}(?:is|ist|lautet|reads|est|es):[ \t]{1,4}", re.IGNORECASE)
_QUOTED = re.compile(
    r"\\{1,3}\"(?P<escaped>[^\"\n]{1,256}?)\\{1,3}\"|\"(?P<double>(?:[^\"\\\n]|\\.){1,256})\""
    r"|'(?P<single>(?:[^'\\\n]|\\.){1,256})'"
)
_BARE = re.compile(
    r"(?P<braces>\{[^{}\n]{1,64}[ ;][^{}\n]{0,64}\})|(?P<bare>[^\s\"'<>,;&\\]{1,256})"
)
_MASKED = re.compile(
    r"[*.x•_#?-]+|\$\{?[\w.:-]+\}?|\$\(.*|%\w+%|%[sdr@]|\{\{?[ \w.]*\}?\}?|<.*|\[[\w -]+\]|.*\.{3}"
    r"|(?:not|null|nil|none|true|false|yes|no|wrong|missing|undefined|unknown|required|expired|invalid"
    r"|incorrect|empty|redacted|hidden|masked|falsch|ungültig|fetch|bearer|basic)\b.*",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[A-Za-z_][\w.$]*[(\[{].*|[\w.$]{3,200}@[0-9a-f]{5,8}$|(?:self|this|os|env|process|config|args)\..*"
)
_STATES = re.compile(
    r"(?:required|mandatory|optional|expected|needed|expires?|expiring|expired|invalid|valid|incorrect|correct|wrong"
    r"|reset|resetting|missing|none|null|empty|blank|changed?|unchanged|same|new|old|locked|unlocked|blocked|failed"
    r"|failure|failing|fails|denied|rejected|refused|accepted|mismatch|unset|disabled|enabled|unknown|forgotten"
    r"|forgot|lost|protected|encrypted|hashed|plain|weak|strong|done|ok|okay|success|successful|sent|pending|active"
    r"|inactive|login|logon|submit|cancel|show|hide|copy|username|string|str|text|varchar|char|bool|boolean|any"
    r"|object|object-?id|unrecognized|unexpected|too|must|should|see|please|n/a|tbd"
    r"|falsch|richtig|korrekt|abgelaufen|ungültig|gültig|leer|fehlt|gesperrt|geändert|ändern|zurückgesetzt"
    r"|zurücksetzen|vergessen|unbekannt|erforderlich|pflichtfeld|anzeigen|anmelden|siehe|bitte|keine?s?|neu|alt"
    r"|requise?|expirée?|incorrecte?|invalide|oublié|caducada|incorrecta|inválida|olvidada|ongeldig|verlopen)"
    r"[.!?:)]*",
    re.IGNORECASE,
)
"""What stands behind `password:` and is none, but says how it is with the password, or what it is made of."""
_WORD_ENDS = re.compile(
    r"[)\]}\"'`>|.!]{0,3}(?:[ \t]{0,8}(?:[\r\n,;|]|$|\Z)|[ \t]{2,}|[ \t](?:[\w-]{1,20}[ \t]?[:=]|[(\[–—-]"
    r"|(?:and|und|or|oder|but|aber|for|für|on|at|user|username|login|client|benutzer|please|bitte|thanks|danke)\b))",
    re.IGNORECASE,
)
"""What stands behind the only word of a value."""
_FOLDER = re.compile(r"(?:[/~]|[A-Za-z]:[/\\])[\w./\\~+-]*")
_PAIR_BEFORE = re.compile(r"(?:^|[\n\"'])[ \t]{0,8}$|[\w ]{1,40}=[^;\n]{0,128};[ \t]{0,4}$")
_MORE_OF_PAIR = re.compile(
    r"(?P<more>(?:[ \t]{1,4}[^\s;=,\"']{1,64}){1,4});(?=[ \t]{0,4}(?:$|[\r\n\"']|[\w ]{1,40}=))"
)
_TELLING = re.compile(r"[\d!#$%+@^~]")
_PATH = re.compile(r"[/\\]|[A-Za-z]:[/\\]|\.{1,2}/|[a-z]{2,9}://")
_COMMON = re.compile(
    r"(?-i:[A-Z]{2,8})-?\d{1,6}|v?\d+(?:[.:/-]\d+)*[a-z%]{0,5}|(?:base|sha|md|utf|oauth|pkcs|http|tls|saml|rfc)-?\d.*"
    r"|[a-z]+(?:[-_.][a-z0-9]+)+|\d.*",
    re.IGNORECASE,
)


def _masked(value: str) -> bool:
    """Whether somebody has taken the secret out already, or never put one in."""
    return bool(_MASKED.fullmatch(value) or _CODE.match(value))


def _value(text: str, position: int) -> tuple[int, int, bool]:
    """Where the value at *position* stands, and whether in quotation marks; nothing there is an empty one."""
    quoted = _QUOTED.match(text, position)
    if quoted and quoted.lastgroup:
        return *quoted.span(quoted.lastgroup), True
    if text[position : position + 1] in ("'", '"'):
        position += 1
    bare = _BARE.match(text, position)
    if not bare:
        return position, position, False
    start, end = bare.span()
    if bare.lastgroup == "bare":
        while end > start and text[end - 1] in ".:)]}|`" and not _balanced(text[start:end]):
            end -= 1
    return start, end, False


def _balanced(value: str) -> bool:
    """Whether the last mark of *value* belongs to it: a closing bracket that was opened in it."""
    opening = {")": "(", "]": "[", "}": "{"}.get(value[-1])
    return opening is not None and opening in value


def _named(text: str) -> Iterator[Finding]:
    """What stands behind the name of a secret."""
    for name in _NAMES.finditer(text):
        kind, after = str(name.lastgroup), name.end()
        if found := _behind(text, kind, name[0].lower(), name.start(), after):
            start, end = found
            if text.startswith("-----BEGIN", start):
                continue
            yield Finding(start, end, kind)


def _behind(text: str, kind: str, name: str, begin: int, after: int) -> tuple[int, int] | None:
    """Where the value of the *name* stands that ends at *after*; None where there is none."""
    if text[after : after + 1].isalpha():
        return None
    if equals := _EQUALS.match(text, after) or _ATTRIBUTE.match(text, after):
        return _behind_equals(text, kind, name, begin, equals.end())
    tag = _ELEMENT.match(text, after)
    if tag and _OPENED.search(text, max(0, begin - 64), begin):
        return None if _masked(tag[1].strip()) else tag.span(1)
    if colon := _COLON.match(text, after) or _IS.match(text, after):
        return _behind_colon(text, kind, colon)
    if (space := _SPACE.match(text, after)) and _OPTION.search(text, max(0, begin - 48), begin):
        start, end, _ = _value(text, space.end())
        fits = end > start and text[start] != "-" and not _masked(text[start:end])
        return (start, end) if fits else None
    prose = _PROSE.match(text, after)
    return _in_prose(text, kind, begin, prose.end()) if prose else None


def _behind_equals(
    text: str, kind: str, name: str, begin: int, after: int
) -> tuple[int, int] | None:
    """Where the value of `password=…` stands; *begin* is where its name does."""
    start, end, quoted = _value(text, after)
    if name == "passphrase" and not quoted:
        line_end = text.find("\n", start, start + 80)
        end = line_end if line_end >= 0 else min(start + 80, len(text))
    value = text[start:end]
    if name == "pwd" and _FOLDER.fullmatch(value) and text[begin - 1 : begin] in "\n\t ":
        return None  # the folder that a shell is in
    if not quoted and text[end : end + 1] in (" ", "\t"):
        more = _MORE_OF_PAIR.match(text, end)
        if more and _PAIR_BEFORE.search(text, max(0, begin - 192), begin):
            end = more.end("more")
            value = text[start:end]
    fits = len(value) > 2 and not _masked(value) and not (name == "pass" and value.isdecimal())
    return (start, end) if fits and (kind == "password" or not _word(value)) else None


def _behind_colon(text: str, kind: str, colon: re.Match[str]) -> tuple[int, int] | None:
    """Where the value of `password: …` stands."""
    start, end, quoted = _value(text, colon.end())
    value = text[start:end]
    data = quoted and colon.groupdict().get("quote")  # "name": "value"
    if len(value) < 3 or _masked(value) or _PATH.match(value):
        return None
    if data or (_TELLING.search(value) and (kind == "password" or not value.isdecimal())):
        return start, end
    lone = " " not in value if quoted else _WORD_ENDS.match(text, end)
    return (start, end) if kind == "password" and lone and not _STATES.fullmatch(value) else None


def _in_prose(text: str, kind: str, begin: int, after: int) -> tuple[int, int] | None:
    """Where the value of `the password is …` stands; it must look like one."""
    start, end, quoted = _value(text, after)
    value = text[start:end]
    if quoted and text[begin - 5 : begin].lower() == "with " and not _masked(value):
        return start, end  # SQL
    least = 5 if kind == "password" else 10
    said = _masked(value) or _PATH.match(value) or _COMMON.fullmatch(value)
    serial = kind == "token" and re.fullmatch(r"[A-Z\d]{10,12}", value)
    mixed = re.search(r"\d", value) and re.search(r"[^\W\d_]", value)
    return (start, end) if len(value) >= least and mixed and not said and not serial else None


def _word(value: str) -> bool:
    """Whether *value* is a mere word, as in `token = identifier`."""
    return (
        value.isalpha()
        and (value.islower() or value.istitle() or value.isupper())
        and len(value) < 16
    )


_LOGIN = re.compile(
    r"(?<![\w-])(?:(?P<both>zugangsdaten|anmeldedaten|login[ -]?daten|credentials?|creds|access data"
    r"|(?:user(?:[ -]?(?:name|id))?|login|log-?on|benutzer(?:name)?|kennung)[ ]?(?:[/|&+]|and|und)[ ]?"
    r"(?:pass(?:wor[dt])?|kennwort|pwd?))|log-?[io]n)[ ]?[:=][ \t]{0,4}"
    r"[\"']?(?P<user>[A-Za-z_][\w.@\\-]{0,63})[\"']?(?:(?P<apart>[ \t]{1,4}[/|][ \t]{1,4})|(?P<mark>[/|:]))"
    r"[\"']?(?P<value>[^\s\"'<>,;]{3,128})",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"(?<![\w-])(?:PIN(?:[ -]?[Cc]ode)?(?:[ \t]{1,4}(?:is|ist|lautet))?(?:[ \t]{0,4}[:=]|[ \t])"
    r"|(?i:(?:pin(?:[ -]?code)?|geheimzahl)[ \t]{0,4}[:=]))[ \t]{0,4}"
    r"(?P<value>\d{4,8})(?![\w:/-]|\.\w|[ \t](?:of|von)\b)"
)


def _logins(text: str) -> Iterator[Finding]:
    """A password that stands behind its user, `login: admin / Welcome1`, and a PIN."""
    for one in _LOGIN.finditer(text):
        start, end = one.span("value")
        while end > start and text[end - 1] in ".:)]}|`" and not _balanced(text[start:end]):
            end -= 1
        value = text[start:end]
        if (
            end - start > 2
            and not text.startswith(":", end)
            and not _masked(value)
            and not _STATES.fullmatch(value)
            and not _STATES.fullmatch(one["user"])
            and (one["both"] or (_TELLING.search(value) and not one["mark"]))
        ):
            yield Finding(start, end, "password")
    for pin in _PIN.finditer(text):
        yield Finding(*pin.span("value"), "password")


_SCHEME = re.compile(
    r"\b(?:(?P<password>basic)|(?P<token>bearer|(?<=authorization: )token))[ \t]{1,4}"
    r"(?P<value>[\w.~+/-]{6,8000}={0,2})",
    re.IGNORECASE,
)


def _authorizations(text: str) -> Iterator[Finding]:
    for one in _SCHEME.finditer(text):
        value = one["value"]
        if one["password"]:
            try:
                fits = b":" in a2b_base64(value + "=" * (-len(value) % 4))
            except Error:
                fits = False
        else:
            fits = len(value) >= 8 and not _word(value) and bool(re.search(r"\d|[a-z][A-Z]", value))
        if fits:
            yield Finding(*one.span("value"), "password" if one["password"] else "token")


_HEADER = re.compile(r"(?P<set>set-)?cookie2?[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?", re.IGNORECASE)
_PAIR = re.compile(r"[ \t]{0,4}[\w.$!#%&*+^|~-]{1,100}=(?P<value>[^;\s\"'<>]{0,4000})(?P<more>;?)")
_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|mysapsso2|sap_sessionid_\w{3}_\d{3}|asp\.net_sessionid|connect\.sid"
    r"|laravel_session|sessionid)[ \t]{0,2}=[ \t]{0,2}[\"']?(?P<value>[^\s\"';&,<>?]{3,4000})",
    re.IGNORECASE,
)


def _cookies(text: str) -> Iterator[Finding]:
    position = 0
    while header := _HEADER.search(text, position):
        position = header.end()
        while pair := _PAIR.match(text, position):
            position = pair.end()
            if pair["value"] and not _masked(pair["value"]):
                yield Finding(*pair.span("value"), "cookie")
            if header["set"] or not pair["more"]:
                break
    for one in _SESSION.finditer(text):
        if not _masked(one["value"]):
            yield Finding(*one.span("value"), "cookie")


_GIVEN = r"(?P<{}>[^\s\"'-][^\s\"']{{0,127}})"
_COMMANDS = re.compile(
    r"\bidentified by (?:values )?[\"']?(?P<sql>[^\s\"';]{1,128})"
    r"|\b(?:curl|wget|http)\b[^\n]{0,200}?[ \t](?-i:-u|--(?:proxy-)?user)[ \t=]{1,4}[\"']?[^\s:\"']{1,64}:"
    r"(?P<curl>[^\s\"']{1,128})"
    rf"|\bmysql\w{{0,12}}\b[^\n]{{0,200}}?[ \t](?-i:-p){_GIVEN.format('mysql')}"
    r"|\b(?:sshpass|hdbsql|psexec|winexe|htpasswd|plink|pscp)\b[^\n]{0,200}?[ \t](?-i:-p)[ \t]{1,4}[\"']?"
    rf"{_GIVEN.format('small')}"
    r"|\b(?:isql|bcp|sqlcmd|unzip|zip|tsql)\b[^\n]{0,200}?[ \t](?-i:-P)[ \t]{0,4}[\"']?"
    rf"{_GIVEN.format('large')}"
    rf"|\bldap[a-z]{{3,9}}\b[^\n]{{0,200}}?[ \t]-w[ \t]{{1,4}}[\"']?{_GIVEN.format('ldap')}"
    r"|\bnet use (?:[a-z]:|\*) [^\s]{1,128} (?P<net>[^\s/*][^\s]{0,127})"
    r"|\bpass:(?P<openssl>[^\s\"']{3,128})",
    re.IGNORECASE,
)
"""Commands that are given a password."""


def _commands(text: str) -> Iterator[Finding]:
    for one in _COMMANDS.finditer(text):
        group = str(one.lastgroup)
        if not _masked(one[group]):
            yield Finding(*one.span(group), "password")


_RULES: Mapping[str, Callable[[str], Iterator[Finding]]] = {
    "private keys": _private_keys,
    "addresses": _addresses,
    "forms": _forms,
    "authorizations": _authorizations,
    "cookies": _cookies,
    "commands": _commands,
    "names": _named,
    "logins": _logins,
    "mail addresses": _mail_addresses,
    "user IDs": _user_ids,
}
"""As in `TRIGGERS`; of two findings at one place the rule that comes first names it."""
