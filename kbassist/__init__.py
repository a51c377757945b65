"""Paste an error, get the fix: with your names in the steps, from your articles, offline.

import kbassist

kb = kbassist.open("articles")
result = kb.match("'Certificate is already assigned to user _SVC_ERP'.", values={"new_user": "_CRM"})
if result.best:
    print(kb.snippet(result.best, format="markdown"))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase, open  # noqa: A004
    from kbassist.model import (
        ArticleFault,
        KBError,
        MatchResult,
        MissingValues,
        NotForAudience,
        Revision,
        StoreUnavailable,
        UnknownArticle,
    )

__version__ = "0.1.0"
__all__ = [
    "ArticleFault",
    "KBError",
    "KnowledgeBase",
    "MatchResult",
    "MissingValues",
    "NotForAudience",
    "Revision",
    "StoreUnavailable",
    "UnknownArticle",
    "open",
]


def __getattr__(name: str) -> Any:
    """The public names, loaded when first asked for: the command line needs but a few of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kbassist import desk, model

    return getattr(desk if name in ("KnowledgeBase", "open") else model, name)
