"""The values that go into steps: the right ones, or visibly blank.

`E` is the message; each table holds pastes around it, with the value that must come out ("" for a blank).
"""

from __future__ import annotations

import pytest

import kbassist
from kbassist.model import Flag
from tests.small import base, revision, told

E = "Certificate is already assigned to user _CPI_DEV"
P = "Certificate is already assigned to user"

NOT_THE_ARRANGEMENT_S = [
    # other failures, in sentences of their own
    f"Logon failed for user MEIERH. Later: {E}.",
    f"Ticket 1: HTTP 401 from CPI\nTicket 2: password expired for user _ABCD\nTicket 3: {E}",
    f"Password was reset for user _OTHER last week. Today: {E}",
    f"{E}. Last successful logon for user _BATCH01 was at 10:00.",
    f"{E}\nAuthorization missing for user CB9980000012 in another app.",
    f"Kein Konto für Benutzer MEIERH gefunden. Danach: {E}",
    f"10:00 Session closed for user _MON01\n10:01 {E}",
    f"Die Anmeldung schlug fehl für den Benutzer _ALT. Jetzt kommt: {E}",
    f"The certificate expired for user _OLD01 last year. {E}",
    # what works, or is about something else
    f"{E}. This works for user _OLD01 in the test tenant.",
    f"Everything works for the user _ERP_OLD, but not for the new one. {E}",
    f"It works for user _OLD01, but when I upload the certificate: {E}",
    f"We have no problem for communication user _X1 and none for communication user _X2. {E}",
    f"{E}. Mails are sent out for user _NEWSLETTER correctly.",
    f"Remote access open for user SUPPORT01, password in the secure area.\n\n{E}",
    f"Please create a new user ADMIN2 for us, too. And: {E}",
    f"{E}. This is the same for user PRODUCTION team.",
    f"{E}. Die Doku für Benutzer ZERTIFIKATE fehlt.",
    # people
    f"Requested for: Anna\nUser ID: ABAKER1\nTelephone: 123\nDepartment: IT\nShort description: {E}",
    f"Login: MEIERH\nUser ID MEIERH\nTenant: my341122\n{E}",
    f"Upload started by user ID CB9980000012\n{E}",
    f"Reported by: Jo\nUser ID: JOSMITH1\n\n{E}",
    f"Assignee: Tom\nUser ID: TJONES2\nPriority: 3\n{E}",
    f"Dear team,\n{E}\nRegards,\nAnna\nUser ID: ABAKER1\nTel: 123",
    f"User ID: CB9980000012\nUser type: Employee\n{E}",
    f"Created for user ANNA01: {E}",
    # what is left alone
    f"The arrangement of user _OLD9 is not affected. {E}",
    f"We do not want it for user _OLD9. {E}",
    f"{E}\nThe iflow runs with credentials for user _RUN1.",
    f"Do you need the logs for user _LOG1? {E}",
    f"{E}. Can you check the certificate for user _CPI_QAS?",
    f"The key pair for user _CPI_QAS was created in January. {E}",
    f"Certificate imported for user _CPI_QAS without problems. {E}",
    f"Update installed for user ALL_USERS; {E}",
    f"My user ID: JDOE1. {E}",
    f"Previous user ID: _OLD1\n{E}",
    f"SSO user ID: MEIER@ACME\n{E}",
    # the holder, asked about
    f"{E}; what must be done for user _CPI_DEV?",
    f"Is there a fix for user _CPI_DEV? {E}",
    # IDs of another form than the article's, whoever they belong to
    f"Logged in as\nUser ID: HMUELLER\n{E}",
    f"Our colleague (User ID: ADM_HM) does the upload and gets: {E}",
    f"Host: web7\nSession\n  User ID: ADMIN07\n  Language: DE\nMessage\n  {E}",
    f"2025-01-02 08:00:01 INFO welcome, User ID: HMUELLER\n2025-01-02 08:01:07 ERROR {E}",
    f'{{"user_id": 70031, "comment": "{E}"}}',
    f'{{"sender":{{"userId":"b7d1"}},"case":{{"text":"{E}"}}}}',
    f"<case><sender><userId>4031</userId></sender><text>{E}</text></case>",
    f"User ID: h.mueller@corp.example\n{E}",
    f"The API user of another system: User ID: SFSF_API\nC4C: {E}",
    # what is gone, or was so before
    f"Last week (User ID: _A7X) it worked. Now: {E}",
    f"User ID: _A8OLD has been removed by somebody. Since then: {E}",
    # what is denied, gone, works or belongs to another one, in other languages and words
    f"L'erreur ne vient pas pour l'utilisateur _KASSE2. {E}",
    f"La connexion pour l'utilisateur _KASSE2 est bloquée. {E}",
    f"Per l'utente _KASSE2 funziona. {E}",
    f"Non per l'utente _KASSE2. {E}",
    f"Para el usuario _KASSE2 funciona bien. {E}",
    f"Voor gebruiker _KASSE2 werkt het. {E}",
    f"Dla użytkownika _KASSE2 działa. {E}",
    f"For bruker _KASSE2 fungerer det. {E}",
    f"{E}. The other arrangement is for user _KASSE2.",
    f"{E}. The first arrangement was created for user _KASSE2.",
    f"{E}. Arrangement was created for user _KASSE2, but deleted again.",
    f"{E}. _BUERO sent it. It is for the user _KASSE2.",
    f"{E}. The scheduler uses User ID _KASSE2.",
    f"{E}. How long does it take for user _KASSE2?",
    f"How can I do it for user _CPI_DEV? {E}",
    # the holder once more, with the data of the certificate
    f"Communication Certificates:\nUser ID: _CPI_DEV  CN=cpi  valid until 2028\n\nUpload: {E}",
    f"User ID: _CPI_DEV\nIssuer: CA 1\nSerial: 77\n---\nNew arrangement, upload: {E}",
    f"{E} (it is the user of the other arrangement, User ID: _CPI_DEV, which is running).",
    # a value that ran into what follows
    f"User ID: _CRM_02Authentication Method: SSL Client Certificate\n{E}",
    f"User ID  _CRM 02\n{E}",
]

CORRECTED = [
    f"User ID: _A1 or _A2\n{E}",
    f"User ID: _A1, _A2\n{E}",
    f"User ID: _A1 / _A2\n{E}",
    f"Mandant 100: User ID: _S4_100\nMandant 200: User ID: _S4_200\n{E}",
    f"User ID: _CRM_02, but that is the wrong one, the right one is _CRM_03. {E}",
    f"{E}; arrangement of user _A1. No wait, arrangement of user _B1.",
    f"User ID: _CRM_02\nUser ID: _CRM_03\n{E}",
    f"User ID: _CRM_02 - not correct, use _CRM_03\n{E}",
    f"We upload it for user _CRM_02, sorry, for user _CRM_03. {E}",
]

THE_ARRANGEMENT_S = [
    f"{E}. The second communication user is _CRM_02.",
    f"{E}\nUser ID is _CRM_02",
    f"{E}\nUser-ID: _CRM_02",
    f"{E}\nUserID: _CRM_02",
    f"USER_ID: _CRM_02; {E}",
    f"**User ID:** `_CRM_02`\n**Error:** `{E}`",
    f'{{"userId":"_CRM_02","message":"{E}"}}',
    f"<UserID>_CRM_02</UserID><Message>{E}</Message>",
    f"Benutzer-ID _CRM_02\n{E}",
    f"Benutzer ID: _CRM_02\n{E}",
    f"User lD: _CRM_02\n{E}",
    f"{E}. User ID: _CRM_02",
    f"Technical Data -> User ID: _CRM_02\n{E}",
    f"we get this (User ID: _CRM_02): {E}",
    f"Caller: Anna\nPhone: 1\n\nTechnical Data\nUser ID: _CRM_02\nEdit Credentials\n{E}",
    f"The certificate upload for user _CRM_02 fails.\n{E}",
    f"The upload does not work for user _CRM_02. {E}",
    f"{E}. It works for user _OLD01. We need it for user _CRM_02.",
    f"When we upload it\nfor user _CRM_02 we get:\n{E}",
    f"For user _CRM_02:\n{E}",
    f"User ID | _CRM_02 | SSL Client Certificate\nError | {E} | |",
    f"User ID.....: _CRM_02\n{E}",
    f"{E}\n\nIn the arrangement the User ID is _CRM_02.",
    f"Old User ID: _OLD1\nNew User ID: _CRM_02\n{E}",
    f"[User ID: _CRM_02] {E}",
    f"Our second user is _CRM_02. {E}",
    f"Subject: Certificate upload for user _CRM_02\n\n{E}",
    f'user_id=_CRM_02 msg="{E}"',
    f"USER ID\t_CRM_02\nERROR\t{E}",
    f"user id\n_CRM_02\n{E}",
    f"User ID: _CRM_02 (was _CRM_01 before)\n{E}",
    f"{E}, so it fails for user _CRM_02 only",
    f"Beim Upload für den Benutzer _CRM_02 kommt {E}",
    f"I must use the same certificate for user _CRM_02, but {E}",
    f"This is for user _CRM_02, not for user _CRM_01: {E}",
    # in other languages
    f'Al subir el certificado para el usuario _CRM_02 nos sale "{E}".',
    f"ID de usuario: _CRM_02\nMensaje: {E}",
    f"Bonjour, pour l'utilisateur _CRM_02 le message est : {E}",
    f"Per l'utente _CRM_02 ricevo: {E}",
    f"Para o utilizador _CRM_02 aparece {E}",
    f"Bij het uploaden voor gebruiker _CRM_02 krijgen we: {E}",
    f"Dla użytkownika _CRM_02 pojawia się: {E}",
    f'In the communication arrangement "ERP" the technical user is _CRM_02. Then: {E}',
    # in a sentence of its own, the only one of its form
    f"Nouvel accord pour l'utilisateur _CRM_02. {E}",
    f"L'accordo è nuovo, creato ieri per l'utente _CRM_02. {E}",
    f"{E}\n\nO arranjo é para o usuário _CRM_02.",
    f"Das Zertifikat soll beim Kommunikationsbenutzer _CRM_02 hinein. {E}",
    f"{E}. It is for the user _CRM_02.",
    f"{E}. The communication user is _CRM_02.",
    # by words that tell enough
    f"{E}. Our arrangement has communication user _CRM_02.",
    f"{E}. The communication user in the arrangement is _CRM_02.",
    f"{E}. The arrangement was created for user _CRM_02.",
    f"11:20:07 INFO ui EditCredentials userId=_CRM_02\n11:20:31 ERROR ui {E}",
    # in a question for the way, over a wrapped line
    f"{E}. How do I get the arrangement of user _CRM_02 going?",
    f"{E}. Wie kann ich es für den Benutzer _CRM_02 machen?",
    f"This is what I did for the new\nuser: _CRM_02. {E}",
    f"The arrangement was created for\nuser _CRM_02. {E}",
    # below a line that tells of a person, in the form that only the article's users have
    f"Melder: T. Tester\nProdukt: C4C\nBenutzer-ID: _CRM_02\nFehlertext: {E}",
    f"reporter: t.tester\nuser_id: _CRM_02\nactual: {E}",
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> kbassist.KnowledgeBase:
    return kbassist.open(cache=tmp_path_factory.mktemp("index"))


def variable(kb: kbassist.KnowledgeBase, paste: str, name: str) -> tuple[str, tuple[Flag, ...]]:
    """The value of *name* in the best candidate, "" for none, and its flags."""
    best = kb.match(paste).best
    assert best, paste
    assert best.article == "2577062", paste
    return best.variables[name].value or "", best.variables[name].flags


@pytest.mark.parametrize("paste", NOT_THE_ARRANGEMENT_S)
def test_somebody_else_is_not_the_user_of_the_arrangement(
    kb: kbassist.KnowledgeBase, paste: str
) -> None:
    assert variable(kb, paste, "new_user")[0] == ""
    assert variable(kb, paste, "existing_user")[0] == "_CPI_DEV"


@pytest.mark.parametrize("paste", CORRECTED)
def test_what_the_text_takes_back_is_a_conflict(kb: kbassist.KnowledgeBase, paste: str) -> None:
    assert variable(kb, paste, "new_user") == ("", (Flag.CONFLICT, Flag.MISSING))


@pytest.mark.parametrize("paste", THE_ARRANGEMENT_S)
def test_the_user_of_the_arrangement(kb: kbassist.KnowledgeBase, paste: str) -> None:
    assert variable(kb, paste, "new_user")[0] == "_CRM_02"
    assert variable(kb, paste, "existing_user")[0] == "_CPI_DEV"


@pytest.mark.parametrize(
    ("paste", "value"),
    [
        # behind a colon, a line end, a paragraph
        (f"Error:\n  {P}:\n  _ERP_77\n", "_ERP_77"),
        (f"{P}\n\n_CPI_DEV\n", "_CPI_DEV"),
        (f"<p>{P}:</p><p>_CPI_DEV</p>", "_CPI_DEV"),
        (f"{P}:<br>_CPI_DEV", "_CPI_DEV"),
        (f"<li>{P}</li><li>_CPI_DEV</li>", "_CPI_DEV"),
        (f"{P}:\n\nMEIERH\n", ""),
        (f"{P}:\n\nlog_file.txt", ""),
        (f"{P}\n\nRegards\nMEIERH", ""),
        (f"{P}:\n- _CPI_DEV\n", "_CPI_DEV"),
        (f"{P}:\n\nUser_Guide is attached\n", ""),
        # behind marks
        (f":warning: *{P}* `_CPI_DEV` :cry:", "_CPI_DEV"),
        (f"**{P}** `_CPI_DEV`", "_CPI_DEV"),
        (f'"{P}" _CPI_DEV', "_CPI_DEV"),
        (f"{P} - _CPI_DEV", "_CPI_DEV"),
        (f"{P} -> _CPI_DEV", "_CPI_DEV"),
        (f"{P} → _CPI_DEV", "_CPI_DEV"),
        (f"_{P} _CPI_DEV_", "_CPI_DEV"),
        (f'"{P}" HTTP 401', ""),
        (f"{P} - HTTP 401", ""),
        (f"{P} - please help", ""),
        # cut in two by a blank
        ("The Certificate is Already Assigned to User CPI DEV", ""),
        (f"{P} CPI DEV.", ""),
        ("The Cert1ficate ls Alre@dy Ass1gned to Us er ERP 01", ""),
        (f"{P} _CPI_DEV HTTP 401", "_CPI_DEV"),
        (f"{P} _CPI_DEV ASAP", "_CPI_DEV"),
        (f"{P} MEIERH in C4C", "MEIERH"),
        (f'"{P} _CPI_DEV in C4C"', "_CPI_DEV"),
        (f"'{P} Hans Meier'", ""),
        (f"{P} CPI PRD\nHelp", ""),
        (f"{P} _CPI_DEV 2024-01-01", "_CPI_DEV"),
        (f"{P} MEIERH and no 2nd", "MEIERH"),
        # cut in two, and a button or a third part behind
        ("The Certificate is Already Assigned to User CPI DEV OK", ""),
        ("The Certificate is Already Assigned to User _CPI DEV OK", ""),
        ("The Certificate is Already Assigned to User S4 QAS 100", ""),
        ("Error  The Certificate is Already Assigned to User  ERP 01   Cancel", ""),
        ("The Certificate is Already Assigned to User _CPI OK", "_CPI"),
        ("The Certificate is Already Assigned to User _CPI_DEV  X", "_CPI_DEV"),
        ("CERTIFICATE IS ALREADY ASSIGNED TO USER MEIERH PLEASE CONTACT THE DESK", "MEIERH"),
        # cut in two by a frame
        (f"----------\n|    {P} _D|\n|    {'UMP_USR':41} |\n----------", "_DUMP_USR"),
        (
            f"+---------+\n│ Error   │\n│ {P[:29]} │\n│ {P[30:]} _CPI_DEV       │\n+-----+",
            "_CPI_DEV",
        ),
        (f"| Error | {P} _CPI_DEV|\n| User ID | _CRM_02 |", "_CPI_DEV"),
        (rf"{{\rtf1 {P} _CPI_DEV\par }}", "_CPI_DEV"),
    ],
)
def test_the_holder(kb: kbassist.KnowledgeBase, paste: str, value: str) -> None:
    assert variable(kb, paste, "existing_user")[0] == value


LOCKED = "1 Document {{id}} has been locked by user {{user_id}} since {{time}}"
CRANE = "2 The big crane refused lifting container of {{time}}"
LOGGED = "3 The big printer refused lifting container of {{path}}"
CLIENT = "4 Client version {{version_1}} is too old for server version {{version_2}}"
STOCK = "5 Stock of item {{word_1}} in depot {{word_2}} fell below ten pieces"
HOST = "6 The big crane refused answering container of {{host}}"
QUOTED = "7 The big crane refused naming container of {{quoted}}"


def held(signature: str, paste: str) -> list[str]:
    """What the slots of *signature* hold in *paste*: `name: value (flags)`."""
    number, text = signature.split(" ", 1)
    answer = told(base(revision(number, text)).match(paste))
    assert not answer.startswith("none"), answer
    return answer.split("\n")[1:]


@pytest.mark.parametrize(
    ("signature", "paste", "values"),
    [
        (CLIENT, "Client version 5,1 is too old for server version 6", ["5,1", "6"]),
        (CLIENT, "Client version 5 or 6 is too old for server version 7", ["(cut)", "7"]),
        (
            STOCK,
            "Stock of item Steel bolt in depot North Hall fell below ten pieces",
            ["(cut)", "(cut)"],
        ),
        (STOCK, "Stock of item Bolt (new) in depot North fell below ten pieces", ["Bolt", "North"]),
        (
            LOCKED,
            "Document 4711 has been locked by user Hans Meier since 10:15",
            ["4711", "(cut)", "10:15"],
        ),
        (
            LOCKED,
            "Document INV-1 has been locked by user\nmeierh7 since 10:15:02",
            ["INV-1", "meierh7", "10:15:02"],
        ),
        (
            LOCKED,
            "Good morning, since\ntoday Document\nINV-2024-001 has been\nlocked by user MEIERH\n"
            "since 10:15:02 and I can\nnot go on with my work.\nPlease help.",
            ["INV-2024-001", "MEIERH", "10:15:02"],
        ),
        (
            LOCKED,
            "Document 4711 has been locked by user MEIERH since\n10:15",
            ["4711", "MEIERH", "10:15"],
        ),
    ],
)
def test_a_value_is_not_shortened(signature: str, paste: str, values: list[str]) -> None:
    found = [line.split(": ", 1)[1] for line in held(signature, paste)]
    assert [line.replace("(cut, missing)", "(cut)") for line in found] == values


TIMES = [
    "10:15",
    "10:15:02",
    "10:15:02.123",
    "10:15 am",
    "10:15 a.m.",
    "10.15 Uhr",
    "2024-03-01",
    "2024-03-01 10:15:02 UTC",
    "2024-03-01T10:15:02Z",
    "2024-03-01T10:15:02.123+01:00",
    "2024-03-01, 10:15",
    "01.03.2024 10:15:02",
    "01.03.2024 um 10:15",
    "3/1/2024 10:15 PM",
    "1 May 2024 10:15 am",
    "May 1, 2024 10:15:02",
    "1. Mai 2024",
    "Wed, 01 May 2024 10:15:02 +0200",
    "Wed May 1 10:15:02 UTC 2024",
    "May  1 10:15:02",
    "20240301101502",
    "20240301",
    "1709287200",
    "/Date(1709287200000)/",
    "/Date(1709287200000+0000)/",
    "10:15 on 1 May 2024",
]
GOES_ON = ["", " and I can not go on.", ", please help", "; done", " since today", " (see log)",
           " - Regards Tom", " in system X", ". Please help.", "!", "\nRegards", " 3 users wait"]  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_ends_where_it_ends(time: str) -> None:
    expected = ["time: " + " ".join(time.split())]
    for more in GOES_ON:
        text = f"The big crane refused lifting container of {time}{more}"
        assert held(CRANE, text) == expected, text
    assert held(CRANE, f"The big crane refused lifting container of: {time}") == expected


PATHS = [
    "/var/log/a.log",
    "/var/log",
    "~/a.log",
    "C:\\logs\\a.log",
    "C:\\Program Files\\x.log",
    "C:\\Program Files (x86)\\My Tool\\x.log",
    "D:\\Data\\My mail.pst",
    "\\\\server\\share\\a b\\c.txt",
    "logs/a.log",
    "a.log",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_ends_where_it_ends(path: str) -> None:
    for more in GOES_ON:
        text = f"The big printer refused lifting container of {path}{more}"
        assert held(LOGGED, text) == [f"path: {path}"], text
    text = "The big printer refused lifting container of"
    assert held(LOGGED, f'{text} "/my files/a b, c.log", please help') == [
        "path: /my files/a b, c.log"
    ]


@pytest.mark.parametrize(
    ("signature", "more", "value"),
    [
        (HOST, " srv1:8080", "host: srv1:8080"),
        (HOST, " [::1]:8080, please help", "host: [::1]:8080"),
        (HOST, " srv1.example.com: no answer", "host: srv1.example.com"),
        (QUOTED, ': "Net amount"', "quoted: Net amount"),
        (QUOTED, ' "Net amount"', "quoted: Net amount"),
    ],
)
def test_a_value_at_the_end(signature: str, more: str, value: str) -> None:
    text = signature.split(" ", 1)[1]
    assert held(signature, text.split(" {{")[0] + more) == [value]
