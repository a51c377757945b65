"""Paste an error, get the fix: with your names in the steps, from your articles, offline.

import kbassist

kb = kbassist.open("articles")
result = kb.match("'Certificate is already assigned to user _SVC_ERP'.", values={"new_user": "_CRM"})
if result.best:
    print(kb.snippet(result.best, format="markdown"))
"""

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
