"""Exports and logs through triage: what is read, what is written, and what remains of an interrupted run."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kbassist import desk
from kbassist.cli import main
from kbassist.formats import InputFormat, OutputFormat
from kbassist.match import Matcher
from kbassist.model import KBError, Match, MatchResult, Reason, Variable, Verdict
from kbassist.triage import Job, Outcome, run
from kbassist.triage.reading import (
    Columns,
    Input,
    Row,
    delimiter_of,
    encoding_of,
    format_of,
    open_input,
)
from kbassist.triage.shape import Base
from kbassist.triage.summary import Tally, masked
from kbassist.triage.writing import COLUMNS, cell, json_row, table_row
from tests.small import written

BASE = (
    "2577062 Certificate is already assigned to user {{user_id}}",
    "1001 Server returned status 404",
    "1002 Formula {{text}} is refused",
)


def base() -> Base:
    kb = written(BASE)
    return Base(
        kb.match, Matcher(kb.store, desk.weights(), desk.background(), desk.speech), kb.store
    )


def read(
    path: Path, columns: Columns | None = None, **given: InputFormat
) -> tuple[list[Row], list[str]]:
    """The rows of a file, and what was said."""
    said: list[str] = []
    found = open_input(path, given.get("format_"), columns or Columns(), said.append)
    try:
        return list(found.rows), said
    finally:
        found.close()


def texts(path: Path, *columns: str) -> list[str]:
    return [row.text for row in read(path, Columns(columns))[0]]


# ----------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "tickets.csv"
    rows = [["Nummer", "Beschreibung"], ["1", 'Grüße, Müller;\r\n\t„Süd“ ist "weg"'], ["2", "€"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    file.write_bytes(out.getvalue().encode(encoding))
    assert texts(file, "Beschreibung") == [rows[1][1], "€"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8"),
        (b"plain", "utf-8"),
        ("für".encode()[:-2], "utf-8"),  # the head ends inside of a letter
        ("für".encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbfx", "utf-8-sig"),
        ("für".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_by_the_head(data: bytes, encoding: str) -> None:
    assert encoding_of(data) == encoding


def test_bytes_that_do_not_fit_are_told_once(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    file.write_bytes(b"plain\n" * 20_000 + "Müller\nStraße\n".encode("cp1252") + "für\n".encode())
    rows, said = read(file)
    assert [row.text for row in rows[-3:]] == ["Müller", "Straße", "für"]
    assert said == [f"{file} is not all utf-8; bytes that do not fit are read as Windows-1252"]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("a,b;c,d", ","), ("a;b", ";"), ('"x,y,z";b', ";"), ("a\tb,c\td", "\t"), ("alone", ",")],
)
def test_the_delimiter_by_the_header(header: str, delimiter: str) -> None:
    assert delimiter_of(header) == delimiter


def test_a_spreadsheet_that_names_its_delimiter(tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("sep=|\ntext|id\na,b|1\n")
    assert texts(file) == ["a,b"]


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("number,description,state", ["description"]),
        ("Short_Description,Description", ["Short_Description", "Description"]),
        ("Betreff,Beschreibung", ["Betreff", "Beschreibung"]),
        ("anything", ["anything"]),
    ],
)
def test_columns_are_guessed_and_told(tmp_path: Path, header: str, taken: Sequence[str]) -> None:
    file = tmp_path / "tickets.csv"
    names = header.split(",")
    file.write_text(f"{header}\n{','.join('<' + name + '>' for name in names)}\n")
    rows, (said,) = read(file)
    assert rows[0].text == "\n".join(f"<{name}>" for name in taken)
    assert said == f"the text is taken from {' and '.join(taken)}; --text names other columns"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (Columns(["body"]), "has no column body (--text); it has: number, state"),
        (Columns(["state"], "id"), "has no column id (--id); it has: number, state"),
        (Columns(), "name one with --text: number, state"),
    ],
)
def test_a_missing_column_is_an_error_that_names_the_others(
    tmp_path: Path, columns: Columns, message: str
) -> None:
    for name, text in (("a.csv", "number,state\n1,2\n"), ("a.jsonl", '{"number": 1, "state": 2}')):
        (tmp_path / name).write_text(text)
        with pytest.raises(KBError) as error:
            read(tmp_path / name, columns)
        assert message in str(error.value)


def test_several_columns_products_and_short_rows(tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("id,a,b,product\n1,x,y,C4C\n\n2,,z\n3\n")
    rows, said = read(file, Columns(["B", "a"], "ID", "Product", "1605"))
    assert rows == [
        Row(1, "1", "y\nx", "C4C", "1605"),
        Row(2, "2", "z", None, "1605"),
        Row(3, "3", "", None, "1605"),
    ]
    assert said == []


def test_a_table_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    for data, message in (("", "is empty"), ('text\n"' + "x" * 17_000_000, "quotation mark")):
        file.write_text(data)
        with pytest.raises(KBError, match=message):
            read(file)


@pytest.mark.parametrize(
    ("lines", "rows", "torn"),
    [
        ('1,"the disk\nis full"\n2,gone', 2, ""),
        ('1,"a 5"" disk\nis full"\n2,gone', 2, ""),
        ('1,the 5" disk\n2,gone', 2, ""),
        ('1,"the disk\n2,gone\n', 1, "lines 2 to 3"),
        ('0,here\n1,"the disk\n2,"gone"\n3,away', 3, "lines 3 to 4"),
    ],
)
def test_lines_that_an_open_quotation_mark_made_one_are_told(
    tmp_path: Path, lines: str, rows: int, torn: str
) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text(f"number,text\n{lines}")
    found, said = read(file, Columns(["text"]))
    assert len(found) == rows
    assert [torn in one and "were read as one row" in one for one in said] == [True] * bool(torn)


def test_only_the_first_open_quotation_marks_are_told(tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("number,text\n" + '1,"the disk\n2,"gone"\n' * 9)
    _, said = read(file, Columns(["text"]))
    assert len(said) == 3
    assert said[-1].endswith("others like it are not told")


@pytest.mark.parametrize(
    ("name", "data"),
    [("t.xlsx", b"PK\3\4" + b"." * 30 + b"xl/workbook.xml"), ("t.csv", b"\xd0\xcf\x11\xe0...")],
)
def test_a_workbook_is_no_log(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(KBError, match=f"{name} is no text but .* CSV"):
        read(tmp_path / name)


def test_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "tickets.jsonl"
    file.write_text('{"text": "a\\nb", "n": 7}\n\nno json\n[1]\n{"n": null, "text": {"x": "ü"}}\n')
    rows, said = read(file, Columns(id="n"))
    assert rows == [Row(1, "7", "a\nb", None, None), Row(5, "", '{"x": "ü"}', None, None)]
    assert said[1:] == [f"{file}, line 3 is no JSON object and is passed over"]


def test_a_log_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    file.write_bytes(
        b"first\r\n\r\n\tat com.example.Main.run(Main.java:7)\n   ... 3 more\nCaused by: second\n"
        b'  File "a.py", line 3, in f\n    continued at once\nlast'
    )
    made = open_input(file, None, Columns(), print)
    assert [(row.number, row.text) for row in made.rows] == [
        *((1, "first"), (5, "Caused by: second"), (7, "    continued at once"), (8, "last")),
    ]
    made.close()
    assert made.passed == 4


def test_a_line_without_end_is_not_held(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    file.write_text("x" * 3_000_000 + "y\nnext\n")
    assert [len(row.text) for row in read(file)[0]] == [1_000_000, 4]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.CSV", "csv"), ("a.tsv", "csv"), ("a.ndjson", "jsonl"), ("a.log", "lines"), ("a", "lines")],
)
def test_the_format_by_the_name(name: str, expected: str) -> None:
    assert format_of(Path(name)) == expected
    assert format_of(None) == "lines"


# ----------------------------------------------------------------------------------------- writing


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(value: str) -> None:
    assert cell(value) == "'" + value
    best = Match("=9", "-1", value, 0.9, variables={"a": Variable(value)}, missing=("b",))
    row = table_row(";")(
        Row(3, value, "", None, None), MatchResult(Verdict.MATCH, Reason.CODE, best)
    )
    (cells,) = csv.reader(io.StringIO(row, newline=""), delimiter=";")
    assert cells == [
        *("3", "'" + value, "match", "code", "'=9", "'-1", "'" + value, "0.9", "b"),
        json.dumps({"a": value}, ensure_ascii=False),
    ]
    assert cell("a=1") == "a=1"


def test_the_values_in_a_table_are_json_as_it_is_read() -> None:
    values = {"a": 'the "Süd"; \\ wing\n', "b\t": None, "c": "", "d": "\ud800\x00 =1"}
    best = Match("1", "1", "", 0.5, variables={n: Variable(one) for n, one in values.items()})
    row = table_row(";")(
        Row(1, "", "", None, None), MatchResult(Verdict.UNSURE, Reason.SIGNATURE, best)
    )
    (cells,) = csv.reader(io.StringIO(row, newline=""), delimiter=";")
    assert cells[-1] == json.dumps(values, ensure_ascii=False)


def test_json_lines_have_the_dictionary_of_the_result() -> None:
    result = base().match("Server returned status 404")
    line = json_row(Row(2, "INC=1", "", None, None), result)
    assert json.loads(line) == {"row": 2, "id": "INC=1", **result.to_json()}
    assert line.isascii()
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12:00:01 ERROR [x1] User _ABC not found on 10.0.0.7:8080", "User … not found on …"),
        ('\n\n17\nOpening "C:\\x y" for a.b@example.com failed', "Opening … for … failed"),
        ("GET https://example.com/a?b=1 and /var/log/app/x.log", "GET … and …"),
        ("4711", ""),
        ("word " * 100, "word " * 21 + "word…"),
    ],
)
def test_messages_in_a_summary_have_no_values(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_counts_do_not_grow_without_bound() -> None:
    tally = Tally()
    for number in range(60_000):
        tally.count(MatchResult(Verdict.NONE, Reason.NOTHING), f"rare {number}")
        tally.count(MatchResult(Verdict.NONE, Reason.NOTHING), "often")
    assert len(tally.unknown) <= 50_000
    assert tally.rounded
    assert tally.unknown["often"] == 60_000
    assert tally.rows == 120_000


# ------------------------------------------------------------------------------------------- runs

TICKETS = (
    "id;text\r\n"
    '"a ""1""";Server returned status 404\r\n'
    '"b\r\n2";"Certificate is already\r\nassigned to user _SVC_1"\r\n'
    "=c;Formula =1+1 is refused\r\n"
    "d;\r\n"
    'e;"Grüße; nichts davon"\r\n'
)


def answered(job: Job) -> Outcome:
    return run(job, base, lambda _: None, lambda *_: None)


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    file = tmp_path / "tickets.csv"
    file.write_bytes(TICKETS.encode("cp1252"))
    return file


@pytest.mark.parametrize("form", OutputFormat)
def test_a_run_that_was_cut_anywhere_goes_on(tickets: Path, form: OutputFormat) -> None:
    output = tickets.parent / "answers"
    job = Job(tickets, columns=Columns(["text"], "id"), output=output, form=form)
    outcome = answered(job)
    whole = output.read_bytes()
    assert (outcome.tally.rows, outcome.tally.verdicts[Verdict.MATCH]) == (5, 3)
    resumed = Job(**{**{n: getattr(job, n) for n in Job.__slots__}, "resume": True})
    for end in range(0, len(whole) + 1, 1 if form is OutputFormat.CSV else 37):
        output.write_bytes(whole[:end])
        again = answered(resumed)
        assert output.read_bytes() == whole, whole[:end]
        assert again.tally.verdicts == outcome.tally.verdicts
        assert again.tally.articles == outcome.tally.articles
        assert again.before <= 5
    assert again.before == 5


def test_answers_in_a_table_like_the_one_that_was_read(tickets: Path) -> None:
    output = tickets.parent / "answers.csv"
    answered(Job(tickets, columns=Columns(["text"], "id"), output=output))
    data = output.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrow;id;")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header == list(COLUMNS)
    assert [row[:3] for row in rows] == [
        *(["1", 'a "1"', "match"], ["2", "b\r\n2", "match"], ["3", "'=c", "match"]),
        *(["4", "d", "none"], ["5", "e", "none"]),
    ]
    assert json.loads(rows[1][-1]) == {"user_id": "_SVC_1"}


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("row,id\r\n1,2\r\n", "no answers in this format"),
        ("\ufeff" + ";".join(COLUMNS) + "\r\n1;z;none;nothing;;;;;;\r\n", "another input"),
        ("\ufeff" + ";".join(COLUMNS) + "\r\n1;z;maybe;nothing;;;;;;\r\n", "no answers in this"),
    ],
)
def test_nothing_is_added_to_other_answers(tickets: Path, before: str, message: str) -> None:
    output = tickets.parent / "answers.csv"
    output.write_bytes(before.encode())
    with pytest.raises(KBError, match=message):
        answered(Job(tickets, columns=Columns(["text"], "id"), output=output, resume=True))
    assert output.read_bytes() == before.encode()


def test_an_input_is_never_written_to(tickets: Path) -> None:
    for resume in (True, False):
        with pytest.raises(KBError, match="is the input"):
            answered(Job(tickets, output=tickets, resume=resume))
    assert tickets.read_bytes() == TICKETS.encode("cp1252")
    with pytest.raises(KBError, match="--output"):
        answered(Job(tickets, resume=True))


def test_other_answers_are_not_written_over_unasked(tmp_path: Path) -> None:
    file, output = tmp_path / "server.log", tmp_path / "answers.csv"
    file.write_text("Server returned status 404\n")
    output.write_bytes(b"last week's answers")
    with pytest.raises(KBError, match=r"answers\.csv exists already; --resume .*, --force "):
        answered(Job(file, output=output))
    assert output.read_bytes() == b"last week's answers"
    assert answered(Job(file, output=output, force=True)).tally.rows == 1
    assert output.read_bytes().startswith(b"row,id,verdict")


def test_an_interruption_leaves_whole_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, output = tmp_path / "server.log", tmp_path / "answers.csv"
    file.write_text("".join(f"Server returned status {n}\n" for n in range(300, 500)))
    whole = Job(file, output=output, force=True)
    answered(whole)
    expected = output.read_bytes()

    def interrupted(*given: object) -> Input:
        made = open_input(*given)  # type: ignore[arg-type]
        rows = made.rows

        def some() -> Iterator[Row]:
            for row in rows:
                if row.number == 107:
                    raise KeyboardInterrupt
                yield row

        made.rows = some()
        return made

    with monkeypatch.context() as patch:
        patch.setattr("kbassist.triage.open_input", interrupted)
        outcome = answered(whole)
    assert outcome.interrupted
    assert outcome.tally.rows == 106
    assert output.read_bytes() == b"".join(expected.splitlines(keepends=True)[:107])
    rest = answered(Job(file, output=output, resume=True))
    assert (rest.before, rest.tally.rows) == (106, 200)
    assert output.read_bytes() == expected


def test_only_the_first_messages(tmp_path: Path) -> None:
    file, output = tmp_path / "server.log", tmp_path / "answers.csv"
    file.write_text("a message\n" * 10)
    assert answered(Job(file, output=output, limit=4)).tally.rows == 4
    assert answered(Job(file, output=output, limit=7, resume=True)).tally.rows == 7
    assert len(output.read_text().splitlines()) == 8


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "server.log"
    file.write_text(
        "".join(
            f"12:00:{n % 60:02d} Certificate is already assigned to user _SVC_{n}\nline {n} of many\n"
            for n in range(1500)
        )
    )
    answers = []
    for jobs in (1, 2):
        output = tmp_path / f"{jobs}.csv"
        outcome = run(Job(file, output=output, processes=jobs), base, print, lambda *_: None)
        assert (outcome.tally.rows, outcome.tally.articles["2577062"]) == (3000, 1500)
        answers.append(output.read_bytes())
    assert answers[0] == answers[1]


# --------------------------------------------------------------------------------- the command


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article."""
    folder = tmp_path / "articles" / "77"
    folder.mkdir(parents=True)
    text = '---\nnumber: "77"\ntitle: Disk {{disk}} is full\nsignatures: ["Disk {{disk}} is full"]\n---\n'
    (folder / "r1.md").write_text(text + "\n## Resolution\n\nEmpty {{disk}}.\n")
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KBASSIST_ARTICLES", str(folder.parent))
    return folder.parent


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_lines_through_a_pipe(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pipe(monkeypatch, b"12:00:01 Disk sda1 is full\nuser _A7 is happy\nuser _B9 is happy\n")
    assert main(["triage"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode().splitlines() == [
        "row,id,verdict,reason,article,revision,title,score,missing,variables",
        out.decode().splitlines()[1],
        "2,,none,nothing,,,,,,",
        "3,,none,nothing,,,,,,",
    ]
    assert b"1,,match,signature,77,1,Disk sda1 is full," in out
    assert err.decode().splitlines() == [
        "3 rows: 1 matched, 0 unsure, 2 none",
        "most frequent articles:",
        "        1  77  Disk {{disk}} is full",
        "most frequent messages without an article (values are masked):",
        "        2  user … is happy",
    ]


@pytest.mark.parametrize(
    ("data", "arguments", "status"),
    [
        (b"Disk sda1 is full", (), 0),
        (b"nothing of the kind", (), 1),
        (b"", (), 1),
        (b"x", ("--text", "description"), 2),
        (b"x", ("--input-format", "csv", "--text", "description"), 2),
        (b"x", ("no-such-file.csv",), 2),
        (b"x", ("--resume",), 2),
        (b"x", ("--jobs", "0"), 2),
    ],
)
def test_exit_statuses(
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    data: bytes,
    arguments: tuple[str, ...],
    status: int,
) -> None:
    pipe(monkeypatch, data)
    assert main(["triage", *arguments]) == status
    out, err = capfd.readouterr()
    assert bool(out) == (status != 2)
    if status == 2:
        assert err.startswith("kbassist: ")
        assert err.count("\n") == 1


def test_an_interruption_is_told_and_has_its_status(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(self: object, row: Row, tally: Tally) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("kbassist.triage.Worker.answer", interrupted)
    output = articles.parent / "answers.csv"
    pipe(monkeypatch, b"Disk sda1 is full\n")
    assert main(["triage", "--output", str(output)]) == 130
    assert "interrupted; the same command with --resume does the rest" in capfd.readouterr().err
    assert output.read_bytes() == (",".join(COLUMNS) + "\r\n").encode()


def test_no_summary_and_json_lines(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pipe(monkeypatch, b'{"message": "Disk sda1 is full", "key": "T-1"}\n')
    arguments = ["--input-format", "jsonl", "--format", "jsonl", "--id", "key", "--no-summary"]
    assert main(["triage", *arguments, "--text", "message"]) == 0
    out, err = capfd.readouterr()
    answer = json.loads(out)
    assert (answer["row"], answer["id"], answer["best"]["article"]) == (1, "T-1", "77")
    assert err == ""


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes there")
def test_a_reader_who_goes_away_is_no_error(articles: Path) -> None:
    import subprocess

    with subprocess.Popen(
        [sys.executable, "-m", "kbassist", "triage"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b"Disk sda1 is full\n" * 10_000)
            process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
