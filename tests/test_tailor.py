"""Who may see what, and with which values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbassist.model import (
    Audience,
    Confidence,
    Filled,
    Flag,
    KBError,
    Missing,
    MissingValues,
    Node,
    NotForAudience,
    Placeholder,
    Revision,
    Section,
    Snippet,
    Source,
    Variable,
    walk,
)
from kbassist.tailor import section_name, tailor
from tests.render.examples import CERTIFICATE, found, paragraph, steps, values

BOTH = values(existing_user="_A", new_user="_B")
OUTSIDE = [Audience.PARTNER, Audience.CUSTOMER, Audience.PUBLIC]


def names(snippet: Snippet) -> list[str]:
    return [section.name for section in snippet.sections]


def kinds(snippet: Snippet) -> set[str]:
    nodes = (node for section in snippet.sections for node in walk(section.nodes))
    return {node.kind for node in nodes if isinstance(node, Node)}


def shown(snippet: Snippet) -> str:
    nodes = (node for section in snippet.sections for node in walk(section.nodes))
    return "".join(
        node.value if isinstance(node, Filled) else node
        for node in nodes
        if isinstance(node, str | Filled)
    )


def test_a_value_is_filled_and_a_blank_stays_visible() -> None:
    snippet = tailor(CERTIFICATE, values(existing_user="_A"), audience=Audience.INTERNAL)
    pieces = [piece for s in snippet.sections for piece in walk(s.nodes)]
    assert Filled("existing_user", "_A") in pieces
    assert Missing("new_user", "user of this arrangement") in pieces
    assert snippet.missing == ("new_user",)
    assert snippet.variables["new_user"].flags == (Flag.MISSING,)


def test_a_value_is_never_scanned_again() -> None:
    snippet = tailor(CERTIFICATE, values(existing_user="{{new_user}}"), audience=Audience.INTERNAL)
    assert snippet.title[-1] == Filled("existing_user", "{{new_user}}")


def test_the_desk_sees_internal_notes_and_blocks_and_how_it_was_found() -> None:
    snippet = tailor(CERTIFICATE, BOTH, audience=Audience.INTERNAL, match=found())
    assert names(snippet) == ["Resolution", "Verification", "Internal Notes"]
    assert "internal" in kinds(snippet)
    assert snippet.match is not None
    assert snippet.components[0].code == "LOD-CRM-INT-ERP"


@pytest.mark.parametrize("audience", OUTSIDE)
def test_nobody_else_does(audience: Audience) -> None:
    snippet = tailor(
        CERTIFICATE,
        BOTH,
        audience=audience,
        match=found(notes=("seen in the paste",)),
        sections=["resolution", "internal notes", "verification"],
    )
    assert names(snippet) == ["Resolution", "Verification"]
    assert "internal" not in kinds(snippet)
    assert snippet.match is None
    assert snippet.components == ()
    assert snippet.notes == ()
    assert snippet.variables == {"existing_user": Variable("_A"), "new_user": Variable("_B")}


def test_an_internal_block_deep_in_a_list_is_dropped_with_what_it_leaves_empty() -> None:
    secret = Node("internal", (paragraph("secret"),))
    deep = Node(
        "steps",
        (
            Node("item", (paragraph("open"), Node("quote", (secret,)))),
            Node("item", (secret,)),
            Node("item", (paragraph("close"),)),
        ),
        "1",
    )
    article = replace(CERTIFICATE, sections=(Section("Resolution", (deep,)),))
    snippet = tailor(article, BOTH, audience=Audience.CUSTOMER)
    assert shown(snippet) == "openclose"
    assert [len(node.children) for node in snippet.sections[0].nodes] == [2]


def test_a_list_that_an_internal_block_had_cut_in_two_is_one_again() -> None:
    snippet = tailor(CERTIFICATE, BOTH, audience=Audience.CUSTOMER)
    introduction, listed = snippet.sections[0].nodes
    assert introduction.kind == "paragraph"
    assert (listed.kind, len(listed.children)) == ("steps", 3)


def test_a_blank_only_in_an_internal_block_keeps_nothing_back() -> None:
    secret = Node("internal", (paragraph("{{new_user}}"),))
    article = replace(
        CERTIFICATE, title=("Title",), sections=(Section("Resolution", (steps("go"), secret)),)
    )
    assert tailor(article, {}, audience=Audience.CUSTOMER).missing == ()


def test_a_blank_keeps_a_customers_text_back_with_its_name() -> None:
    with pytest.raises(MissingValues) as caught:
        tailor(CERTIFICATE, values(existing_user="_A"), audience=Audience.CUSTOMER)
    assert caught.value.names == ("new_user",)


def test_a_blank_in_the_title_does_too() -> None:
    article = replace(CERTIFICATE, sections=(Section("Resolution", (steps("go"),)),))
    with pytest.raises(MissingValues) as caught:
        tailor(article, {}, audience=Audience.CUSTOMER)
    assert caught.value.names == ("existing_user",)


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        (replace(CERTIFICATE, audience=Audience.INTERNAL), "written for the audience internal"),
        (replace(CERTIFICATE, audience=Audience.PARTNER), "written for the audience partner"),
        (
            replace(CERTIFICATE, confidence=Confidence.ARCHIVED, successor="123"),
            "archived and must not go to a customer; 123 has taken its place",
        ),
        (replace(CERTIFICATE, confidence=Confidence.NOT_VALIDATED), "before it is validated"),
        (replace(CERTIFICATE, confidence=Confidence.WORK_IN_PROGRESS), "before it is validated"),
        (replace(CERTIFICATE, sections=()), "nothing to show"),
    ],
)
def test_refused_for_a_customer_but_not_for_the_desk(article: Revision, reason: str) -> None:
    article = replace(article, title=("Title",))
    with pytest.raises(NotForAudience, match=reason):
        tailor(article, BOTH, audience=Audience.CUSTOMER)
    assert tailor(article, BOTH, audience=Audience.INTERNAL).article == "2577062"


def test_an_unvalidated_article_may_be_let_out_an_archived_or_internal_one_never() -> None:
    open_one = replace(CERTIFICATE, confidence=Confidence.NOT_VALIDATED)
    tailor(open_one, BOTH, audience=Audience.CUSTOMER, allow_unvalidated=True)
    for closed in (
        replace(CERTIFICATE, confidence=Confidence.ARCHIVED),
        replace(open_one, audience=Audience.INTERNAL),
    ):
        with pytest.raises(NotForAudience):
            tailor(closed, BOTH, audience=Audience.CUSTOMER, allow_unvalidated=True)


def test_the_same_user_twice_is_said_to_everybody() -> None:
    same = values(existing_user="_SVC", new_user="_svc")
    for audience in Audience:
        snippet = tailor(CERTIFICATE, same, audience=audience)
        assert snippet.notes == ("The certificate is already where it should be.",)
    assert tailor(CERTIFICATE, BOTH, audience=Audience.INTERNAL).notes == ()


def test_two_blanks_are_not_the_same_user() -> None:
    assert tailor(CERTIFICATE, {}, audience=Audience.INTERNAL).notes == ()


def test_an_articles_example_is_filled_in_with_a_remark() -> None:
    example = {"existing_user": Variable("_ABC", Source.SIGNATURE, (0, 4), (Flag.EXAMPLE,))}
    snippet = tailor(CERTIFICATE, example, audience=Audience.INTERNAL)
    assert snippet.title[-1] == Filled("existing_user", "_ABC")
    assert "_ABC is the article's own example" in snippet.notes[0]


@pytest.mark.parametrize(
    ("known", "value"),
    [
        (None, "443"),
        (Variable(flags=(Flag.MISSING,)), "443"),
        (Variable(flags=(Flag.CUT, Flag.MISSING)), None),
        (Variable(flags=(Flag.CONFLICT,)), None),
        (Variable("8443", Source.HINT), "8443"),
    ],
)
def test_a_default_stands_in_only_where_nothing_is_known(
    known: Variable | None, value: str | None
) -> None:
    article = replace(
        CERTIFICATE,
        title=("Title",),
        placeholders={"port": Placeholder("port", default="443")},
        sections=(Section("Resolution", (paragraph("Use {{port}}."),)),),
    )
    snippet = tailor(article, {"port": known} if known else {}, audience=Audience.INTERNAL)
    assert snippet.variables["port"].value == value
    assert snippet.missing == (() if value else ("port",))


def test_chosen_sections_come_in_the_articles_order() -> None:
    snippet = tailor(
        CERTIFICATE, BOTH, audience=Audience.INTERNAL, sections=["verification", "cause", "symptom"]
    )
    assert names(snippet) == ["Cause", "Verification"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("resolution", "Resolution"),
        ("see-also", "See Also"),
        ("REPRODUCING", "Reproducing the Issue"),
        ("internal_notes", "Internal Notes"),
    ],
)
def test_a_section_is_known_by_any_spelling(given: str, name: str) -> None:
    assert section_name(given) == name


@pytest.mark.parametrize("given", ["", "?", "re", "reso lution", "steps"])
def test_a_section_that_there_is_not(given: str) -> None:
    with pytest.raises(KBError, match="there are Symptom, Environment"):
        section_name(given)
