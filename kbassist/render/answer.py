"""The answer to a paste as a page: how sure, which article and why, whose names, what to do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kbassist.model import (
    Audience,
    Inline,
    Match,
    MatchResult,
    Missing,
    Reason,
    Snippet,
    Span,
    Variable,
    Verdict,
)
from kbassist.render.document import confidence, origin, recognised
from kbassist.render.page import Line, Piece, Role, labelled, lines, one_line, pieces, text_line
from kbassist.values import several

REASONS = {
    Reason.CODE: "its message code stands in the text",
    Reason.NUMBER: "its own number stands in the text",
    Reason.SIGNATURE: "its error message stands in the text, word for word",
    Reason.APPROXIMATE: "its error message stands in the text, with small differences",
    Reason.AMBIGUOUS: "several articles fit about equally well",
    Reason.WEAK: "the text fits only in part",
    Reason.MENTION: "the message is only mentioned",
    Reason.STRANGER: "something else seems to be meant",
    Reason.SYMPTOM: "the text tells the symptom in words of its own",
    Reason.NOTHING: "no article fits this text",
}

SHOWN_VALUES = 5
"""Values of one placeholder that are named at most."""
SHOWN_ROWS = 12
"""Rows of a paste that are shown at most."""
LONG_ROW = 240
"""Characters beyond which a row is cut down to what matters in it."""

_ROW_ENDS = re.compile("\r\n|[\n\r]")
_LABEL = 11


def answer(
    result: MatchResult,
    paste: str,
    snippet: Snippet | None = None,
    *,
    explain: bool = False,
    options: str = "",
    audience: Audience = Audience.INTERNAL,
) -> Iterator[Line]:
    """The page for *result*.

    *snippet* is the best article tailored, for a verdict of match; *options* is what a suggested command
    must repeat to find the same articles, and *audience* for whom it is to print.
    """
    reader = "" if audience is Audience.INTERNAL else f" --audience {audience}"
    best = result.best
    if best is None:
        yield Line((Piece("No match:", Role.BAD), Piece(f" {REASONS[result.reason]}.")))
        if explain:
            yield from _explained("Nearest", result.candidates)
            if not result.candidates:
                yield text_line("Not even near: no article shares enough words with it.", Role.DIM)
        return
    if result.verdict is Verdict.MATCH and snippet is not None:
        yield from _found(result, best, paste, snippet)
        yield from _others(result.others)
        if explain:
            yield from _explained("Evidence", (best, *result.candidates))
        more = several(best, result.others, snippet.variables)
        yield from _next(best, snippet, more, options, reader)
        return
    yield Line((Piece("Unsure:", Role.DOUBT), Piece(f" {REASONS[result.reason]}{_told(result)}.")))
    yield Line()
    yield from _excerpt(paste, best)
    yield Line()
    many = bool(result.candidates)
    yield text_line("Could be one of these" if many else "Could be this one", Role.HEADING)
    for number, one in enumerate((best, *result.candidates), 1):
        yield from _candidate(f"{number}. ", one)
    yield from _others(result.others)
    if explain:
        yield from _explained("Evidence", (best, *result.candidates))
    yield from _heading("Next")
    yield from _command("To look at one", f"kbassist show {best.article}{reader}{options}")


def _told(result: MatchResult) -> str:
    """The words of the text that make the best article doubtful, where there are such."""
    from textwrap import shorten

    evidence = result.best.evidence if result.best else ()
    notes = (one.note for one in evidence if one.name == result.reason.value)
    words = shorten(one_line(next(notes, "").partition(": ")[2]), 80, placeholder=" …")
    return f': "{words}"' if words else ""


def _found(result: MatchResult, best: Match, paste: str, snippet: Snippet) -> Iterator[Line]:
    yield Line(
        (
            Piece("Match", Role.GOOD),
            Piece(f" {confidence(best.score)}  "),
            Piece(f"{best.article} r{best.revision}", Role.STRONG),
            Piece(f"  {snippet.confidence}", Role.DIM),
        )
    )
    yield Line(pieces(snippet.title, Role.TITLE))
    more = several(best, result.others, snippet.variables)
    told = (
        [f"{repeated(more)}; what follows is about {listed([v[0] for v in more.values()])}."]
        if more
        else []
    )
    for note in dict.fromkeys((*snippet.notes, *best.notes, *told)):
        yield Line((Piece("Note  ", Role.DOUBT), Piece(one_line(note))), hang=" " * 6)
    yield Line()
    yield from _excerpt(paste, best)
    yield Line()
    yield labelled("Why", (Piece(REASONS[result.reason] + _place(best)),), _LABEL)
    if best.signature is not None and _words(recognised(best)) != _words(snippet.title):
        yield labelled("Message", pieces(recognised(best)), _LABEL)
    if best.revision_reason:
        reason = f"{best.revision}: {one_line(best.revision_reason)}"
        yield labelled("Revision", (Piece(reason),), _LABEL)
    if best.supersedes:
        yield labelled("Replaces", (Piece(one_line(", ".join(best.supersedes))),), _LABEL)
    yield from _variables(paste, snippet)
    for section in snippet.sections:
        yield from _heading(section.name)
        nodes = section.nodes[:1] if section.name == "Cause" else section.nodes
        yield from lines(nodes)


def _words(parts: Iterable[Inline]) -> str:
    return "".join(piece.text for piece in pieces(parts))


def _place(match: Match) -> str:
    """`; line 3, 2 times`."""
    if match.lines is None:
        return ""
    first, last = match.lines
    where = f"line {first}" if first == last else f"lines {first}-{last}"
    return f"; {where}" + (f", {match.count} times" if match.count > 1 else "")


def _variables(paste: str, snippet: Snippet) -> Iterator[Line]:
    if not snippet.variables:
        return
    yield from _heading("Values")
    starts = _row_starts(paste)
    width = min(24, max(map(len, snippet.variables))) + 2
    for name, one in snippet.variables.items():
        value = Piece(one_line(one.value), Role.VALUE) if one.value else Piece("____", Role.BLANK)
        said = [one_line(snippet.labels.get(name, name)), _origin(one, starts)]
        about = Piece("; ".join(filter(None, said)), Role.DIM)
        yield labelled(name, (value, Piece("  "), about), width)


def _origin(variable: Variable, starts: Sequence[int]) -> str:
    if variable.span is None:
        return origin(variable)
    return origin(variable, f", line {bisect_right(starts, variable.span[0])}")


def _candidate(mark: str, match: Match) -> Iterator[Line]:
    yield Line(
        (
            Piece(f"{match.article} r{match.revision}", Role.STRONG),
            Piece(f"  {one_line(match.title)}  "),
            Piece(confidence(match.score), Role.DIM),
        ),
        mark,
        " " * len(mark),
    )
    message = recognised(match)
    said = _words(part for part in message if not isinstance(part, Missing))
    if message and said != re.sub("‹[^›]*›", "", one_line(match.title)):
        yield Line(
            (Piece("Message  ", Role.DIM), *pieces(message)),
            " " * len(mark),
            " " * (len(mark) + 9),
        )


def _others(others: Sequence[Match]) -> Iterator[Line]:
    if not others:
        return
    yield from _heading("Also in this text")
    for one in others:
        about = f"{confidence(one.score)}{_place(one)}"
        yield Line(
            (
                Piece(f"{one.article} r{one.revision}", Role.STRONG),
                Piece(f"  {one_line(one.title)}  "),
                Piece(about, Role.DIM),
            ),
            "- ",
            "  ",
        )


def _explained(heading: str, matches: Sequence[Match]) -> Iterator[Line]:
    for one in matches:
        yield from _heading(f"{heading}: {one.article} r{one.revision}, {confidence(one.score)}")
        width = min(24, max((len(e.name) for e in one.evidence), default=0)) + 2
        for piece in one.evidence:
            weight = Piece(f"{piece.weight:+6.2f}  ", Role.GOOD if piece.weight > 0 else Role.DIM)
            line = labelled(one_line(piece.name), (weight, Piece(one_line(piece.note))), width)
            yield Line(line.pieces, line.lead, line.hang + " " * 8)


def repeated(found: Mapping[str, Sequence[str]]) -> str:
    """That the text says several things of the placeholders *found*."""
    each = (f"{name} is {listed(values)}" for name, values in found.items())
    return "The text holds this error more than once: " + "; ".join(each)


def listed(values: Sequence[str]) -> str:
    """`_A, _B and 7 more`."""
    shown = list(map(one_line, values[:SHOWN_VALUES]))
    if len(values) > len(shown):
        shown.append(f"{len(values) - len(shown)} more")
    *first, last = shown
    return f"{', '.join(first)} and {last}" if first else last


def _next(
    best: Match, snippet: Snippet, more: Mapping[str, Sequence[str]], options: str, reader: str
) -> Iterator[Line]:
    """Commands to go on with.

    A value that a shell might misread is left to be filled in, and so is one of which the text has *more*.
    """
    yield from _heading("Next")
    if snippet.bare:
        yield from _command(
            "To write what is to be done", f"kbassist new --from {best.article}{options}"
        )
        return
    for name in snippet.missing:
        yield from _command(f"To fill in {snippet.labels.get(name, name)}", f"--set {name}=...")
    for name, values in more.items():
        which = f"{snippet.labels.get(name, name)}, of {listed(values)}"
        yield from _command(f"To choose {which}", f"--set {name}=...")
    settings = ""
    for name, one in snippet.variables.items():
        if one.value or name in snippet.missing:
            plain = (
                one.value and name not in more and re.fullmatch(r"[\w.@:/+-]+", one.value, re.ASCII)
            )
            settings += f" --set {name}={one.value if plain else '...'}"
    which = f"{best.article} --revision {best.revision}"
    yield from _command(
        "For the ticket", f"kbassist snippet --article {which}{settings}{reader}{options}"
    )
    yield from _command("The whole article", f"kbassist show {which}{reader}{options}")


def _command(label: str, command: str) -> Iterator[Line]:
    """A command on a line of its own, so that it can be copied."""
    yield text_line(f"{label}:", lead="- ", hang="  ")
    yield Line((Piece(one_line(command), Role.CODE),), "    ", whole=True, command=True)


def _heading(text: str) -> Iterator[Line]:
    yield Line()
    yield text_line(text, Role.HEADING)


# ------------------------------------------------------------------------------------------ excerpt


def _row_starts(paste: str) -> list[int]:
    return [0, *(found.end() for found in _ROW_ENDS.finditer(paste))]


def _excerpt(paste: str, match: Match) -> Iterator[Line]:
    """The rows of *paste* that the match rests on, its words marked; what is left out is counted."""
    marks = _marks(match)
    starts = _row_starts(paste)
    if len(starts) > 1 and starts[-1] == len(paste):
        starts.pop()
    message = [bisect_right(starts, start) - 1 for start, _, _ in marks]
    if match.lines:
        message += [match.lines[0] - 1, match.lines[1] - 1]
    wanted = set(message) | {row + 1 for row in message} | {row - 1 for row in message}
    rows = {row for row in wanted or range(3) if 0 <= row < len(starts)}
    if len(rows) > SHOWN_ROWS:
        rows = set(sorted(set(message))[:SHOWN_ROWS])
    hidden = 0
    for row in range(len(starts)):
        alone = row - 1 in rows | {-1} and row + 1 in rows | {len(starts)}
        if row not in rows and not alone:
            hidden += 1
            continue
        if hidden:
            yield _left_out(hidden)
        hidden = 0
        end = starts[row + 1] if row + 1 < len(starts) else len(paste)
        shown = _row(paste, starts[row], end, marks)
        if any(piece.text.strip() for piece in shown):
            yield Line(shown, "| ", "| ")
    if hidden:
        yield _left_out(hidden)


def _left_out(count: int) -> Line:
    return text_line(f"... {count} line{'s' if count > 1 else ''} left out", Role.DIM)


def _marks(match: Match) -> list[tuple[int, int, Role]]:
    """Places in the paste that speak for the match, in order, none overlapping; values win."""
    values = [one.span for one in match.variables.values() if one.span]
    marks = [(*span, Role.VALUE) for span in values]
    for start, end in match.words:
        if not any(a < end and start < b for a, b in values):
            marks.append((start, end, Role.WORD))
    made: list[tuple[int, int, Role]] = []
    for mark in sorted(marks):
        if not made or mark[0] >= made[-1][1]:
            made.append(mark)
    return made


def _row(
    paste: str, start: int, end: int, marks: Sequence[tuple[int, int, Role]]
) -> tuple[Piece, ...]:
    """One row of the paste in pieces; of a very long one only the surroundings of its marks."""
    made: list[Piece] = []
    inside = [(max(a, start), min(b, end), role) for a, b, role in marks if a < end and b > start]
    windows: list[Span] = [(start, end)]
    if end - start > LONG_ROW:
        windows = []
        for a, b, _ in inside or [(start, start, Role.PLAIN)]:
            low, high = max(start, a - 60), min(end, b + 60, a + LONG_ROW)
            if windows and low <= windows[-1][1]:
                low = windows.pop()[0]
            windows.append((low, high))
    for low, high in windows:
        if low > start:
            made.append(Piece("... " if not made else " ... ", Role.DIM))
        at = low
        for a, b, role in inside:
            if a >= high or b <= low:
                continue
            made.append(Piece(one_line(paste[at:a])))
            made.append(Piece(one_line(paste[a : min(b, high)]), role))
            at = min(b, high)
        made.append(Piece(one_line(paste[at:high])))
    if windows[-1][1] < end:
        made.append(Piece(" ...", Role.DIM))
    return tuple(made)
