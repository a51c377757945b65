"""A snippet in Confluence's storage format: XHTML with macros for code and for panels."""

from __future__ import annotations

from html import escape

from kbassist.model import Snippet
from kbassist.render.document import document
from kbassist.render.html import Dialect, blocks


def _escape(text: str) -> str:
    """*text* as XML, which has no two characters that HTML only advises against."""
    return escape(_xml(text)).replace("&#x27;", "&#39;")


def _xml(text: str) -> str:
    return text.replace("\ufffe", "").replace("\uffff", "")


def _code(text: str) -> str:
    """Code as the macro takes it: character data, ended and begun again where its end stands inside."""
    body = _xml(text).replace("]]>", "]]]]><![CDATA[>")
    return (
        '<ac:structured-macro ac:name="code"><ac:plain-text-body>'
        f"<![CDATA[{body}]]></ac:plain-text-body></ac:structured-macro>"
    )


CONFLUENCE = Dialect(
    escape=_escape,
    empty=" />",
    blank="strong",
    internal=(
        '<ac:structured-macro ac:name="panel"><ac:parameter ac:name="title">Internal</ac:parameter>'
        "<ac:rich-text-body>",
        "</ac:rich-text-body></ac:structured-macro>",
    ),
    code=_code,
    raw_code=True,
    table=("<table><tbody>", "</tbody></table>"),
)


def render(snippet: Snippet) -> str:
    """The snippet as the body of a page; values are `code`, a placeholder without one is bold."""
    return blocks(document(snippet), CONFLUENCE) + "\n"
