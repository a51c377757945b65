"""Messages that are only spoken of, and live ones with harmless words around them.

Each paste holds a message of the bundled article or of a small base word for word. Of the first table none
may be answered with a match, for the message is not what is asked about; of the second each must be.
"""

from __future__ import annotations

import pytest

import kbassist
from kbassist.match.mention import remarks
from kbassist.model import Verdict
from tests import scenes_live, scenes_spoken_of
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
    f"No hay ningún mensaje '{C}' en el registro.",
    f"The user didn't get '{C}' at all.",
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
    (
        f"CPI → C4C gives HTTP 401. We checked: {c}, arrangement is active, role is there. What "
        "else can it be?"
    ),
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
    (
        'msgid "Certificate is already assigned to user {0}"\nmsgstr "Zertifikat bereits '
        'vergeben an {0}"'
    ),
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
    (
        f"Things we ruled out already:\n- network is up\n- {C}\n- role is there\nThe iflow ends "
        "with HTTP 403."
    ),
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
    f"Nothing like '{C}' is shown on the screen.",
    f"It is simply not the case that {g}.",
    f"Not a single log holds '{G}'.",
    f"Wir sehen die Meldung '{C}' nicht.",
    f"{P}: not true, I have just posted a document.",
    f"Keine der Meldungen, auch nicht '{G}', ist zu sehen.",
    (
        f"The key pair exists, the role is assigned and, as I have verified, {c}. Nevertheless we "
        "are sent HTTP 403."
    ),
    f"12:01 PASSED {P}",
    f"✓ {C}",
    f"Everything is in order: {c}, the arrangement is active.",
    f"Laut Liste gilt: {C}. Trotzdem HTTP 401.",
    f"As agreed {p}, so please post to period 06.",
    f"J'ai vérifié que {c}, mais j'ai toujours une erreur 401.",
    f"Should you come across '{P}', inform the controlling team.",
    f"In the event of '{G}' the harbour master must be told.",
    f"What would happen if {g}?",
    f"Bei der Meldung '{C}' bitte den Vorgang abbrechen und neu beginnen.",
    f"Step 7: if {c}, skip to step 9.",
    f"Si aparece '{C}', llame al soporte.",
    f"I was hoping to see '{P}', yet the document was posted.",
    f"Why don't I get '{G}' although no papers were there?",
    f"Resolved - {C}",
    f"{C} >>> solved by creating a new key pair",
    f"We no longer receive '{P}'. You can close the case.",
    f"Das Problem '{C}' hat sich inzwischen erledigt, danke!",
    f"Two years ago a colleague had '{G}'.",
    f"Many thanks, it works! You may close this ticket.\n\n-----Original Message-----\n{C}",
    f"New in this release: the message '{P}' now names the company.",
    f"Bitte den Text '{P}' ins Englische übersetzen.",
    f"# TODO raise '{P}' here",
    f"The upload worked. It did not say that {c} this time.",
    f"Fortunately there was no '{C}' any more after the upload.",
    f"After the restart the message '{P}' did not come up again.",
    f"Seit dem Neustart tritt '{P}' nicht mehr auf.",
    f"'{C}' disappeared after we created a new key pair.",
    f"'{C}': this is now solved. Open: HTTP 401.",
    f"Hi, just to let you know that '{C}' was solved with your article. Thanks!",
    f"Update: the problem is solved.\n\nOriginal description:\n{C}",
    f"Der Fehler konnte behoben werden. Ticket kann geschlossen werden.\n\n> {C}",
    f"We do not have the problem '{P}', ours is about tax codes.",
    f"Our problem is not '{P}'.",
    f"Das Problem ist nicht '{P}', sondern die Steuer.",
    f"It is not about '{G}' but about a missing seal.",
    f"I know what '{C}' means, that is not my question. My question: how do I rename a user?",
    f"Before you start, make sure that {c}.",
    f"Stellen Sie sicher, dass {c}.",
    f"Prüfen Sie, ob {p}.",
    f"The list shows which {c}, so we know who holds it.",
    f"Precondition: {c}",
    f"Voraussetzung: {c}",
    f"Prerequisite: {p}. Then run the closing report.",
    f"[ok] {p}",
    f'assertEquals("{C}", message)',
    f"expect(page).toContain('{C}')",
    f"What if {p}? Can we still post with a special user?",
    f"When is the message '{P}' raised?",
    f"Under which circumstances does '{C}' appear?",
    f"We would like to suppress '{P}' for one user.",
    f"Please send a mail to us every time '{G}' is logged.",
    f"Alert rule: if message contains '{G}' then call harbour master",
    f"Searched the log for '{P}': no hits.",
    f"Known issues solved in this version:\n* {C}\n* Wrong icon",
    f"In the old system we had '{P}' quite often.",
    f"At my last company we used to see '{P}'.",
    f"Ein anderer Kunde hatte '{C}'. Bei uns ist es anders.",
    f"Wenn '{C}' angezeigt wird, wenden Sie sich an den Support.",
    f"Users who see '{C}' must call the hotline.",
    f"Customers facing '{C}' should read chapter 4.",
    f"This article explains what to do in case {p}.",
    f"I am not complaining about '{C}'.",
    f"We never got '{P}' in this system.",
    f"The system did not report '{G}'.",
    f"Nowhere does it say that {g}.",
    f'Es wird keine Fehlermeldung "{C}" ausgegeben, der Button ist nur grau.',
    f"Tatsächlich erscheint nicht '{C}', sondern eine leere Seite.",
    f"Confirmed: {c}. So that part is done.",
    f"According to the list {c}, as it should be.",
    f"Status check\n- role: yes\n- network: yes\n- {c}: yes\n\nOpen point: HTTP 403",
    f"I can see in the overview that {c}, which is correct. But the call ends with HTTP 401.",
    f"In the event that {g}, fill in form 12.",
    f"Sollte '{C}' erscheinen, melden Sie sich bitte.",
    f"Lorsque le message « {C} » apparaît, veuillez fermer la fenêtre.",
    f"We would have expected '{P}' here.",
    f"Erwartet hätten wir '{P}', aber es wurde gebucht.",
    f"Shouldn't the system say '{P}'?",
    f"{C}\n\n=> solved, user was deleted",
    f"{C} (fixed)",
    f"It turned out that '{C}' was only a typo in our script. Please close the ticket.",
    f"Der Fall '{C}' ist abgeschlossen.",
    f"As with '{C}' two years ago, I suspect the browser. The text today is: Page not found.",
    f"Can the text '{P}' be changed?",
    f"logger.error('{G}')",
]

LIVE = [
    f"Our intranet says {C}",
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
    f"No answer so far. {C}",
    f"Nobody can post any more: {P}",
    f"We have not changed anything. {G}",
    f"Neither the restart nor the update helped: {C}",
    f"I have not found anything about this in the documentation: {C}",
    f"Did you check it? It reads: {G}",
    f"Check of the period failed: {P}",
    f"The test ended with: {C}",
    f"Test case 12, expected result: document posted, actual result: {P}",
    f"When I press OK I get {C}",
    f"Sobald ich speichere, erscheint '{C}'.",
    f"If I upload it as a different user I still get '{C}'.",
    f"{P} - what do I do if this happens at night?",
    f"{C}\nIf you need access to the tenant, tell me.",
    f"The last ticket about the key store is solved. This one is about: {C}",
    f"Yesterday's problem (HTTP 403) is gone. Today: {C}",
    f"Das 401-Problem haben wir gelöst. Neues Problem: {C}",
    f"{C}\nThe other ticket, about the firewall, can be closed.",
    f"{P}. My colleague says this was solved for company DE20.",
    f"{G}. It was working fine until last year.",
    f"{G}\n{G}\nIt is urgent, please solve this until tomorrow.",
    f"{C}. This must be resolved before go-live.",
    f"10:02 DEBUG session closed\n10:02 DEBUG file released, resolved name srv1\n10:03 ERROR {P}",
    f"10:03 ERROR {P}\n10:03 DEBUG connection is closed\n10:04 INFO nothing to do",
    f"PASS login\nPASS open arrangement\nFAIL {C}",
    f"Upload: success\nAssign: {C}",
    f"For example, with user Tim: {C}",
    f"We use two key pairs instead of one. {C}",
    f"My translation of the German screen: {C}",
    f"Please improve the speed of support. {P} since three days!",
    f"The error message is back again: {C}",
    f"I followed the release notes and then: {G}",
    f"The feature request is filed, but we need help now: {P}",
    (
        "Hello team,\n\nI do what the manual says in chapter 3, but when I choose Upload the "
        f"system tells me that {c}.\n\nRegards\nUte"
    ),
    (
        f'Hello,\nwhile uploading I receive the error message "{C}". I already checked with our '
        "basis colleagues, they do not know it. What can we do?"
    ),
    (
        f"Sehr geehrte Damen und Herren,\n\nbeim Hochladen erhalten wir die Fehlermeldung „{C}“. "
        "Wir haben bereits geprüft, ob der Benutzer gesperrt ist. Das ist nicht der Fall.\n\nMit "
        "freundlichen Grüßen"
    ),
    f"Beim Buchen kommt die Meldung {P}, obwohl die Periode offen ist.",
    f"{P} although the period is open in OB52.",
    f"{P}, but I checked it and it is open!",
    f"We are sure that the period is open. Still we get {P}.",
    f"I thought this was solved, but again: {G}",
    f"Since the update: {C}",
    f"Seit dem Update: {C}",
    f"Ohne erkennbaren Grund: {C}",
    f"Without any change on our side we get {P}",
    f"User says: {P}. She cannot close the month.",
    f"Short text: {P}\nPriority: high\nStatus: new",
    f"Short text: {C}\nStatus: In process\nResolution: none yet",
    f"Ticket: INC001\nState: Reopened\nClosed by: Max\nDescription: {C}",
    f"1. Go to Communication Arrangements\n2. Choose Edit\n3. Upload\nResult: {C}",
    (
        f"Steps to reproduce:\n1. open the period screen\n2. post\nError: {P}\nExpected: the "
        "document is posted"
    ),
    f"Expected behaviour: no error. Actual behaviour: {C}",
    f"Erwartetes Ergebnis: Beleg gebucht. Tatsächliches Ergebnis: {P}",
    f"Check the attached log please. {G}",
    f"Please check this error: {C}",
    f"Can you please verify why {c}?",
    f"Bitte prüfen: {C}",
    f"{C}\n\nPlease fix this as soon as possible.",
    f"{C}. Is there a solution? If not, please escalate.",
    f"{G}? What does it mean?",
    f"What does '{P}' mean and how can I get rid of it?",
    f"How can this be solved: '{C}'?",
    f"Wie kann man das beheben? {C}",
    f"I cannot save. Reason according to the system: {C}",
    f"[INFO] start\n[INFO] no changes detected\n[ERROR] {C}\n[INFO] done",
    (
        f'ok: [host1]\nchanged: [host2]\nfatal: [host3]: FAILED! => {{"changed": false, '
        f'"reason": "x"}}\n\n{P}'
    ),
    f"Test 1 passed\nTest 2 passed\nTest 3 failed: {P}",
    f"HTTP/1.1 200 OK\n\n{P}",
    f"400 Bad Request: {C}",
    f"HTTP 500 Internal Server Error - {P}",
    f'It says "{C}" and I get HTTP 400 in the browser.',
    f"Kein Zugriff mehr auf die Schnittstelle, Meldung: {C}",
    f"Keine Ahnung, was das soll: {C}",
    f"Not sure if this is the right queue. {G}",
    f"Not urgent: {P}",
    f"The issue from last week is still not resolved: {C}",
    f"We were told it is fixed. It is not. {C}",
    f"{C}\nThis is not solved by the note you sent.",
    f"{C}\nWe could not solve it by ourselves.",
    f"{C} - I want this solved today.",
    f"The other team has the same problem: {C}",
    f"Another user gets the same message as me: {P}",
    f"After fixing the mapping we now get {C}.",
    f"Nach dem Import erscheint: {G}",
    f"Instead of a success message this pops up: {C}",
    f"Statt der Bestätigung erhalte ich: {C}",
    f"If I do it in the test tenant it works, in production it says {C}",
    f"In case you need it, the log: {C}",
    f"When certificates are renewed we always see {C}",
    f"As soon as the job starts the log is full of: {G}",
    f"As requested, here is the exact message: {C}",
    f"Wie gewünscht anbei der Text der Meldung: {C}",
    f"As expected it failed: {C}",
    f"Once more the same: {P}",
    f"my colleague closed the ticket by mistake. {P}",
    f"Fehler: {P}\nDas Problem ist wieder da, letzte Woche war es weg.",
    f"{C}\nWhat changed: nothing. We did everything as described.",
    f"Si intento subir el certificado, aparece: {C}",
    f"Quand je clique sur Enregistrer, le système affiche « {C} ».",
    f"No puedo guardar. {C}",
    f"Je ne peux pas enregistrer : {C}",
    f"Der Benutzer bekommt {P} angezeigt.",
    f"{P} - Bitte um Hilfe, wir können nicht buchen.",
    f"Wir haben nichts geändert, trotzdem: {P}",
    f"We upgraded last year and everything was good until today. Now the job log shows: {G}",
    f"This is the third ticket about it. The first two were closed without a solution. {C}",
    f"I know the manual, I know the note, and still: {C}",
    f"{P} is what the clerk sees. He has all roles, we verified that.",
    f"{C}\n\nWe verified that the role is there and that the arrangement is active.",
    f"The message is misleading, but anyway: {P}",
    f"Our trainer says it should work. {C}",
    f"See attached documentation of the error. Text: {G}",
    f"{C}. The workaround with the second browser no longer works.",
    f"{P}. It no longer lets us choose another period.",
    f"Die Übersetzung ist schlecht, aber es kommt: {C}",
    f"Wir haben gestern den Benutzer geändert. Seitdem: {C}. Vorher war alles gut.",
    f"Das Ticket wurde geschlossen, der Fehler besteht weiter: {P}",
    f"Kollege Meier ist im Urlaub und nicht erreichbar. {G}",
    f"Wenn das nicht bis morgen gelöst ist, eskalieren wir. {P}",
    f"{P}\n\nFalls Sie Fragen haben, rufen Sie mich an.",
    f"Im alten System ging es. Im neuen: {C}",
    f"Another colleague of mine opened the ticket, I only add the text: {C}",
    f"No change was made by us. {P}",
    f"Nothing helps. {C}",
    f"The import was successful. After that, on save: {C}",
    f"OK, here is the text: {C}",
    f"Good morning,\n{C}\nthanks",
    f"Great, now a new one: {C}",
    f"Thanks for the quick help. The next step gives: {C}",
    f"Thank you, it worked for the first system. On the second: {C}",
    f"ERROR: {G} (expected: papers)",
    f'status=failed expected=ok message="{C}"',
    f"Release 2405, tenant my1: {C}",
    f"In 2024 releases we see {C}",
    f"{C} <- that is what we get",
    f"-> {C}",
    f"# {C}",
    f"* {P}",
    f"- {P}\n- cannot post\n- urgent",
]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[kbassist.KnowledgeBase]:
    """The bundled articles, and two invented ones."""
    return [kbassist.open(cache=tmp_path_factory.mktemp("index")), written(SIGNATURES)]


def verdicts(bases: list[kbassist.KnowledgeBase], paste: str) -> list[Verdict]:
    """The answers of all bases to *paste*."""
    return [kb.match(paste).verdict for kb in bases]


@pytest.mark.parametrize("paste", [*SPOKEN_OF, *scenes_spoken_of.SPOKEN_OF], ids=ascii)
def test_what_is_only_spoken_of_is_no_match(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH not in verdicts(bases, paste)


@pytest.mark.parametrize("paste", [*LIVE, *scenes_live.LIVE], ids=ascii)
def test_words_around_a_live_message_do_not_hide_it(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH in verdicts(bases, paste)


PAPERS = """
newsletter 7/satisfaction survey/How satisfied are you?/commit 7be20aa/Reviewed-by: Kim/an article draft
status: draft
we have not started/we don't have this problem/unsubscribe/handover/post-mortem/lessons learned/housekeeping
the FAQ page/a ticket template/example text/Beispieltext/the translators/translation below/survey questions
Was the problem solved?/Release notes 7/duplicate of INC1/just curious/no incident/for your files
for information only/nothing to do for you/automatic reply/the auditors ask/bisher keinen Fehler
no action is needed/certification exam/billable/facturatie/credit note/alarm rules/Alarmregeln
cerramos el caso
we are closing the ticket/please close the case/closed as duplicate/Resolution: Fixed/mean in general
knowledge base articles looked at
"""


@pytest.mark.parametrize(
    "words", [one for row in PAPERS.split("\n") for one in row.split("/") if one]
)
def test_a_paper_that_nobody_has_to_answer_is_known_by_these_words(words: str) -> None:
    assert remarks.papers(f"Hello,\n{words}\nBye")[0][0] == 7 + words.index(
        remarks.papers(words)[0][1]
    )
