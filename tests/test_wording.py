"""What a snippet says around an article's parts: for whom, how much of it, in which language."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

import kbassist
from kbassist.match.revision import choose
from kbassist.model import (
    Audience,
    Confidence,
    Flag,
    Form,
    KBError,
    Match,
    MissingValues,
    Node,
    Revision,
    Section,
    Source,
    Variable,
    Wording,
)
from kbassist.render import FORMATS, RENDERERS
from kbassist.render.document import LABELS
from kbassist.tailor import NOTES, tailor
from kbassist.wording import (
    CUSTOMER,
    CUSTOMER_SUMMARY,
    DESK,
    DESK_SUMMARY,
    LANGUAGES,
    LINE,
    read,
    wording,
)
from tests.render.examples import CERTIFICATE, found, paragraph, steps, values

BOTH = values(existing_user="_A", new_user="_B")


def written(
    audience: Audience,
    form: Form = Form.FULL,
    language: str = "en",
    *,
    ticket: str = "",
    revision: Revision = CERTIFICATE,
    given: Mapping[str, Variable] = BOTH,
    match: Match | None = None,
) -> str:
    said = wording(audience, language, form, ticket)
    return RENDERERS["text"](tailor(revision, given, audience=audience, match=match, wording=said))


def in_order(text: str, *pieces: str) -> bool:
    """Whether the pieces stand in the text in this order."""
    return bool(re.search(".*".join(map(re.escape, pieces)), " ".join(text.split())))


def test_a_customer_gets_a_letter() -> None:
    text = written(Audience.CUSTOMER)
    assert in_order(
        text,
        "Hello, We have found",
        "Certificate is already assigned to user _A.",
        "Why One certificate, two users: _A has it already.",
        "What to do Give the second user a certificate of its own:",
        "1. Open the communication arrangement.",
        "2. Check that the user ID is _B",
        "3. Choose Download",
        "How to see that it worked The upload ends without an error.",
        "What we need back",
        "This answer is article 2577062, revision 2.",
        "Kind regards",
    )


def test_the_desk_gets_what_it_needs_to_check() -> None:
    text = written(Audience.INTERNAL, given=found().variables, match=found())
    assert in_order(
        text,
        "INTERNAL - not for the customer Article 2577062, revision 2, validated",
        "Certificate is already assigned to user _SVC_ERP",
        "Verdict: match, 97%",
        "Recognised: Certificate is already assigned to user _SVC_ERP",
        "Revision 2: newest; nothing in the text decides",
        "user who holds the certificate: _SVC_ERP - from the message",
        "user of this arrangement: unknown - not in the text",
        "Resolution",
        "1. Open",
        "Internal: | Never take it away",
        "Verification",
        "Internal Notes Ask the integration desk",
        "Escalation Component LOD-CRM-INT-ERP",
    )
    assert "Hello" not in text


@pytest.mark.parametrize("audience", Audience)
def test_a_line_is_a_line_in_every_format_that_has_lines(audience: Audience) -> None:
    said = wording(audience, "en", Form.LINE)
    snippet = tailor(CERTIFICATE, BOTH, audience=audience, wording=said)
    assert "(article 2577062, revision 2)" in RENDERERS["text"](snippet)
    for form in FORMATS:
        if form not in ("json", "adf"):
            assert RENDERERS[form](snippet).count("\n") == 1, form


LONG = replace(
    CERTIFICATE,
    sections=tuple(
        one._replace(nodes=(*one.nodes, paragraph("Then save, or all is lost.")))
        for one in CERTIFICATE.sections
    ),
)
"""The article with more behind its list of steps."""


@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.INTERNAL])
def test_a_summary_for_others_has_all_the_steps(audience: Audience) -> None:
    text = written(audience, Form.SUMMARY, revision=LONG)
    assert in_order(
        text,
        "_A has it already.",
        "1. Open",
        "3. Choose",
        "Then save, or all is lost.",
        "Article 2577062, revision 2",
    )
    for left_out in ("Hello", "Kind regards", "The upload ends"):
        assert left_out not in text


def test_a_summary_for_the_desk_ends_with_the_first_list_and_says_so() -> None:
    more = "There is more to do; see the article."
    text = written(Audience.INTERNAL, Form.SUMMARY, revision=LONG)
    assert in_order(text, "1. Open", more, "Article 2577062, revision 2")
    assert "Then save" not in text
    whole = replace(CERTIFICATE, sections=(Section("Resolution", (steps("Open it."),)),))
    assert more not in written(Audience.INTERNAL, Form.SUMMARY, revision=whole)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ticket_is_named_where_there_is_one(
    audience: Audience, form: Form, language: str
) -> None:
    assert "INC0012345" in written(audience, form, language, ticket="INC0012345")
    assert "ticket" not in written(audience, form, language).lower()


def test_the_first_words_are_the_readers_own() -> None:
    line = "Certificate is already assigned to user _A (article 2577062, revision 2)"
    assert written(Audience.CUSTOMER).startswith("Hello,\n")
    assert written(Audience.CUSTOMER, Form.LINE) == f"{line}\n"
    assert written(Audience.CUSTOMER, Form.LINE, ticket="T-1") == f"Ticket T-1: {line}\n"
    desk = written(Audience.INTERNAL, Form.LINE, ticket="T-1")
    assert desk == f"INTERNAL - not for the customer: Ticket T-1: {line}\n"


def test_german_labels() -> None:
    match = found()
    text = written(Audience.INTERNAL, language="de", given=match.variables, match=match)
    assert in_order(
        text,
        "INTERN - nicht für den Kunden Artikel 2577062, Revision 2, geprüft",
        "Ergebnis: Treffer, 97%",
        "Erkannt: Certificate is already assigned to user _SVC_ERP",
        "Revision 2: die neueste; nichts im Text entscheidet",
        "user who holds the certificate: _SVC_ERP - aus der Meldung",
        "user of this arrangement: unbekannt - steht nicht im Text",
        "Komponente LOD-CRM-INT-ERP",
    )
    english = LABELS["en"]
    for word in (english.verdict[:7], english.recognised, "unknown", "validated", "Component"):
        assert word not in text
    assert "_ABC ist das eigene Beispiel des Artikels" in " ".join(
        written(
            Audience.INTERNAL,
            language="de",
            given={"existing_user": Variable("_ABC", None, None, (Flag.EXAMPLE,))},
        ).split()
    )
    same = values(existing_user="_A", new_user="_a")
    assert "Hinweis: The certificate is already" in written(
        Audience.CUSTOMER, language="de", given=same
    )


def test_every_reason_for_a_revision_is_said_in_every_language() -> None:
    said = re.findall(r'return [^\n]*, f?"([^"\n]+)"', inspect.getsource(choose))
    assert len(said) > 5
    for reason in said:
        reason = re.sub(r"\{\w+\}", "1605", reason)
        reason = f"{reason}C4C" if reason.endswith(" ") else reason
        for language, say in LABELS.items():
            told = say.reason(reason)
            assert (told == reason) == (language == "en"), reason
            assert ("1605" in told, "C4C" in told) == ("1605" in reason, "C4C" in reason)


def test_every_language_has_all_labels() -> None:
    assert set(NOTES) == set(LANGUAGES)
    assert set(LABELS) == set(LANGUAGES)
    for say in LABELS.values():
        assert set(say.sources) == set(Source)
        assert set(say.flags) == set(Flag)
        assert set(say.states) == set(Confidence)


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("en", "Hello"),
        ("de", "Guten Tag"),
        ("de-AT", "Guten Tag"),
        ("DE", "Guten Tag"),
        ("fr", "Hello"),
    ],
)
def test_languages(language: str, greeting: str) -> None:
    assert f"{greeting}," in written(Audience.CUSTOMER, language=language)


def test_every_language_says_whom_it_is_for_and_has_the_same_parts() -> None:
    assert written(Audience.CUSTOMER, language="de").startswith("Guten Tag,\n")
    assert written(Audience.INTERNAL, language="de").startswith("INTERN - nicht für den Kunden\n")
    for texts in (CUSTOMER, DESK, CUSTOMER_SUMMARY, DESK_SUMMARY, LINE):
        assert set(texts) == set(LANGUAGES)
        assert len({tuple(re.findall(r"\{\{\w+\}\}", text)) for text in texts.values()}) == 1


def test_what_is_empty_has_no_heading() -> None:
    bare = replace(CERTIFICATE, sections=(Section("Resolution", (paragraph("Call us."),)),))
    text = written(Audience.CUSTOMER, revision=bare)
    assert "What to do\nCall us." in text
    for heading in ("Why", "How to see"):
        assert heading not in text
    assert "Escalation" not in written(
        Audience.INTERNAL, revision=replace(bare, components=()), given=BOTH
    )


def test_a_cause_with_a_blank_is_left_out_and_steps_with_one_are_refused() -> None:
    cause = Section("Cause", (paragraph("Because of {{new_user}}."), paragraph("And more.")))
    plain = Section("Resolution", (paragraph("Do it at {{existing_user}}."),))
    article = replace(CERTIFICATE, sections=(cause, plain))
    text = written(Audience.CUSTOMER, revision=article, given=values(existing_user="_A"))
    assert "Why" not in text
    assert "Do it at _A." in text
    told = written(Audience.CUSTOMER, revision=article)
    assert "Because of _B." in told
    assert "And more." not in told
    with pytest.raises(MissingValues):
        written(Audience.CUSTOMER, given=values(existing_user="_A"))


def test_where_nothing_is_to_be_done_the_letter_says_just_that() -> None:
    text = written(Audience.CUSTOMER, given=values(existing_user="_A", new_user="_a"))
    assert in_order(
        text, "Hello", "Note: The certificate is already where it should be.", "Kind regards"
    )
    for left_out in ("Why", "What to do", "1."):
        assert left_out not in text


def test_an_internal_part_asked_for_by_a_customers_wording_is_empty() -> None:
    said = wording(Audience.INTERNAL, "en")
    snippet = tailor(CERTIFICATE, BOTH, audience=Audience.CUSTOMER, match=found(), wording=said)
    for form in FORMATS:
        text = RENDERERS[form](snippet)
        for secret in ("alias", "LOD-CRM", "97%", "validated,", "newest"):
            assert secret not in text
        assert form == "json" or "Download" in text


def test_the_articles_own_values_stand_in_a_wording() -> None:
    said = Wording(read("About {{existing_user}}.\n\nAbout {{elsewhere}}.\n\n{{steps}}"))
    text = RENDERERS["text"](tailor(CERTIFICATE, BOTH, audience=Audience.CUSTOMER, wording=said))
    assert "About _A." in text
    assert "elsewhere" not in text
    assert text.count("About") == 1


def test_a_list_in_a_cause_is_no_reason_in_one_line() -> None:
    cause = Section("Cause", (Node("bullets", (Node("item", ("x",)),)), paragraph("So it is.")))
    article = replace(CERTIFICATE, sections=(cause, *CERTIFICATE.sections[1:]))
    assert "Why\nSo it is." in written(Audience.CUSTOMER, revision=article)


def test_python_gets_the_same_letter() -> None:
    with kbassist.open() as kb:
        article = kb.get("2577062")
        given = {"existing_user": "_A", "new_user": "_B"}
        letter = kb.snippet(article, audience="customer", values=given, language="de")
        assert "Guten Tag" in letter
        line = kb.snippet(article, audience="customer", values=given, form="line")
        assert line.count("\n") == 1
        with pytest.raises(KBError, match="no form is called 'short'"):
            kb.snippet(article, form="short")
