"""Mails, tickets and remarks around a message that is only spoken of, in many languages.

`tests/test_mentions.py` tries them together with its own.
"""

from __future__ import annotations

C = "Certificate is already assigned to user _CPI_DEV"
G = "Cargo B12 has left the harbour without papers of carrier 77"
P = "Posting period 05 is closed for company DE10"
c, g, p = (one[0].lower() + one[1:] for one in (C, G, P))

HISTORY = (
    "Dear colleague,\n\nwe looked into it with the people of the basis team. The reason is that one key "
    "was used for two partners, which the system does not allow. Please follow the article we sent, step "
    "by step, and tell us whether it went through. Do not forget to save at the end, or else nothing at "
    "all is written, and to deploy once more what has been changed.\n\nRegards\nSupport desk\n\n"
)
"""What stands between a short answer and the message it is about; more than a few sentences."""

SPOKEN_OF = [
    f"Satisfaction survey - reply\nTicket: '{P}'\nHow satisfied are you with the speed? 4 of 5",
    f"commit 7be20aa\nAuthor: Kim\n\n    Mock: answer '{C}' on duplicates",
    f"Article draft, please review:\nSymptom\nThe program shows '{G}'.",
    f"Is there an article for '{P}'? We do not have the problem, I collect links.",
    f"Спасибо, ошибка '{C}' больше не появляется, можно закрыть.",
    # words for "over" in the message's own sentence, however it is put
    f"Trouble '{P}' was last Monday, behoben by the team. Today: the printer is out of paper.",
    f"Vi har løst '{C}'. But how does one change the logo?",
    f"El aviso '{C}' ya se solucionó el lunes. Necesitamos más licencias.",
    f"Der Hinweis '{P}' tritt seit dem Update nicht mehr auf. Danke!",
    # in a letter that goes on to something else
    f"Subject: Re: {C}\n\nHello Kim,\n\nthe new key was the right idea, the certificate "
    f"trouble is gone. Many "
    "thanks to all!\n\nSince noon however every order from the shop ends with HTTP 401 in "
    "the log, which was "
    "never seen before. User _SHOP is used. Could you look into that one?\n\nKind regards\nRobin\n\n"
    f"-----Original Message-----\nFrom: Robin\nSubject: {C}\n\nHello Kim,\nwe get\n{C}\nWhat now?",
    "Grüß Gott,\n\ndas mit dem Zertifikat hat sich erledigt, alles läuft.\n\nJetzt "
    "bräuchten wir aber etwas "
    "anderes: Frau Huber soll Leserechte bekommen. Welche Rolle braucht sie dafür, und wer "
    "genehmigt das bei uns? "
    f"Es eilt ein wenig, denn sie fängt am Montag bei uns an.\n\nLG\nToni\n\n> Von: Toni\n> "
    f"Fehlermeldung wörtlich:\n> '{C}'\n> Was tun?",
    # papers that nobody has to answer
    f"Newsletter of the integration team, issue 12\n\nErrors our readers asked about:\n1. {C}\n2. {P}",
    f"Handover for my holiday:\na) Harbour Ltd: '{G}' - customer is happy\nb) Shop: open, "
    f"waiting for a trace",
    f"Dear team,\nfor the FAQ page: '{P}' - can you add it?",
    f"The auditors (Ms. Lee, Mr. Roy) ask for evidence. The system says '{C}', see annex C.",
    f"Test 17\nExpected result: the pop-up '{C}' appears.\nStatus: PASSED",
    f"Ticket template 4, example text: '{P}'",
    f"Summary: {C}\nResolution: Fixed\n[23/Aug] works, thanks.",
    # no more, and solved, in the middle of other words
    f"Bonne nouvelle : nous n'avons plus le message « {C} ».",
    f"La semaine passée il y avait « {G} », c'est corrigé. Maintenant un autre souci.",
    f"Minutes: Tom said that the '{P}' trouble of the last release has been solved by finance.",
    # a report that all is well
    f"Update for the steering group: {c}, smoke test OK, we go live.",
    f"For the cutover list: {c}, so nothing is to be done there.",
    f"Support survey: how happy were you with our answer on '{G}'?",
    # what may come, what somebody said, what is written down
    f"Under which conditions does the program show '{P}'? We only plan so far.",
    f"We were told in the training that the system says '{g}'. Is that so?",
    f"A partner warned us that next month we may run into '{P}'.",
    f"When you see '{C}', do not delete anything; create a new one (see page 7).",
    f"Handbook, page 3\nPossible errors:\n - The disk is full\n - {C}\n - The key is lost",
    f"Known issue in release notes 7.1: '{P}' is shown twice.",
    f"If you get the message 'The {c}', never delete it.",
    # the newest part of a mail says that it is over
    f"Many thanks, that did the trick!\n\nVon: Desk\nGesendet: Montag\nAn: Ute\nBetreff: Buchen\n\n{P}",
    f"Hello, all good now.\n\nBest\nTom\n\nOn Wed, 2 Oct 2024 at 10:11, Desk wrote:\n{HISTORY}> {C}",
    f"Es funktioniert jetzt, danke!\n\nAm 02.10.2024 um 10:11 schrieb Support:\n{HISTORY}> {G}",
    f"Hi, you can close this one, it is running again.\n\n________________________________\n"
    f"From: Desk\nSent: Monday, 4 March\nTo: Tom\nSubject: RE: your case\n\n{HISTORY}{C}",
    f"Super, das war's. Danke und Gruß\n\n-----Ursprüngliche Nachricht-----\nVon: Desk\n\n{HISTORY}{P}",
    f"Merci, ça marche maintenant.\n\nLe 4 mars 2025 à 10:02, Support a écrit :\n> {C}",
    f"Gracias, ya funciona.\n\nEl 4 de marzo de 2025, Soporte escribió:\n> {C}",
    f"Grazie, adesso funziona.\n\nIl giorno 4 marzo 2025 Supporto ha scritto:\n> {P}",
    f"Obrigado, já está resolvido.\n\nEm 4 de março de 2025, Suporte escreveu:\n> {G}",
    f"Bedankt, het is opgelost.\n\nOp 4 maart 2025 schreef Support:\n> {C}",
    f"Dziękuję, już działa.\n\nW dniu 4.03.2025 Wsparcie napisał:\n> {C}",
    f"Confirmed, the upload went through today. Thanks!\n\n> {HISTORY.strip()}\n> {C}",
    f"No longer an issue on our side.\n\n> {G}\n> {G}",
    f"Fixed. The new question is how to rename the partner, I will open another ticket.\n\n> {C}",
    f"Resolved, please archive.\n\nBegin forwarded message:\n\nFrom: Ann\nSubject: period\n\n{P}",
    f"{'We could post the documents this morning. '}The issue is resolved.\n\nFrom: Desk\nTo: Ann\n\n{P}",
    # fields of a ticket
    f"Ticket 4711\nState: Resolved\nPriority: 3\nDescription: {G}",
    f"Incident: INC7\nPriority: low\nIncident state: Closed\nCaller: Ann\n\nDescription:\n{P}",
    f"Vorgang 12\nZustand: Erledigt\nKurztext: {C}",
    f"Status: Geschlossen\nBetreff: {P}",
    f"Titel: {G}\nPriorität: hoch\nBearbeiter: Ute\nStatus: Abgeschlossen",
    f"État : Résolu\nTitre : {C}",
    f"Estado: Cerrado\nAsunto: {C}",
    f"Stato: Risolto\nOggetto: {P}",
    f"Summary: {C}\nReporter: Ann\nAssignee: Tom\nPriority: Medium\nStatus: Done\nResolution: Fixed",
    f'{{"id": 7, "title": "{C}", "state": "resolved", "owner": "ann"}}',
    f'{{\n  "number": "INC7",\n  "status": "Closed",\n  "short_description": "{P}"\n}}',
    f"id;title;status;owner\n7;{C};Closed;ann",
    f"| INC7 | {C} | Resolved | ann |",
    f"INC7\t{C}\tDone\tann",
    f"Your request REQ77 ({C}) has been resolved. No reply is needed.",
    f'Ihre Meldung "{C}" wurde geschlossen.',
    # over, in other languages
    f'El problema "{C}" ya se ha resuelto, gracias.',
    f"Problem „{C}” został rozwiązany, dziękuję.",
    f"Проблема «{C}» решена, спасибо.",
    f"Problém „{C}“ byl vyřešen, děkujeme.",
    f'"{C}" sorunu giderildi, teşekkürler.',
    f"Problemet ”{C}” är åtgärdat, tack.",
    f'Fejlen "{C}" er løst, tak.',
    f"Feilen «{C}» er nå løst.",
    f'Virhe "{C}" on korjattu, kiitos.',
    f"错误“{C}”已解决，谢谢。",
    f"「{C}」のエラーは解決済みです。",
    f"'{C}' 문제가 해결됐습니다. 감사합니다.",
    f"A(z) „{C}” hiba megoldódott, köszönjük.",
    f"Eroarea „{C}” a fost rezolvată, mulțumim.",
    f'L\'errore "{C}" è stato risolto ieri.',
    f'O erro "{C}" já foi corrigido.',
    f'De fout "{C}" is verholpen.',
    f"Das Problem ist gelöst. {P}",
    f"Il problema è risolto. {C}",
    f"Problem jest rozwiązany. {C}",
    f"Проблема решена. {C}",
    f"Le problème est résolu. {G}",
    # over, on one line
    f"UPDATE: fixed by a restart. Original post: {G}",
    f"[SOLVED] {C}",
    f"Please close REQ12 ({P}), we can post again.",
    f"Your hint concerning '{C}' solved it, thank you.",
    f"The note you sent for '{P}' did help, we are done.",
    # denied, or another one is the real one
    f"That's not '{C}', is it? Ours is a timeout.",
    f"We searched for '{G}', but ours is another error: the crane stands still.",
    f'Die Meldung "{P}" erscheint bei uns gar nicht, es kommt ein Zeitüberschreitungsfehler.',
    f"Chez nous le message « {P} » ne s'affiche pas.",
    f"A nosotros no nos aparece '{C}'.",
    f"Unlike the plant in Lyon, which gets '{P}', we cannot even start the program.",
    f"We feared '{G}' would come, but the ship left with all papers. Who archives them?",
    f"Until June the text was: {P}. After the upgrade it says: Internal error 500.",
    f"'{G}' was last week's trouble. This week: printer does not answer.",
    f"It is a different error from '{C}', please do not mix them up: HTTP 502.",
    f"Another team got '{P}'; ours is something else: no authorisation.",
    f"{P}? No, we can post. The issue is the print-out.",
    f"grep -c '{G}' /var/log/harbour.log\n0",
    f"0 results for '{C}'",
    f"The problem isn't that {p}. It is that nobody may print.",
    # a statement of fact
    f"As {p}, postings should be refused, but they go through. Why?",
    f"We are aware that {p}, this is intended. We only want to know who closed it.",
    f"I know that {c}; that is deliberate.",
    f"{P} and everything runs as it should. When will 06 be closed?",
    f"- [x] {P}\n- [ ] print the balance sheet",
    f"☑ {C}",
    f"Just for your information, nothing to do: {G}",
    f"Done: {p}. What is the next step?",
    f"Now that {p}, how do we print the balance?",
    # about messages, general, hypothetical, automatic
    f"In general, what is meant by '{C}'? We do not use the system yet.",
    f"Could '{P}' also occur in the test client?",
    f"Will users get '{P}' if I close it at noon?",
    f"Would the system show '{G}' if the papers come later?",
    f'Abwesenheitsnotiz: Ich bin bis Freitag nicht im Büro. Ihre Nachricht "{C}" lese ich danach.',
    f"Auto-Reply: Re: {C}. Thank you for your mail, I am on leave.",
    f"Wie zufrieden waren Sie mit der Lösung zu '{C}'?",
    f"Please rate our support for your request '{P}'.",
    f"Monthly report: 12 x '{C}', 4 x 'HTTP 401'.",
    f"Top searches: '{C}' (41), 'HTTP 401' (12)",
    f"Macro 17: answer to '{C}'",
    f"Lessons learned: '{G}' was noticed too late. Train the clerks.",
    f"Agenda item 3: how to explain '{P}' to new clerks",
    f"Training material: '{P}' and other common messages",
    f"Feature request: '{C}' should be a warning instead of an error.",
    f"Idea: turn '{P}' into a warning.",
    f"User story: as a clerk I would like to read more than '{P}', so that I know whom to ask.",
    f"In which log file would I find '{C}'? I am building an alert.",
    f"Quiz: what do you do when you see '{G}'?",
    f"Translation memory\nEN: {P}\nDE: Die Periode ist zu",
    f"Pull request 12: replace '{G}' by a shorter text",
    f"Postmortem of March: '{G}' cost us a day. Action: check the papers earlier.",
    # more of all kinds
    (
        "Hi team,\n\nwe tested this morning and everything runs smoothly. Thanks for the great "
        "support!\n\nKind regards\nEva\n\nVon: Desk <desk@x.example>\nGesendet: Dienstag, 5. "
        "März 2024 08:00\nAn: Eva\nBetreff: AW: Buchung\n\nHallo Eva,\nbitte einmal probieren.\n"
        f"\n{P}"
    ),
    f"Top, klappt!\n\nAm Di., 5. März 2024 um 08:00 Uhr schrieb Desk <desk@x.example>:\n\n> {P}",
    f"thx works\n\n> {C}",
    (
        "Problem is fixed on our end. No further help needed.\n\nOn 5 Mar 2024, at 08:00, Desk "
        f"<desk@x.example> wrote:\n\n> Hello,\n> you wrote:\n> {G}"
    ),
    f"The case can be closed.\n\n-----Original Message-----\n{G}",
    f"Kann zu.\nDanke!\n\n> {P}",
    f"Erledigt.\n\n-----Ursprüngliche Nachricht-----\nVon: Ute\nAn: Desk\n\n{P}",
    f"Yes, it is solved now, please close it.\n\n> Is it solved?\n> {C}",
    (
        "Tout est rentré dans l'ordre, merci.\n\nDe : Support\nEnvoyé : lundi\nObjet : RE: "
        f"certificat\n\n{C}"
    ),
    (
        "Todo funciona correctamente, muchas gracias.\n\nDe: Soporte\nEnviado: lunes\nAsunto: "
        f"RE: puerto\n\n{G}"
    ),
    f"Dzięki, działa!\n\n> {P}",
    f"Спасибо, всё работает.\n\n> {C}",
    f"Tack, nu fungerar det.\n\n> {C}",
    f"谢谢，现在可以了。\n\n> {C}",
    f"ありがとうございます。解決しました。\n\n> {C}",
    f"No further action needed, the upload succeeded.\n\n> {C}",
    f"Request status: Completed\nRequest number: REQ1\nSummary: {P}",
    f"Number: INC8\nState: Closed\nShort description: period\nDescription: Since noon: {P}",
    f"Issue: HARB-12\nStatus: RESOLVED\nPriority: Major\nDescription\n{G}",
    f"Ticket #12 [closed]: {C}",
    f"INC0012 - Closed - {C}",
    f"Ticket 12: {G} (closed)",
    f"Closed: Yes\nTitle: {P}",
    f"Resolution code: Solved\nShort description: {P}",
    f"<ticket><status>closed</status><title>{C}</title></ticket>",
    f'status=resolved summary="{C}"',
    f"Ticket INC1 was set to Resolved. Description: {P}",
    f"Your ticket has been closed. Subject: {C}",
    f"This incident has been resolved: {P}",
    f'La incidencia "{C}" fue resuelta ayer.',
    f'El caso "{C}" quedó cerrado.',
    f'Zgłoszenie "{C}" zostało zamknięte.',
    f"Заявка «{C}» закрыта.",
    f"Požadavek „{C}“ byl uzavřen.",
    f"Ärendet ”{C}” är stängt.",
    f"Het probleem '{C}' is inmiddels opgelost.",
    f'O problema "{C}" foi solucionado, obrigado!',
    f"Le souci « {C} » a été corrigé.",
    f"Meldingen «{C}» er borte nå.",
    f"“{C}”这个问题已经修复了。",
    f'Mulțumim, eroarea "{C}" a dispărut.',
    f"That message ('{C}') isn't what we get. We get a time-out.",
    f"You answered '{C}', but we asked about the printer.",
    f"Your article is about '{C}', we have another problem: HTTP 403.",
    f"It's not the '{C}' case again, this time the role is missing.",
    f"Wir haben nicht '{C}', sondern HTTP 500.",
    f"Nous n'avons pas « {C} » mais une erreur 500.",
    f'Non abbiamo l\'errore "{C}", ma HTTP 500.',
    f'Não temos o erro "{C}", mas sim HTTP 500.',
    f"We hebben niet '{C}', maar HTTP 500.",
    f'Nie mamy błędu "{C}", tylko HTTP 500.',
    f"У нас не «{C}», а HTTP 500.",
    f"The log contains no line with '{G}'.",
    f"I looked for '{G}' in the log but could not find it.",
    f"Is '{C}' a known message of your product?",
    f"What is the difference between '{C}' and 'Certificate expired'?",
    f"Example of an error message: {C}",
    f"For example, a customer may write '{P}'.",
    f"Sample ticket for the new colleagues: {P}",
    f"Demo text: {G}",
    f"Webinar: why '{C}' appears and what to do",
    f"Newsletter March: how to handle '{P}'",
    f"Imagine a clerk reads '{P}'. What would you do?",
    f"Weekly meeting notes: discussed '{G}', nothing open.",
    f"Ich bin im Urlaub. Ihre Nachricht '{C}' wird nicht weitergeleitet.",
    f"{C}: works as designed, closing.",
    f"{C} - false alarm, sorry!",
    f"False alarm: {P}",
    f"Please ignore my last mail ({C}).",
    f"Sorry, my mistake: '{P}' was for another company. All good.",
    f"Never mind, '{C}' came from my typo.",
    f"Bitte ignorieren: {C}",
    (
        "Good morning Sara,\n\nissue is sorted, the clerk had chosen the wrong year. Please set "
        "the ticket to closed.\n\nBest regards\nOla\n\nFrom: Sara\nSent: 12 May\nTo: Ola\n"
        "Subject: Re: posting\n\nCould you send a screenshot?\n\nFrom: Ola\nSent: 11 May\nTo: "
        f"Sara\nSubject: posting\n\n{P}"
    ),
    f"We found the reason ourselves, it is running. Thanks!\n\n> {C}",
    f"Hallo, hat sich erledigt.\n\nAm 3.5. schrieb Desk:\n> {G}",
    (
        "Guten Tag, Fall kann geschlossen werden, Fehler tritt nicht mehr auf.\n\nVon: Desk\n"
        f"Gesendet: Montag\n\n{C}"
    ),
    (
        "Bonjour, le problème est résolu, vous pouvez clôturer le ticket.\n\nLe lun. 4 mars 2024 "
        f"à 10:00, Desk <d@x.example> a écrit :\n\n> {C}"
    ),
    (
        "Hola, ya quedó resuelto. Saludos\n\nEl lun, 4 mar 2024 a las 10:00, Desk "
        f"(<d@x.example>) escribió:\n> {P}"
    ),
    f"Ciao, problema risolto, grazie mille.\n\n> {P}",
    f"Olá, o problema foi resolvido. Podem fechar o chamado.\n\n> {G}",
    f"Hoi, is inmiddels opgelost. Mag dicht.\n\n> {C}",
    f"Dzień dobry, problem został rozwiązany.\n\n> {C}",
    f"Добрый день, проблема решена, можно закрывать.\n\n> {C}",
    f"Merhaba, sorun çözüldü.\n\n> {C}",
    f"Hej, problemet är löst.\n\n> {P}",
    f"Hei, feilen er rettet. Takk!\n\n> {P}",
    f"Moi, ongelma on ratkaistu, kiitos.\n\n> {P}",
    f"您好，问题已解决，请关闭工单。\n\n> {C}",
    f"お世話になっております。本件は解決済みです。\n\n> {C}",
    f"안녕하세요, 문제가 해결되었습니다.\n\n> {C}",
    f"Üdv, a hiba megszűnt, köszönöm.\n\n> {C}",
    f"Bună ziua, problema a fost rezolvată.\n\n> {C}",
    f"Update from user: it is working fine after the restart.\n\n-----Original Message-----\n> {G}",
    f"Key: HARB-1\nSummary: {G}\nType: Bug\nStatus: Closed\n",
    f"Ticket-Nr: 4711\nTicketstatus: gelöst\nBeschreibung: {P}",
    f"INC001 | P3 | {P} | Closed",
    f'"INC001","{C}","Resolved","Ann"',
    f"Incident INC001 has been closed by Ann.\n\nShort description: {C}",
    f"Stav: Uzavřeno\nPředmět: {C}",
    f"Статус: Закрыто\nТема: {C}",
    f"状态：已关闭\n标题：{C}",
    f"Status: Avsluttet\nEmne: {P}",
    f"Status: Gesloten\nOnderwerp: {C}",
    f"Statut : Clôturé\nObjet : {C}",
    f"Status: Zamknięte\nTemat: {P}",
    f"'{P}' has since been sorted out by controlling.",
    f"Since yesterday '{P}' is history.",
    f"{C}: resolved with article 12.",
    f"Root cause found and corrected for: {G}",
    f'Das Thema "{C}" ist vom Tisch.',
    f"The text '{G}' never shows up here, we see a blank page.",
    f"Nowhere in our trace do we find '{G}'.",
    f"It can't be '{P}', because the period is open.",
    f"We do not suffer from '{C}', our trouble is the proxy.",
    f"Different from the '{C}' ticket, this one is about roles.",
    f"I first thought of '{C}', but it is a proxy error.",
    f"Earlier it said '{C}', today it says 'Certificate expired'.",
    f"We no longer see {C} but 'Certificate expired'.",
    f"No, not '{P}'. The message is 'Tax code missing'.",
    f"Whereas the others get '{P}', I am not even able to log on.",
    f"Given that {p}, when will 06 be opened?",
    f"How often was '{C}' logged last month?",
    f"How many users got '{P}' last year?",
    f"At what point of the process does the system check for '{G}'?",
    f"Would '{P}' be raised for a reversal?",
    f"Can you send me a list of all tickets with '{C}'?",
    f"I am writing a manual. Chapter 3 is about '{C}'.",
    f"For our FAQ: what should we write about '{P}'?",
    f"Out of Office: Thanks for your mail. I'm back on Monday. > {C}",
    f"Automatische Antwort: {C}\n\nIch bin nicht im Büro.",
    f"Satisfaction survey: Your ticket '{P}' was closed. How did we do?",
    f"Dear customer, we have closed your incident '{C}'. Please rate us.",
    (
        "Hi all, quick feedback: we could upload it today, all fine. Many thanks!\n\nFrom: Desk\n"
        f"Sent: Friday\nTo: us\n\n{C}"
    ),
    f"Moin, läuft wieder, danke euch!\n\nAm 1.2.2024 um 9:00 schrieb Desk:\n> {G}",
    (
        "Hello, this was a user error, you can close the case.\n\n-----Original Message-----\n"
        f"From: me\n\n{G}"
    ),
    (
        "Number: INC77\nPriority: 4 - Low\nState: Resolved\nResolved by: Ann\nShort description: "
        f"Error at posting\nDescription: Clerk gets {P} since noon"
    ),
    f"Type: Incident | Status: Closed | Title: {C}",
    f"jira;HARB-9;{G};Done",
    f"{C} -> closed",
    f"Den Fehler '{P}' haben wir behoben.",
    f"L'anomalie « {C} » est corrigée.",
    f"Este incidente ({P}) ya fue cerrado.",
    f"Wir bekommen '{C}' nicht mehr, jetzt aber HTTP 403.",
    f"We're not getting '{G}', we get nothing at all.",
    f"Will '{C}' be shown again after the renewal?",
    f"Please do not worry about '{C}', we did that deliberately.",
]
"""None of these may be answered with a match."""
