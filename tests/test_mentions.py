"""Messages that are only spoken of, and live ones with harmless words around them.

Each paste holds a message of the bundled article or of a small base word for word. Of the first table none
may be answered with a match, for the message is not what is asked about; of the second each must be.
"""

from __future__ import annotations

import pytest

import kbassist
from kbassist.model import Verdict
from tests.small import written

C = "Certificate is already assigned to user _CPI_DEV"
X = "Certificate is already assigned to user _X"
G = "Cargo B12 has left the harbour without papers of carrier 77"
P = "Posting period 05 is closed for company DE10"
c, g, p = (one[0].lower() + one[1:] for one in (C, G, P))

SIGNATURES = [
    "1 Cargo {{word}} has left the harbour without papers of carrier {{number}}",
    "2 Posting period {{number}} is closed for company {{word}}",
]

SPOKEN_OF = [
    f"No {c}",
    f"Neither {c}",
    "Certificate already assigned to user? No.",
    f"{C}: false",
    f"No {g}",
    f"It is wrong that {g}",
    f"Nobody says that {g}",
    f"Stop! It is not true that {p}",
    f"{P}: no. It is open.",
    f"401 Unauthorized from CPI. Checked so far: key pair uploaded, {c}.",
    f"CPI → C4C gives HTTP 401. We checked: {c}, arrangement is active, role is there. What else can it be?",
    f"We verified in Communication Certificates that the {c}. Still HTTP 401 Unauthorized.",
    f"The {c}, therefore the HTTP 401 must have another reason.",
    f"Das Zertifikat haben wir hochgeladen ({c} laut Übersicht), trotzdem kommt 403.",
    "certificate is already assigned to user. Good. Next: test the connection, which fails: HTTP 403",
    f"Since the {c} you only have to deploy the iflow.",
    f"Success! The {c}.",
    f"Check passed: {c}",
    f"PASS  {c} (12 ms)",
    "[DEBUG] certificate already assigned to user _CPI_DEV, no change",
    "changed: false, msg: certificate already assigned to user _CPI_DEV",
    f"As required the {c}, so go on with step 4.",
    f"Good news: the {c} as you asked.",
    f'If you ever see "{X}", then please open a ticket at our desk.',
    "To avoid the error 'Certificate is already assigned to user', use one key pair for each user.",
    f'In case of "{X}" please follow the manual chapter 4.',
    f'Si vous voyez "{X}", contactez le support.',
    f"Our monitoring should raise an alert whenever '{X}' is logged. How to set this up?",
    f'I would expect "{X}", but nothing happens.',
    f"Why is there no message '{X}' when I upload it twice?",
    f"It was a typo: not '{X}' but 'Certificate is expired'.",
    f"Thanks, that worked! Closing.\n\n> {X}",
    f"Case closed. Root cause: {X}; key pair created.",
    f"We had {X} in 2019, solved it then.",
    f"Release notes: Fixed: {X} was shown twice.",
    f'Please translate into German: "{X}".',
    "The message text 'Certificate is already assigned to user' should be improved, it is an idea only.",
    f"def test(): assert '{X}' in page.text",
    'msgid "Certificate is already assigned to user {0}"\nmsgstr "Zertifikat bereits vergeben an {0}"',
    "Feature request: show a list when a certificate is already assigned to user",
    "I need a report of which certificate is already assigned to user X.",
    "// certificate is already assigned to user -> skip",
    "KBA 2577062 is wrong, please correct the typo",
    f'There is no message "{C}" in the log.',
    f"Es gibt keine Meldung '{C}', es passiert einfach nichts.",
    f"It would be wrong to say that {p}.",
    f"{G}? Nope.",
    f"{P} = false",
    f"The dialog does not show '{C}'.",
    f"Niemand behauptet, dass {G}.",
    f'Il n\'y a aucun message "{C}".',
    f"Things we ruled out already:\n- network is up\n- {C}\n- role is there\nThe iflow ends with HTTP 403.",
    f"OK   {P}",
    f"[x] passed: {C}",
    f"Wir haben geprüft, dass {c}. Es bleibt bei HTTP 401.",
    f"{C} (as requested), and yet the call returns 403.",
    f"Result of the check: {C}. Fine. So why HTTP 401?",
    f"INFO {P}, nothing changed",
    f"Hemos comprobado que {C}, pero sigue el error 403.",
    f"Please call me if {g}.",
    f'As soon as "{C}" is displayed, choose Cancel.',
    f"Falls die Meldung '{C}' kommt, bitte Kapitel 4 lesen.",
    f"To prevent '{P}', open the period first.",
    f'En cas de "{C}", appelez le support.',
    f"Unless {p}, go on with the next step.",
    f"Expected: {C}\nActual: the page stays white",
    f"We expected the message '{P}', but the posting went through.",
    f"Problem solved, please close the ticket.\n\nOn Monday Anna wrote:\n> {C}",
    f"{G}. This has been corrected in the meantime.",
    f"Damals hatten wir '{C}', das war 2020.",
    f"In 2018 we got '{P}' at another client.",
    f"{C}\nStatus: Resolved",
    f"Changelog\n- Fixed: {P} was raised for open periods",
    f"How do I translate '{P}' into French?",
    f"The wording of '{C}' is unclear, please rephrase it.",
    f"assert str(error) == '{G}'",
]

LIVE = [
    f"{P}\n{P}",
    f"10:00 INFO connection closed by peer\n10:01 ERROR {C}",
    f"10:01 ERROR {C}\n10:02 INFO connection closed by peer",
    f"INFO file closed\n{P}",
    f"{C}. Our training system is my341122.",
    f"Training tenant: {C}",
    f"{C} (training system)",
    f"I attended the C4C training and now in my tenant I get: {C}",
    f"Anna Baker\nHead of Training and Documentation\nContoso\n{C}",
    f"{C}. It is urgent for user training on Monday.",
    f"Schulungssystem: {C}",
    f"{C}. Am Montag ist Schulung.",
    f"{C}\nStatus: unresolved",
    f"Expected result: success\nActual result: {C}",
    f"{C}. Documentation does not mention it.",
    f"We solved the 401, but now: {C}",
    f'The problem with the file type is fixed, now we get "{C}".',
    f"We had closed the ticket, but the error '{C}' is back.",
    f"{C}. Also, the old problem with 401 is solved.",
    f"{C}. FYI the 401 from yesterday is gone.",
    f"No idea what to do: {C}. Thanks for the solution you gave us last time, it worked.",
    f"{C}. We never had such a problem for user _FINE.",
    f"{C}. The other user works now.",
    f"Unlike QA, in PRD we get {C}",
    f"{C}. Unlike QA, this is PRD.",
    f"We use PRD instead of DEV. {C}",
    f"{C}. The previously used key was another one.",
    f"{C}. Zum Beispiel am Montag.",
    f"{C}. We do not have this in QA.",
    f"No news from the customer yet. Their error: {C}",
    f"Order no: 4711\n{G}",
    f"It is not working: {C}",
    f"The login does not work any more. {C}",
    f"We checked the log and found: {C}",
    f"I verified my password, no success.\n{P}",
    f"The documentation says one upload is enough, but: {C}",
    f"If I choose Save I get '{C}'.",
    f"Whenever we upload the key we receive {C}",
    f"Wenn ich auf Hochladen gehe, kommt: {C}",
    f"Cannot post since Monday: {P}",
    f"Connection was closed and opened again. {C}",
    f"The file is closed.\n{P}\nThe file is closed.",
    f"{P}\n{P}\nPosting period 06 is closed for company DE10",
    f"We did not expect this: {G}",
    f"{G}\nWhy? Everything was fine last year.",
    f"Last month we migrated to the new tenant. Since then: {C}",
    f"This is the same as in QA, where it is fixed. Here in PRD: {C}",
    f"Expected: document is posted\nActual: {P}",
    f"After the workshop on Friday I tried myself: {C}",
    f"Die Schulung ist am Montag, und wir bekommen {C}. Bitte helfen!",
    f"{C}\n\nKind regards\nTim Course\nTraining Department",
    f"Der alte Fehler ist behoben, jetzt kommt aber {C}",
    f"{P} came back after the update.",
    f"{P} is still there.",
    f"Can this be closed? No, we still see {G}",
    f"The ticket was closed by your colleague without an answer. {C}",
    f"{C}. Please do not close the ticket.",
    f"It worked yesterday but now it does not: {C}",
    f"{C}. It worked yesterday, but now nobody can log on.",
    f"If you need more details, call me. {C}",
    f"It should be assigned to _CPI_PRD instead of _CPI_DEV, but {C}",
    f"In Q it works now. In P: {C}",
]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[kbassist.KnowledgeBase]:
    """The bundled articles, and two invented ones."""
    return [kbassist.open(cache=tmp_path_factory.mktemp("index")), written(SIGNATURES)]


def verdicts(bases: list[kbassist.KnowledgeBase], paste: str) -> list[Verdict]:
    """The answers of all bases to *paste*."""
    return [kb.match(paste).verdict for kb in bases]


@pytest.mark.parametrize("paste", SPOKEN_OF, ids=ascii)
def test_what_is_only_spoken_of_is_no_match(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH not in verdicts(bases, paste)


@pytest.mark.parametrize("paste", LIVE, ids=ascii)
def test_words_around_a_live_message_do_not_hide_it(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH in verdicts(bases, paste)
