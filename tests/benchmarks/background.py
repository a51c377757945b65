"""Count how common words are in error messages and in prose: makes `kbassist/words.txt`.

    python tests/benchmarks/background.py /usr/share/locale /usr/share/man/man1

The first folder holds compiled message catalogues (`<language>/LC_MESSAGES/*.mo`), the second manual
pages. Only counts are kept, of words that stand in several catalogues. The server messages of
PostgreSQL are left out: the matcher is measured on them.
"""

from __future__ import annotations

import gzip
import math
import re
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kbassist.text import tokenise

LANGUAGES = ("de", "fr", "es", "it", "nl", "pt_BR", "pl")
LEFT_OUT = re.compile(r"iso_|pg|psql|postgres|plpgsql|initdb|libpq|xkeyboard|shared-mime|opcodes")
WORD = re.compile(r"[^\W\d_]+")
PAGES = 2500
KEPT = 9000
EVERYDAY = """
    hello hi hey dear sir madam colleague colleagues team support thanks thank regards greetings cheers best
    please yesterday today tomorrow morning afternoon evening week weeks month monday tuesday wednesday
    thursday friday we our us you your they them she he his her me my mine who what why how where which
    customer ticket incident case issue problem problems question urgent asap screenshot attached help
    tried trying try again still works working worked does did done went gone comes came says said got get
    getting gets see sees saw seen shows showing shown appears appeared happens happened occurs occurred
    since because although though however maybe perhaps probably always never sometimes often already
    upload uploading uploaded assigned assign assigning browser window button click clicked clicking
    press pressed pop popup dialog tab colleague integration tenant client customer system systems second
    first another same other new old fixed solved resolved nobody somebody everybody anyone someone
    hallo guten tag morgen liebe lieber kollegen kollege danke vielen dank gruss grüsse grüße freundlichen
    bitte gestern heute woche leider immer noch schon wieder wir uns unser ich mir mich sie ihr kunde
    fehlermeldung meldung fehler problem beim wenn weil warum wie wo wer was geht funktioniert bekommen
    zugewiesen bereits zertifikat hochladen hochgeladen anmelden melden kommt seit
    bonjour bonsoir merci cordialement madame monsieur hier aujourd hui demain semaine depuis toujours
    encore pourquoi comment quand client problème message avons avez nous vous notre votre
    hola gracias saludos ayer hoy mañana semana cliente problema cuando nosotros
"""
"""Words of the mails around a message, which no catalogue and no manual holds: taken as not rare."""


def words(message: str) -> set[str]:
    """The folded words of a message, without its `%s` and the like."""
    message = re.sub(r"%[-#0-9.*$]*[a-zA-Z]{1,3}|\\n", " ", message)
    return {token for token in tokenise(message) if WORD.fullmatch(token)}


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The messages of a compiled catalogue with their translations; singular forms only."""
    data = path.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translations = struct.unpack(order + "3I", data[8:20])
    for i in range(count):
        texts = []
        for table in (originals, translations):
            length, offset = struct.unpack_from(order + "2I", data, table + 8 * i)
            text = data[offset : offset + length].split(b"\0")[0].split(b"\4")[-1]
            texts.append(text.decode("utf-8", errors="ignore"))
        yield texts[0], texts[1]


def main(catalogues: Path, pages: Path) -> None:
    """Write the list."""
    counts: Counter[str] = Counter()
    places: defaultdict[str, set[str]] = defaultdict(set)
    messages = 0
    seen: set[str] = set()
    for language in LANGUAGES:
        for path in sorted((catalogues / language / "LC_MESSAGES").glob("*.mo")):
            if LEFT_OUT.search(path.name):
                continue
            for pair in pairs(path):
                for message in pair:
                    if not 8 <= len(message) <= 400 or message in seen:
                        continue
                    seen.add(message)
                    messages += 1
                    for word in words(message):
                        counts[word] += 1
                        places[word].add(path.stem)
    found = sorted(path for path in pages.glob("*.gz") if not path.name.startswith("gcloud"))
    for path in found[:: max(1, len(found) // PAGES)]:
        text = gzip.decompress(path.read_bytes()).decode("utf-8", errors="ignore")
        for paragraph in re.split(r"\n\.[A-Z].*", text):
            if len(paragraph) < 40 or "\\f" in paragraph:
                continue
            messages += 1
            for word in words(paragraph):
                counts[word] += 1
                places[word].add(path.name)
    for word in EVERYDAY.split():
        counts[word] = max(counts[word], messages // 2000)
        places[word] |= {"mail", "chat", "ticket"}
    common = [word for word, n in counts.items() if n >= 4 and len(places[word]) >= 3]
    common = sorted(common, key=lambda word: (-counts[word], word))[:KEPT]
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for word in common:
        lines[round(2 * math.log2(counts[word]))].append(word)
    with Path("kbassist/words.txt").open("w", encoding="utf-8") as out:
        out.write(f"{messages}\n")
        out.writelines(
            f"{step} {' '.join(sorted(lines[step]))}\n" for step in sorted(lines, reverse=True)
        )
    print(f"{len(common)} words of {messages} messages")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
