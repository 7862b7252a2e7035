"""PDF files: columns, running heads, hyphens, paragraphs, debris, and what can't be read."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.fontmetrics import FONT_METRICS

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.pdf import reading as pdf
from dialoogcoder.ingest.pdf.join import join_lines
from dialoogcoder.ingest.pdf.layout import Line
from dialoogcoder.ingest.pdf.reading import read_pdf, take_apart
from dialoogcoder.ingest.pdf.text import glue

WIDTHS = FONT_METRICS["Helvetica"][1]
# Codes that the test's fonts give a meaning of their own.
LIGATURES = {"\x01": "fi", "\x02": "fl", "\x03": "ff", "\x04": "g99", "\x05": "uni00AD"}


def width(text: str, size: float) -> float:
    return sum(WIDTHS.get(c, 556) for c in text) * size / 1000


def wrap(text: str, size: float, room: float) -> list[str]:
    """Set a text in lines; a soft hyphen that ends a line becomes a hyphen, others go."""
    lines = [""]
    for word in text.split(" "):
        parts = word.split("\xad")
        for i, part in enumerate(parts):
            start = "" if i or not lines[-1] else " "
            hyphen = "-" if i < len(parts) - 1 else ""
            if width(lines[-1] + start + part + hyphen, size) <= room or not lines[-1]:
                lines[-1] += start + part
            else:
                lines[-1] += "-" if i else ""
                lines.append(part)
    return lines


@dataclass
class Sheet:
    """A page on which text is set at points from the top left corner."""

    ops: list[str] = field(default_factory=list)
    size: tuple[float, float] = (595, 842)
    extra: str = ""

    def put(
        self, x: float, y: float, text: str, size: float = 10, font: str = "F1", before: str = ""
    ) -> float:
        shown = text.encode("cp1252", "replace").decode("latin-1")
        shown = re.sub(r"([()\\])", r"\\\1", shown)
        self.ops.append(
            f"q {before} BT /{font} {size} Tf {x} {self.size[1] - y} Td ({shown}) Tj ET Q"
        )
        return y + 1.2 * size

    def par(
        self, x: float, y: float, text: str, room: float = 455, size: float = 10, *,
        font: str = "F1", indent: float = 0, after: float = 6, justified: bool = False,
    ) -> float:  # fmt: skip
        first = wrap(text, size, room - indent)
        lines = [first[0], *wrap(text[len(first[0]) + 1 :], size, room)] if indent else first
        for i, line in enumerate(lines):
            spread = ""
            if justified and i < len(lines) - 1 and " " in line:
                spread = f"{(room - width(line, size)) / line.count(' '):.3f} Tw"
            y = self.put(x + (indent if i == 0 else 0), y, line, size, font, spread)
        return y + after


def document(sheets: Sequence[Sheet], *, trailer: str = "", count: int | None = None) -> bytes:
    differences = " ".join(f"{ord(code)} /{name}" for code, name in LIGATURES.items())
    font = (
        "<</Type/Font/Subtype/Type1/BaseFont/{}/Encoding<</Type/Encoding"
        f"/BaseEncoding/WinAnsiEncoding/Differences[{differences}]>>>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sheets) if count is None else count}/Kids["
        + " ".join(f"{6 + 2 * i} 0 R" for i in range(len(sheets)))
        + "]>>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        "/Length 1>>\nstream\n\x80\nendstream",
    ]
    for i, sheet in enumerate(sheets):
        content = "\n".join(sheet.ops)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.size[0]} {sheet.size[1]}]"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</Im 5 0 R>>>>"
            f"/Contents {7 + 2 * i} 0 R{sheet.extra}>>"
        )
        objects.append(f"<</Length {len(content)}>>\nstream\n{content}\nendstream")
    return assemble([o.encode("latin-1") for o in objects], trailer)


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    parts = [b"%PDF-1.5\n"]
    place = len(parts[0])
    table = [b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)]
    for number, body in enumerate(objects, start=1):
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        table.append(b"%010d 00000 n \n" % place)
        place += len(parts[-1])
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer.encode("latin-1"))
    return b"".join([*parts, *table, end, b"startxref\n%d\n%%%%EOF\n" % place])


def stream(attributes: str, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n" % (attributes.encode(), len(data)) + data + b"\nendstream"


def read(tmp_path: Path, *sheets: Sheet) -> list[str]:
    """As `read_pdf` does, without the process of its own, to be quick."""
    path = tmp_path / "verslag.pdf"
    path.write_bytes(document(sheets))
    found = take_apart(path, lambda _: None)
    return join_lines([Line(*line) for line in found["lines"]])


def rejected(tmp_path: Path, content: bytes) -> RejectedSource:
    path = tmp_path / "verslag.pdf"
    path.write_bytes(content)
    with pytest.raises(RejectedSource) as caught:
        read_pdf(path, "verslag.pdf")
    error = caught.value
    assert error.place == "verslag.pdf"
    assert error.found
    assert error.expected
    assert error.remedy
    assert not re.search(r"\n", error.reason + error.remedy)
    return error


WIJK = (
    "In de wijk vertelden bewoners dat zij hun buren beter hebben leren kennen. Wie alleen woonde, "
    "vond de avonden lang en zocht steun bij de huisarts of in de kerk om de hoek."
)
TUIN = (
    "Een groep begon met een moestuin en bracht de oogst naar de voedselbank. Later kwam er een "
    "kleine subsidie, en daarmee kochten zij gereedschap en een schuur."
)
WERK = (
    "Zelfstandigen zagen opdrachten verdwijnen en moesten wachten op steun. Jongeren misten hun "
    "stage en daarmee de weg naar een baan, en dat gaat hun lang heugen."
)
SCHOOL = (
    "Op school bleek dat niet ieder kind een stille plek heeft om te leren. Leraren belden langs "
    "de deuren en brachten laptops, maar een les is meer dan een scherm."
)
KOP = "Wat wij hoorden"


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.par(70, sheet.par(70, 80, WIJK), TUIN)
    path = tmp_path / "- tafel 4, wónen 🏠.pdf"
    path.write_bytes(document([sheet]))
    assert read_pdf(path, path.name) == [WIJK, TUIN]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.put(70, 80, "Wat wij hoorden aan de tafels in het land", 20)
    y = sheet.par(70, 120, WIJK, 215)
    sheet.par(70, y, TUIN, 215)
    y = sheet.par(310, 120, WERK, 215)
    sheet.par(310, y, SCHOOL, 215)
    assert read(tmp_path, sheet) == [
        "Wat wij hoorden aan de tafels in het land", WIJK, TUIN, WERK, SCHOOL,
    ]  # fmt: skip


def test_justified_columns_under_and_over_text_of_full_width(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, f"{WIJK} {TUIN}", justified=True)
    left = sheet.par(70, y, WERK, 215, justified=True)
    right = sheet.par(310, y, SCHOOL, 215, justified=True)
    sheet.par(70, max(left, right), f"{SCHOOL} {WERK}", justified=True)
    assert read(tmp_path, sheet) == [f"{WIJK} {TUIN}", WERK, SCHOOL, f"{SCHOOL} {WERK}"]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    lines = wrap(f"{WIJK} {TUIN} {WERK} {SCHOOL}", 10, 215)
    # Each cut is in the middle of a sentence.
    middles = [i for i, line in enumerate(lines, start=1) if not line.endswith(".")]
    cuts = [min(middles, key=lambda i: abs(i - len(lines) * n / 4)) for n in (1, 2, 3)]
    sheets = [Sheet(), Sheet()]
    for i, (start, end) in enumerate(pairwise([0, *cuts, len(lines)])):
        y = 80.0
        for line in lines[start:end]:
            y = sheets[i // 2].put(70 if i % 2 == 0 else 310, y, line)
    assert read(tmp_path, *sheets) == [f"{WIJK} {TUIN} {WERK} {SCHOOL}"]


def test_a_box_and_a_footnote_between_do_not_cut_a_paragraph(tmp_path: Path) -> None:
    first, second = Sheet(), Sheet()
    lines = wrap(f"{WIJK} {TUIN}", 10, 455)
    y = 600.0
    for line in lines[:2]:
        y = first.put(70, y, line)
    y = first.par(90, y + 14, "“Wij hebben een tuin gemaakt en die houden we.”", 380, 12)
    first.put(90, y, "– Gepensioneerde, themadialoog samen leven", 9)
    first.put(70, 780, "1", 5)
    first.put(74, 783, "Zie het verslag van de gemeente over de eerste ronde.", 7.5)
    y = 80.0
    for line in lines[2:]:
        y = second.put(70, y, line)
    assert read(tmp_path, first, second) == [
        f"{WIJK} {TUIN}",
        "“Wij hebben een tuin gemaakt en die houden we.” – Gepensioneerde, themadialoog samen leven",
        "Zie het verslag van de gemeente over de eerste ronde.",
    ]


def running(texts: Sequence[str]) -> list[Sheet]:
    sheets = []
    for i, text in enumerate(texts, start=1):
        sheet = Sheet()
        even = i % 2 == 0
        sheet.put(70, 40, "Hoofdstuk 1: Samen" if i < 4 else "Hoofdstuk 2: Werk", 8)
        sheet.put(
            70 if even else 430,
            52,
            f"{i} | Verslag dialoog" if even else f"Verslag dialoog | {i}",
            8,
        )
        sheet.par(70, 100, text)
        sheet.put(290, 800, f"Pagina {i} van {len(texts)}", 8)
        sheet.put(70, 812, "Ministerie van Voorbeelden", 8)
        sheets.append(sheet)
    return sheets


def test_running_heads_footers_and_page_numbers_are_gone(tmp_path: Path) -> None:
    texts = [WIJK, TUIN, WERK, SCHOOL, f"{TUIN} {WIJK}", f"{WERK} {WIJK}"]
    assert read(tmp_path, *running(texts)) == texts


def test_a_word_that_returns_at_one_place_in_spread_lines_stays(tmp_path: Path) -> None:
    sheets = []
    for name in ("Anneke", "Ferdi", "Saar", "Mo", "Rik"):
        sheet = Sheet()
        sheet.put(70, 60, f"Toen {name}")
        sheet.put(135, 60, "van")
        sheet.put(165, 60, f"de buren van {name} hoorde, liep zij mee naar het plein.")
        sheet.par(70, 72, f"{name}: {WERK}")
        sheets.append(sheet)
    text = " ".join(read(tmp_path, *sheets))
    assert text.count(" van de buren van ") == 5


def test_what_a_tagged_file_calls_an_artifact_in_the_margin_is_gone(tmp_path: Path) -> None:
    sheet = Sheet(["/Artifact BMC"])
    sheet.put(70, 40, "Gemeente Voorbeeld, verslag")
    sheet.ops += ["EMC", "/P <</MCID 0>> BDC"]
    sheet.par(70, 60, WIJK)
    sheet.ops += ["EMC", "/Artifact BMC"]
    sheet.put(70, 400, "Wie dit vergat te merken, wil het toch lezen.")
    sheet.ops.append("EMC")
    assert read(tmp_path, sheet) == [WIJK, "Wie dit vergat te merken, wil het toch lezen."]


def test_a_turn_that_returns_at_the_top_of_a_page_stays(tmp_path: Path) -> None:
    sheets = []
    for i in range(8):
        sheet = Sheet()
        y = sheet.par(70, 60, "I: Ja." if i % 3 == 0 else f"I: Vraag {WERK[: 20 + i]}?", after=12)
        sheet.par(70, y, f"R1: Antwoord: {[WIJK, TUIN, WERK, SCHOOL][i % 4][i:]}", after=12)
        sheet.put(290, 810, str(i + 1), 8)
        sheets.append(sheet)
    turns = read(tmp_path, *sheets)
    assert len(turns) == 16
    assert turns.count("I: Ja.") == 3


def test_words_cut_at_line_ends_are_whole_again(tmp_path: Path) -> None:
    sheet = Sheet()
    cut = [
        "De gevolgen van de corona-", "crisis en de gezondheids-", "achterstanden zijn groot. Een",
        "zee-", "egel in Noord-", "Brabant, de in-", "en uitvoer, de voor- en na-", "delen, niet-",
        "digitale hulp, een idee-", "enbus, de financi-", "ele steun en de sa-", "menleving.",
    ]  # fmt: skip
    y = 80.0
    for line in cut:
        y = sheet.put(70, y, line)
    assert read(tmp_path, sheet) == [
        "De gevolgen van de coronacrisis en de gezondheidsachterstanden zijn groot. Een zee-egel in "
        "Noord-Brabant, de in- en uitvoer, de voor- en nadelen, niet-digitale hulp, een "
        "ideeënbus, de financiële steun en de samenleving."
    ]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("de samen-", "leving", "de samenleving"),
        ("een zee-", "egel", "een zee-egel"),
        ("in Noord-", "Brabant", "in Noord-Brabant"),
        ("de in-", "en uitvoer", "de in- en uitvoer"),
        ("zondag-", "of maandagavond", "zondag- of maandagavond"),
        ("goede ide-", "eën", "goede ideeën"),
        ("de COVID-", "pandemie", "de COVID-pandemie"),
        ("in 2019-", "2020", "in 2019-2020"),
        ("de ex-", "wethouder", "de ex-wethouder"),
        ("de huis-\xad", "arts", "de huis-arts"),
        ("de huis\xad", "arts", "de huisarts"),
        ("hij kwam –", "en ging", "hij kwam – en ging"),
        ("gewoon", "verder", "gewoon verder"),
    ],
)
def test_glue(before: str, after: str, whole: str) -> None:
    assert glue(before, after) == whole


def test_a_word_is_joined_as_the_document_writes_it() -> None:
    assert glue("de woon-", "werkplek", frozenset({"woonwerkplek"})) == "de woonwerkplek"
    assert glue("de huis-", "arts", frozenset({"huis-arts"})) == "de huis-arts"


def test_ligatures_soft_hyphens_and_marks(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.put(70, 80, "Het o\x03iciële gra\x01sche werk is \x01jn, en het o\x04ciële\x05 ook;", 10)
    sheet.put(70, 92, "de reis en de kof\x05fer in de re\x02ector, en de straat")
    x = 70 + width("de straat is 30 m", 10)
    sheet.put(70, 104, "de straat is 30 m")
    sheet.put(x, 100, "2", 6)
    sheet.put(x + 6, 104, "groot.")
    sheet.put(x + 6 + width("groot.", 10), 100, "12", 6)
    assert read(tmp_path, sheet) == [
        "Het officiële grafische werk is fijn, en het officiële ook; de reis en de koffer in de "
        "reflector, en de straat de straat is 30 m² groot."
    ]


def test_paragraphs_by_gap_indent_and_short_line(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, WIJK, after=6)
    y = sheet.par(70, y, TUIN, after=0)
    y = sheet.par(70, y, WERK, indent=14, after=0)
    y = sheet.par(70, y, SCHOOL, indent=14, after=20)
    # Nothing but a short last line tells these two apart.
    y = sheet.par(70, y, f"{WIJK} Kort.", after=0)
    sheet.par(70, y, TUIN)
    assert read(tmp_path, sheet) == [WIJK, TUIN, WERK, SCHOOL, f"{WIJK} Kort.", TUIN]


def test_headings_and_bullets(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, KOP, size=16, after=2)
    y = sheet.par(70, y, "Samen leven", font="F2", after=0)
    y = sheet.par(70, y, WIJK, after=0)
    y = sheet.par(70, y, "Werk en inkomen", after=0)
    y = sheet.par(70, y, f"{TUIN} Zij willen:", after=0)
    for item in ("meer groen in de straat, en plaats om te spelen voor de kinderen die er wonen en "
                 "die nu op straat voetballen", "een vast aanspreekpunt", "minder regels"):  # fmt: skip
        sheet.put(72, y, "•")
        y = sheet.par(84, y, item, 440, after=0)
    y = sheet.par(70, y, "1. Begin klein en houd vol.", after=0)
    sheet.par(70, y, "2. Vraag het aan de buren.")
    assert read(tmp_path, sheet) == [
        KOP,
        "Samen leven",
        WIJK,
        "Werk en inkomen",
        f"{TUIN} Zij willen:",
        "• meer groen in de straat, en plaats om te spelen voor de kinderen die er wonen en die nu "
        "op straat voetballen",
        "• een vast aanspreekpunt",
        "• minder regels",
        "1. Begin klein en houd vol.",
        "2. Vraag het aan de buren.",
    ]


TURNS = [
    f"Anneke: {WIJK}",
    "Rik (wethouder): Ja.",
    "Anneke: Let op: we stoppen om 17:30.",
    f"Ferdi: {TUIN}",
    "Rik (wethouder): Nee",
    "Anneke: Goed.",
    "Ferdi: Dag",
]


def test_each_labelled_turn_begins_a_line(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 60, "Themadialoog, thema: wonen en verkeer", size=14)
    for turn in TURNS:
        y = sheet.par(70, y, turn, after=0)
    assert read(tmp_path, sheet) == ["Themadialoog, thema: wonen en verkeer", *TURNS]


@pytest.mark.parametrize("colon", [True, False])
def test_labels_in_a_column_of_their_own(tmp_path: Path, colon: bool) -> None:
    sheet = Sheet()
    y = 80.0
    turns = [("Anneke", WIJK), ("Rik", "Ja."), ("Ferdi", TUIN), ("Anneke", "Goed."), ("Rik", WERK)]
    for name, said in turns:
        sheet.put(70, y, name + (":" if colon else ""))
        y = sheet.par(150, y, said, 375, after=5)
    assert read(tmp_path, sheet) == [f"{name}: {said}" for name, said in turns]


def test_times_on_lines_of_their_own_stay_and_one_in_a_sentence_is_text(tmp_path: Path) -> None:
    sheet = Sheet()
    y = 80.0
    said = [
        "00:00:03",
        "Joke",
        WIJK,
        "00:01:10",
        "Rik",
        "Ja.",
        "[01:20] Joke: Dag.",
        "Rik Bos 2:31",
    ]
    for line in said:
        y = sheet.par(70, y, line, after=0)
    text = "Daarna gingen wij met de hele groep naar buiten voor een wandeling, en dat was om"
    y = sheet.put(70, y, text)
    sheet.put(70, y, "17:30 uur, zei zij.")
    assert read(tmp_path, sheet) == [*said, f"{text} 17:30 uur, zei zij."]


def test_line_numbers_in_the_margin_are_no_text(tmp_path: Path) -> None:
    sheet = Sheet()
    for number, line in enumerate(wrap(f"{WIJK} {TUIN} {WERK}", 10, 440), start=1):
        sheet.put(52, 68 + 12 * number, str(number), 8)
        sheet.put(80, 68 + 12 * number, line)
    assert read(tmp_path, sheet) == [f"{WIJK} {TUIN} {WERK}"]


def test_a_table_of_contents_is_dropped(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, "Inhoud", size=16)
    for name, number in (("1 Inleiding", "3"), ("2 Samen leven", "5"), ("3 Werk", "12")):
        dots = "." * int((430 - width(name, 10)) / width(".", 10))
        sheet.put(70, y, f"{name} {dots}")
        y = sheet.put(512, y, number)
    sheet.put(70, y, "4 Wat de deelnemers zeiden over het wonen in de stad")
    y = sheet.put(70, y + 12, "en op het land . . . . . . . . . . . . . . . . 18")
    sheet.par(70, y + 20, WIJK)
    assert read(tmp_path, sheet) == [WIJK]


def test_debris_of_charts_is_no_paragraph(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, KOP, size=16)
    y = sheet.par(70, y, WIJK)
    for x, text in ((90, "45%"), (180, "600"), (300, "2,5 miljoen")):
        sheet.put(x, y, text, 18)
    for i, text in enumerate(("Wonen", "zorg", "Verkeer", "natuur", "sport")):
        sheet.put(100 + 30 * (i % 3), y + 40 + 17 * i, text, 8)
    for i, letter in enumerate("corona"):
        sheet.put(300 + 37 * (i % 3), y + 43 + 19 * i, letter, 9)
    for i, year in enumerate(range(2016, 2022)):
        sheet.put(90 + 60 * i, y + 170, str(year), 8)
    height = sheet.size[1] - y - 150
    sheet.ops.append(f"BT /F1 9 Tf 0 1 -1 0 480 {height} Tm (aantal deelnemers) Tj ET")
    sheet.ops.append(f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 {height} Tm (CONCEPT) Tj ET")
    sheet.par(70, y + 210, TUIN)
    assert read(tmp_path, sheet) == [KOP, WIJK, TUIN]


def test_names_of_those_present_stay(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, f"{WIJK} {TUIN}")
    y = sheet.par(70, y, "Aanwezig:", after=0)
    for name in ("Anneke Bos", "Rik", "Ferdi", "Saar Tak", "Mo"):
        y = sheet.par(70, y, name, after=0)
    assert read(tmp_path, sheet)[1:] == [
        "Aanwezig:",
        "Anneke Bos",
        "Rik",
        "Ferdi",
        "Saar Tak",
        "Mo",
    ]


QUOTE = "“Wij hebben in de straat een eigen tuin gemaakt en dat willen we houden. Nou ja, zolang het kan.”"


@pytest.mark.parametrize("gap", [2, 14])
def test_a_quote_in_a_box_keeps_its_attribution(tmp_path: Path, gap: int) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, WIJK, 215)
    y = sheet.par(90, y + 12, QUOTE, 150, 11, after=gap)
    y = sheet.par(
        90, y, "- Toezichthouder en handhaver in de kinderopvang, themadialoog gezondheid", 150, 8
    )
    sheet.par(70, y + 12, TUIN, 215)
    sheet.par(310, sheet.par(310, 80, WERK, 215), SCHOOL, 215)
    assert read(tmp_path, sheet) == [
        WIJK,
        f"{QUOTE} - Toezichthouder en handhaver in de kinderopvang, themadialoog gezondheid",
        TUIN, WERK, SCHOOL,
    ]  # fmt: skip


def test_a_wide_quote_between_columns_stands_whole_behind_them(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.par(70, 80, f"{WIJK} {TUIN}", 215)
    sheet.par(310, 80, f"{WERK} {SCHOOL}", 215)
    y = sheet.par(120, y + 20, QUOTE, 360, 14, after=2)
    sheet.put(120, y, "– Wethouder, themadialoog wonen", 9)
    assert read(tmp_path, sheet) == [
        f"{WIJK} {TUIN}", f"{WERK} {SCHOOL}", f"{QUOTE} – Wethouder, themadialoog wonen",
    ]  # fmt: skip


def test_what_can_not_be_seen_is_not_read_and_nothing_is_read_twice(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.put(70, 60, KOP, 16)
    sheet.put(70.4, 60.2, KOP, 16)
    y = sheet.par(70, 80, WIJK)
    sheet.par(70, 80, WIJK)
    sheet.put(70, y, "wit op wit", before="1 1 1 rg")
    sheet.put(70, y, "ook wit", before="0 0 0 0 k")
    sheet.put(70, y, "geen grootte", 0.01)
    sheet.put(700, y, "naast de bladzijde")
    sheet.ops.append(f"0 0 0.4 rg 60 {842 - y - 40} 400 20 re f 0 g")
    sheet.put(70, y + 34, "Wit op blauw is te zien", before="1 g")
    assert read(tmp_path, sheet) == [KOP, WIJK, "Wit op blauw is te zien"]


@pytest.mark.parametrize("extra", ["", "/Rotate 90"])
def test_a_page_that_stands_sideways_is_turned(tmp_path: Path, extra: str) -> None:
    sheet = Sheet(extra=extra)
    for i, line in enumerate(wrap(f"{WIJK} {TUIN} {WERK}", 10, 600)):
        sheet.ops.append(f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * i} 80 Tm ({line}) Tj ET")
    assert read(tmp_path, sheet) == [f"{WIJK} {TUIN} {WERK}"]


def test_accents_drawn_over_a_letter_belong_to_it(tmp_path: Path) -> None:
    sheet = Sheet()
    x = 70 + width("de co", 10)
    sheet.put(70, 80, "de co")
    sheet.put(x + 1, 80, "\xa8")
    sheet.put(x, 80, "ordinatie van het geheel")
    assert read(tmp_path, sheet) == ["de coördinatie van het geheel"]


def test_a_large_initial_and_letters_set_apart(tmp_path: Path) -> None:
    sheet = Sheet()
    y = sheet.put(70, 60, "SAMEN LEVEN", 12, before="4 Tc")
    lines = wrap(WIJK[1:], 10, 425)
    sheet.put(70, y + 24, "I", 32)
    for i, line in enumerate(lines):
        sheet.put(80 if i < 2 else 70, y + 12 * (i + 1), line)
    assert read(tmp_path, sheet) == ["SAMEN LEVEN", WIJK]


def image(text: str = "") -> Sheet:
    sheet = Sheet(["q 595 0 0 842 0 0 cm /Im Do Q"])
    if text:
        sheet.put(70, 800, text)
    return sheet


def test_a_scan_is_rejected_and_one_with_recognised_text_is_read(tmp_path: Path) -> None:
    assert "OCR" in rejected(tmp_path, document([image(), image("Scan 2")])).remedy
    error = rejected(tmp_path, document([image(), image(), image(), *running([WIJK])]))
    assert error.found == "3 van 4 bladzijden gescand, zonder tekst"
    sheet = image()
    sheet.par(70, 80, WIJK)
    sheet.ops = [op.replace("BT", "BT 3 Tr") for op in sheet.ops]
    assert read(tmp_path, sheet) == [WIJK]


def test_a_locked_file_asks_for_the_password_to_go(tmp_path: Path) -> None:
    lock = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>".format("41" * 32)
    error = rejected(tmp_path, document(running([WIJK]), trailer=lock))
    assert "wachtwoord" in error.found
    lock = "/ID[<00><00>]/Encrypt<</Filter/Onbekend/V 9>>"
    assert "wachtwoord" in rejected(tmp_path, document(running([WIJK]), trailer=lock)).remedy


def test_broken_files_say_so(tmp_path: Path) -> None:
    whole = document(running([WIJK, TUIN]))
    assert rejected(tmp_path, b"").found == "leeg bestand"
    assert rejected(tmp_path, b"PK\x03\x04" + whole[4:]).found == "geen PDF-bestand"
    assert rejected(tmp_path, whole[: len(whole) // 2]).found == "afgebroken PDF-bestand"
    assert "2 van 7" in rejected(tmp_path, document(running([WIJK, TUIN]), count=7)).found
    assert rejected(tmp_path, b"%PDF-1.4\n" + random.Random(1).randbytes(9000) + b"%%EOF")
    assert "zonder tekst" in rejected(tmp_path, document([Sheet()])).found
    with pytest.raises(RejectedSource, match="niet te openen"):
        read_pdf(tmp_path / "weg.pdf", "weg.pdf")
    (tmp_path / "map.pdf").mkdir()
    with pytest.raises(RejectedSource, match="niet te openen"):
        read_pdf(tmp_path / "map.pdf", "map.pdf")


def test_a_page_that_can_not_be_unpacked_is_not_passed_over(tmp_path: Path) -> None:
    packed = zlib.compress(document(running([WIJK])))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        stream("/Filter/FlateDecode", packed[:20] + b"\x00\xff" * 40 + packed[100:]),
    ]
    assert "bladzijde 1" in rejected(tmp_path, assemble(parts)).found


def test_fonts_without_meaning_are_rejected(tmp_path: Path) -> None:
    sheet = Sheet()
    for i in range(9):
        sheet.put(70, 80 + 12 * i, "\x04\x04\x04a \x04\x04 \x04\x04\x04")
    assert "lettertypen" in rejected(tmp_path, document([sheet])).found


def test_thousands_of_pages_are_refused_at_once(tmp_path: Path) -> None:
    error = rejected(tmp_path, document([Sheet()] * 5000))
    assert error.found == "5000 bladzijden"
    assert "Splits" in error.remedy


def hostile(contents: bytes, *, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page % resources,
        contents,
        *more,
    ]
    return assemble(parts)


def zeros(megabytes: int) -> bytes:
    """A Flate stream of so many megabytes of zeros, made without holding them."""
    packer = zlib.compressobj(9)
    start = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    whole = start + block * (megabytes - 1)
    return zlib.compress(
        whole + b"\x03\x00" + (megabytes * 1_000_000 % 65521 << 16 | 1).to_bytes(4, "big")
    )


def test_hostile_files_end_soon_and_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PAGE_SECONDS", 1.0)
    form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>"
    resources = b"/XObject<</X 5 0 R>>"
    itself = hostile(
        stream("", b"/X Do"), resources=resources, more=[stream(form.format(5), b"/X Do")]
    )
    assert rejected(tmp_path, itself)
    forms = [stream(form.format(6 + i), b"/X Do " * 20) for i in range(12)]
    laughs = hostile(stream("", b"/X Do"), resources=resources, more=[*forms, stream("", b"n")])
    assert "te lang bezig" in rejected(tmp_path, laughs).found
    bomb = hostile(stream("/Filter[/FlateDecode/FlateDecode]", zeros(4000)))
    assert re.search("MemoryError|te lang bezig", rejected(tmp_path, bomb).found)
    deep = hostile(stream("", b"[" * 200_000))
    assert rejected(tmp_path, deep)
    loop = assemble(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R 1 0 R]>>"]
    )
    assert rejected(tmp_path, loop)


def test_mutated_files_give_text_or_a_reason(tmp_path: Path) -> None:
    whole = document(running([WIJK, TUIN]))
    chance = random.Random(5)
    path = tmp_path / "gek.pdf"
    for _ in range(5):
        mutated = bytearray(whole)
        for _ in range(chance.randint(1, 60)):
            place = chance.randrange(len(mutated))
            mutated[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        path.write_bytes(mutated)
        with suppress(RejectedSource):
            texts = read_pdf(path, "gek.pdf")
            assert texts == [" ".join(text.split()) for text in texts]


WORDS = st.sampled_from(
    "de buurt heeft samen een plan voor wonen zorg en werk dat iedereen kent".split()
)
PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=3, max_size=60).map(lambda w: " ".join(w).capitalize() + "."),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PARAGRAPHS, st.sampled_from([215, 300, 455]), st.booleans())
def test_paragraphs_come_back_as_they_were_set(
    tmp_path: Path, texts: list[str], room: int, justified: bool
) -> None:
    sheet = Sheet()
    y = 80.0
    for text in texts:
        y = sheet.par(70, y, text, room, justified=justified)
    assert read(tmp_path, sheet) == texts
