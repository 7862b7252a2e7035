"""What is read of Word, OpenDocument, RTF and web pages, and what is refused.

Packages are written here part by part, as the programs write them, so that each test shows the
markup that it is about. All talk is invented.
"""

from __future__ import annotations

import io
import re
import socket
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.office import archives, pagetext, richtext, word
from dialoogcoder.ingest.office.archives import check_archive, office_suffix
from dialoogcoder.ingest.office.clockheads import name_in_order
from dialoogcoder.ingest.office.opendocument import read_opendocument
from dialoogcoder.ingest.office.richtext import read_richtext
from dialoogcoder.ingest.office.webpage import read_webpage
from dialoogcoder.ingest.office.word import read_word

Reader = Callable[[Path, str], list[str]]
READERS: dict[str, Reader] = {
    ".docx": read_word,
    ".odt": read_opendocument,
    ".rtf": read_richtext,
    ".html": read_webpage,
}

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    "</Types>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>%s'
    "</Relationships>"
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Standaard"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/><w:basedOn w:val="Standaard"/></w:style>'
    '<w:style w:type="character" w:styleId="Zwaar"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Spreker"><w:name w:val="Spreker"/><w:basedOn w:val="Zwaar"/></w:style>'
    "</w:styles>"
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, *, prolog: str = "", rels: str = "", namespace: str = W) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELS,
            "word/document.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            + prolog
            + f'<w:document xmlns:w="{namespace}" xmlns:r="{OFFICE}"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml">'
            f"<w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": DOCUMENT_RELS % rels,
            "word/styles.xml": STYLES,
        }
    )


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def b(text: str) -> str:
    return r(text, "<w:b/><w:bCs/>")


def tbl(*rows: list[str]) -> str:
    def cell(content: str) -> str:
        return content if content.startswith("<w:tc>") else f"<w:tc>{content}</w:tc>"

    body = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def read(tmp_path: Path, suffix: str, content: bytes) -> list[str]:
    path = tmp_path / f"tafel{suffix}"
    path.write_bytes(content)
    lines = READERS[suffix](path, path.name)
    assert all(line == canonical(line) and line.strip() == line and line for line in lines)
    return lines


def refusal(tmp_path: Path, suffix: str, content: bytes) -> RejectedSource:
    path = tmp_path / f"stuk{suffix}"
    path.write_bytes(content)
    with pytest.raises(RejectedSource) as caught:
        READERS[suffix](path, path.name)
    error = caught.value
    assert error.place == path.name
    assert error.remedy
    assert not any("\n" in part for part in (error.found, error.expected, error.remedy))
    return error


# --- Word ---------------------------------------------------------------------------------------


def test_word_keeps_paragraphs_line_breaks_and_special_characters(tmp_path: Path) -> None:
    body = (
        p(b("Joke: "), r("Welkom allemaal."))
        + p(r("Rik: Eerst dit.\nEn dan dat."), properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + p()
        + p(
            "<w:r><w:t>zzp</w:t><w:noBreakHyphen/><w:t>er</w:t><w:tab/><w:t>af</w:t><w:softHyphen/><w:t>wezig</w:t></w:r>"
        )
        + p(r("ge\u00adza\u00admen\u00a0lijk cafe\u0301"))
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Joke: Welkom allemaal.",
        "Rik: Eerst dit.\nEn dan dat.",
        "zzp-er\tafwezig",
        "gezamen lijk café",
    ]


def test_word_takes_tracked_changes_as_accepted(tmp_path: Path) -> None:
    mark = 'w:id="1" w:author="An"'
    body = (
        p(
            r("Dat is "),
            f"<w:del {mark}><w:r><w:delText>fout</w:delText></w:r></w:del>",
            f"<w:ins {mark}>{r('goed')}</w:ins>",
            r("."),
        )
        + p(
            f"<w:moveFrom {mark}>{r('Verhuisd.')}</w:moveFrom>",
            properties=f"<w:rPr><w:moveFrom {mark}/></w:rPr>",
        )
        + p(r("Eerste helft, "), properties=f"<w:rPr><w:del {mark}/></w:rPr>")
        + p(r("tweede helft."))
        + p(f"<w:moveTo {mark}>{r('Verhuisd.')}</w:moveTo>")
        + tbl([p(r("Joke")), p(r("Ja."))])
        + f"<w:tbl><w:tr><w:trPr><w:del {mark}/></w:trPr><w:tc>{p(r('weg'))}</w:tc></w:tr></w:tbl>"
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Dat is goed.",
        "Eerste helft, tweede helft.",
        "Verhuisd.",
        "Joke: Ja.",
    ]


def test_word_leaves_out_what_is_no_text_of_the_body(tmp_path: Path) -> None:
    body = (
        p(r("Inhoud 3"), properties='<w:pStyle w:val="Inhopg1"/>')
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p(r('Inhoudsopgave'))}</w:sdtContent></w:sdt>"
        + p(
            '<w:commentRangeStart w:id="0"/>',
            r("Wij blijven."),
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
        )
        + p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://voorbeeld.nl"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            r("de site"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
        + p(r("Bovenkant formulier", "<w:vanish/>"))
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p(r("Klik om tekst in te voeren."))
        + "</w:sdtContent></w:sdt>"
    )
    assert read(tmp_path, ".docx", docx(body)) == ["Wij blijven.", "de site"]


def test_word_loses_no_content_control_link_or_text_box(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('In een kader.'))}</w:txbxContent>"
    body = (
        p(
            r("Voor "),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{r('midden')}</w:sdtContent></w:sdt>",
            f'<w:hyperlink r:id="x">{r(" na.")}</w:hyperlink>',
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('Blok.'))}{tbl([p(r('An')), p(r('Dag.'))])}</w:sdtContent></w:sdt>"
        + p(
            r("Voor het kader, "),
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            r("na het anker."),
        )
        + f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>{p(r('Bo'))}</w:tc></w:sdtContent></w:sdt><w:tc>{p(r('Hallo.'))}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Voor midden na.",
        "Blok.",
        "An: Dag.",
        "Voor het kader, na het anker.",
        "In een kader.",
        "Bo: Hallo.",
    ]


def test_word_tables_become_turns(tmp_path: Path) -> None:
    merged = "<w:tcPr><w:vMerge w:val='%s'/></w:tcPr>"
    body = (
        tbl(
            [p(r("Spreker")), p(r("Tekst"))],
            [p(b("Joke:")), p(r("Welkom.")) + p(r("Fijn."))],
            [p(), p(r("Nog iets."))],
        )
        + p(r("Deel twee"))
        + tbl(
            [p(r("[00:12]")), p(r("Rik")), p(r("Ja hoor."))],
            [p(r("00:15 - 00:20")), p(r("Els")), p(r("Nee."))],
            ["<w:tc><w:tcPr><w:gridSpan w:val='3'/></w:tcPr>" + p(r("Pauze")) + "</w:tc>"],
        )
        + tbl(
            [p(r("1")), "<w:tc>" + merged % "restart" + p(r("An")) + "</w:tc>", p(r("Een."))],
            [p(r("2")), "<w:tc>" + merged % "continue" + p(r("An")) + "</w:tc>", p(r("Twee."))],
        )
        + tbl([tbl([p(r("Bo")), p(r("Binnen."))]) + p()])
        + tbl([p(r("Naam")), p(r("Organisatie"))], [p(r("Joke Smit")), p(r("gemeente"))])
        + tbl([p(r("Sanne")) + p(r("0:42")), p(r("Met tijd.")) + tbl([p(r("a")), p(r("b"))])])
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Joke: Welkom. Fijn.",
        "Nog iets.",
        "Deel twee",
        "[00:12] Rik: Ja hoor.",
        "[00:15] Els: Nee.",
        "Pauze",
        "An: Een.",
        "Twee.",
        "Bo: Binnen.",
        "Joke Smit, gemeente",
        "[0:42] Sanne: Met tijd. a: b",
    ]


def test_columns_are_told_by_their_names_or_by_what_is_in_them(tmp_path: Path) -> None:
    body = tbl(
        [p(r("Wie")), p(r("Wat")), p(r("Code")), p(r("Functie"))],
        [p(r("Joke")), p(r("Dag.")), p(r("K1")), p(r("bakker"))],
        [p(r("Rik")), p(r("Hoi.")), p(r("K2")), p()],
    )
    body += p() + tbl(
        [p(r("Moment")), p(r("Persoon X")), p(r("Zin"))],
        [p(r("(0:05)")), p(r("Joke")), p(r("Dag."))],
        [p(r("(0:09)")), p(r("Rik")), p(r("Hoi."))],
    )
    body += p() + tbl(*([p(r(f"{n}.")), p(r("Joke: regel"))] for n in (11, 12, 14, 15, 19)))
    assert read(tmp_path, ".docx", docx(body)) == [
        "Joke (bakker): Dag.",
        "Rik: Hoi.",
        "Moment Persoon X: Zin",
        "[0:05] Joke: Dag.",
        "[0:09] Rik: Hoi.",
        *["Joke: regel"] * 5,
    ]


def test_tables_of_another_shape_keep_every_cell(tmp_path: Path) -> None:
    long = "Een hele alinea die in een kolom is gezet en daarom geen naam van een spreker kan zijn."
    body = (
        tbl([p(r("Wonen")), p(r("Zorg")), p(r("Werk"))], [p(r("a")), p(r("b")), p(r("c"))])
        + tbl([p(r(long)), p(r("Rechts."))])
        + tbl([p(r("Wat vindt u?")), p(r("Goed."))])
        + tbl([p(r("2019")), p(r("Begin."))], [p(r("2020")), p(r("Crisis."))])
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Wonen Zorg Werk",
        "a b c",
        long,
        "Rechts.",
        "Wat vindt u?",
        "Goed.",
        "2019: Begin.",
        "2020: Crisis.",
    ]


def test_a_bold_opening_that_returns_is_a_label(tmp_path: Path) -> None:
    body = (
        p(b("Verslag"))
        + p(b("Anneke"), r(" Welkom. Let op: we nemen op."))
        + p(b("Fatima (zzp’er) "), r("Ja, dat klopt."))
        + p(r("Dat zei ik al."))
        + p(b("Anneke"), r("\tEn dan "), b("nu"), r("?"))
        + p(b("Fatima"), r(" (zzp’er) Nee."))
        + p(b("Mevrouw De Wit"), r(" – Een keer maar."))
        + p(b("Anneke"), r(" [00:12:31] Met tijd."))
        + p(r("Ferdi", '<w:rStyle w:val="Spreker"/>'), r("\nOnder de naam."))
        + p(b("Samen"), r(" sterker, dat is het."))
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Verslag",
        "Anneke: Welkom. Let op: we nemen op.",
        "Fatima (zzp’er): Ja, dat klopt.",
        "Dat zei ik al.",
        "Anneke: En dan nu?",
        "Fatima (zzp’er): Nee.",
        "Mevrouw De Wit: Een keer maar.",
        "[00:12:31] Anneke: Met tijd.",
        "Ferdi\nOnder de naam.",
        "Samen sterker, dat is het.",
    ]


def test_a_bold_name_above_what_is_said_is_its_label(tmp_path: Path) -> None:
    body = (
        p(b("Themadialoog wonen"))
        + p(b("Anneke"))
        + p(r("Welkom."))
        + p(r("Nog een alinea."))
        + p(r("Fatima"), properties='<w:pStyle w:val="Kop2"/>')
        + p()
        + p(r("Dank."))
        + p(b("Anneke"))
        + p(r("(00:12:31)"))
        + p(r("Graag."))
        + p(b("Bouwen"))
        + p(r("Er is te weinig."))
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Themadialoog wonen",
        "Anneke: Welkom.",
        "Nog een alinea.",
        "Fatima: Dank.",
        "[00:12:31] Anneke: Graag.",
        "Bouwen",
        "Er is te weinig.",
    ]


def test_bold_speakers_in_a_verbatim_text_without_capitals(tmp_path: Path) -> None:
    names = ["Anneke", "Fatima", "Anneke", "Fatima"]
    body = "".join(p(b(name), r(" ja dat klopt")) for name in names)
    assert read(tmp_path, ".docx", docx(body)) == [f"{name}: ja dat klopt" for name in names]


def test_a_label_that_is_bold_in_part_stays_one_label(tmp_path: Path) -> None:
    lines = ["Deelnemer 1: Ja.", "Deelnemer 2: Nee.", "Deelnemer 1: Nou."]
    body = "".join(p(b("Deelnemer"), r(line.removeprefix("Deelnemer"))) for line in lines)
    assert read(tmp_path, ".docx", docx(body)) == lines


@pytest.mark.parametrize(
    "paragraphs",
    [
        [
            (b("Wonen"), r(" De huren stijgen.")),
            (b("Zorg"), r(" Wachten.")),
            (b("Wonen"), r(" Weer.")),
        ],
        [(b("Gemeente Delft"), r(" heeft gebouwd.")), (b("Gemeente Delft"), r(" bouwt door."))],
        [(b("Behouden"),), (r("Thuiswerken."),), (b("Behouden"),), (r("Rust."),)],
        [(b("Anneke"), r(", die net kwam, zweeg.")), (b("Anneke"), r(" en Rik zwegen."))],
    ],
)
def test_bold_for_emphasis_and_titles_changes_nothing(
    tmp_path: Path, paragraphs: list[tuple[str, ...]]
) -> None:
    body = "".join(p(*runs) for runs in paragraphs)
    plain = ["".join(re.sub("<[^>]*>", "", run) for run in runs) for runs in paragraphs]
    assert read(tmp_path, ".docx", docx(body)) == plain


def test_a_teams_transcript_becomes_timed_turns(tmp_path: Path) -> None:
    avatar = "<w:r><w:drawing/></w:r><w:r><w:br/></w:r>"
    body = (
        p(b("Themadialoog wonen-20210603_193012-Meeting Transcript"))
        + p(r("3 juni 2021, 07:30p.m."))
        + p(r("1u 12m 5s"))
        + p(r("Anneke Bos started transcription"))
        + p(
            avatar,
            b("Anneke Bos"),
            r("   0:03\nWelkom allemaal. We beginnen om 17:30\nmet een rondje."),
        )
        + p(avatar, b("Jansen, Ferdi (BZK)"), r("   0:12\nPrima."))
        + p(avatar, b("Anneke Bos"), r("   0:15\nMooi."))
        + p(avatar, b("Anneke Bos"), r("   1:02:40\nConclusie: we gaan door."))
        + p(r("Anneke Bos heeft de transcriptie gestopt"))
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "Themadialoog wonen-20210603_193012-Meeting Transcript",
        "3 juni 2021, 07:30p.m.",
        "1u 12m 5s",
        "[0:03] Anneke Bos: Welkom allemaal. We beginnen om 17:30 met een rondje.",
        "[0:12] Ferdi Jansen (BZK): Prima.",
        "[0:15] Anneke Bos: Mooi. Conclusie: we gaan door.",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Jansen, Ferdi (BZK)", "Ferdi Jansen (BZK)"),
        ("Berg, A. van den (Anna)", "Anna van den Berg"),
        ("Ferdi Jansen (Gast)", "Ferdi Jansen"),
        ("Joke Smit, wethouder", "Joke Smit, wethouder"),
        ("Vergaderzaal 3.12", "Vergaderzaal 3.12"),
    ],
)
def test_a_name_from_an_address_book(written: str, said: str) -> None:
    assert name_in_order(written) == said


def test_older_teams_and_word_transcriptions(tmp_path: Path) -> None:
    cues = [
        ("0:0:0.0 --> 0:0:3.510", "Anneke Bos", "Goedemorgen, eh,"),
        ("0:0:6.90 --> 0:0:6.500", "Anneke Bos", "allemaal."),
    ]
    cues += [("0:1:7.360 --> 0:1:9.760", "Ferdi Tak", "Dag.")]
    expected = [
        "[0:00:00.000] Anneke Bos: Goedemorgen, eh, allemaal.",
        "[0:01:07.360] Ferdi Tak: Dag.",
    ]
    assert read(tmp_path, ".docx", docx("".join(p(r("\n".join(cue))) for cue in cues))) == expected
    apart = "".join(p(r(line)) for cue in cues for line in cue)
    assert read(tmp_path, ".docx", docx(apart)) == expected
    nameless = "".join(p(r(f"{time}\n{text}")) for time, _, text in cues)
    assert read(tmp_path, ".docx", docx(nameless))[1] == "[0:00:06.090] allemaal."
    word = [
        "Audiobestand",
        "opname.m4a",
        "Transcriptie",
        "00:00:04 Spreker 1",
        "Dag allemaal.",
        "00:01:09 Spreker 2",
        "Hallo.",
        "00:01:12 Spreker 1",
        "Mooi.",
    ]
    assert read(tmp_path, ".docx", docx("".join(p(r(line)) for line in word))) == [
        *word[:3],
        "[00:00:04] Spreker 1: Dag allemaal.",
        "[00:01:09] Spreker 2: Hallo.",
        "[00:01:12] Spreker 1: Mooi.",
    ]


def test_a_recorders_message_goes_and_speech_that_resembles_it_stays(tmp_path: Path) -> None:
    body = (
        p(b("Anneke Bos"), r("   0:03\nAnneke Bos heeft de transcriptie gestart"))
        + p(b("Ferdi Tak"), r("   0:12"))
        + p(r("Iemand is met de transcriptie begonnen"))
        + p(b("Anneke Bos"), r("   0:15\nMooi."))
        + p(r("Anneke Bos stopped transcription"))
    )
    assert read(tmp_path, ".docx", docx(body)) == [
        "[0:03] Anneke Bos: Anneke Bos heeft de transcriptie gestart",
        "[0:12] Ferdi Tak: Iemand is met de transcriptie begonnen",
        "[0:15] Anneke Bos: Mooi.",
    ]


def test_subtitles_put_in_a_document_are_left_for_their_own_reader(tmp_path: Path) -> None:
    lines = ["WEBVTT", "0:0:1.0 --> 0:0:2.0", "Joke: dag", "0:0:3.0 --> 0:0:4.0", "Rik: hoi"]
    assert read(tmp_path, ".docx", docx("".join(p(r(line)) for line in lines))) == lines


def test_an_agenda_with_times_is_no_transcript(tmp_path: Path) -> None:
    lines = [
        "Inloop\t18:30",
        "Opening\t19:00",
        "Joke heet iedereen welkom.",
        "Inloop\t19:30",
        "We sluiten om 21:00",
        "Tot dan.",
    ]
    assert read(tmp_path, ".docx", docx("".join(p(r(line)) for line in lines))) == [*lines]


def test_word_written_by_python_docx_in_strict_form_and_with_a_lost_link(tmp_path: Path) -> None:
    import docx as library

    document = library.Document()
    document.add_heading("Verslag", 1)
    document.add_paragraph("Joke: Dag.", style="List Number")
    document.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Samengevoegd"
    table.cell(1, 1).text = "Midden"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(tmp_path, ".docx", buffer.getvalue()) == [
        "Verslag",
        "Joke: Dag.",
        "Samengevoegd",
        "Midden",
    ]
    lost = f'<Relationship Id="rId9" Type="{OFFICE}/image" Target="../NULL"/>'
    assert read(tmp_path, ".docx", docx(p(b("An: "), r("ja")), rels=lost)) == ["An: ja"]
    strict = docx(p(r("An: ja")), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    parts = {
        i.filename: zipfile.ZipFile(io.BytesIO(strict)).read(i)
        for i in zipfile.ZipFile(io.BytesIO(strict)).infolist()
    }
    parts["_rels/.rels"] = RELS.replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ).encode()
    assert read(tmp_path, ".docx", zipped(dict(parts))) == ["An: ja"]


def test_word_with_an_inserted_document_is_refused_rather_than_read_in_part(tmp_path: Path) -> None:
    error = refusal(tmp_path, ".docx", docx(p(r("Joke: Dag.")) + '<w:altChunk r:id="rId7"/>'))
    assert "ingevoegd" in error.found


# --- OpenDocument -------------------------------------------------------------------------------

ODF = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "style": "style",
            "fo": "xsl-fo-compatible",
            "draw": "drawing",
            "svg": "svg-compatible",
        }.items()
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
ODT = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">%s</manifest:file-entry>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(
    body: str, *, prolog: str = "", manifest: str = MANIFEST % "", mimetype: str = ODT
) -> bytes:
    def style(name: str, family: str, properties: str) -> str:
        return f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/></style:style>'

    automatic = (
        style("T1", "text", 'fo:font-weight="bold"')
        + style("T2", "text", 'text:display="none"')
        + style("P1", "paragraph", 'fo:font-weight="bold"')
        + '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Spreker"/>'
    )
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return zipped(
        {
            "mimetype": mimetype,
            "META-INF/manifest.xml": manifest,
            "Configurations2/accelerator/current.xml": "",
            "content.xml": f'{declaration}{prolog}<office:document-content {ODF} office:version="1.3"><office:automatic-styles>{automatic}'
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f'{declaration}<office:document-styles {ODF} office:version="1.3"><office:styles>'
            + style("Spreker", "paragraph", 'fo:font-weight="bold"')
            + "</office:styles><office:master-styles><style:master-page style:name='Standard'><style:header><text:p>Koptekst</text:p></style:header>"
            "</style:master-page></office:master-styles></office:document-styles>",
        }
    )


def test_opendocument_paragraphs_and_what_is_left_out(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gewist</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:sequence-decls/><text:h text:outline-level='1'><text:number>1</text:number>Verslag</text:h>"
        "<text:p>Joke:<text:s text:c='2'/>Dit is <text:change text:change-id='a'/>\n   <text:span>goed</text:span>.<text:line-break/>Tweede"
        "<text:tab/>regel<office:annotation><dc:creator>An</dc:creator><text:p>opmerking</text:p></office:annotation>"
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>noot</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-header><text:p>Punten</text:p></text:list-header><text:list-item><text:p>Een <text:a xlink:href='https://voorbeeld.nl'>link</text:a></text:p></text:list-item></text:list>"
        "<text:table-of-content><text:index-body><text:p>Inhoud 1</text:p></text:index-body></text:table-of-content>"
        "<text:section><text:p>In een sectie<text:span text:style-name='T2'> verborgen</text:span>.</text:p></text:section>"
        "<text:p>Anker <draw:frame><draw:text-box><text:p>In een kader.</text:p></draw:text-box><svg:desc>plaatje</svg:desc></draw:frame>na.</text:p>"
    )
    assert read(tmp_path, ".odt", odt(body)) == [
        "Verslag",
        "Joke:  Dit is goed.\nTweede\tregel.",
        "Punten",
        "Een link",
        "In een sectie.",
        "Anker na.",
        "In een kader.",
    ]


def test_opendocument_tables_and_bold_speakers(tmp_path: Path) -> None:
    def cell(text: str, extra: str = "") -> str:
        return f"<table:table-cell {extra}><text:p>{text}</text:p></table:table-cell>"

    table = (
        "<table:table><table:table-column table:number-columns-repeated='3'/><table:table-header-rows><table:table-row>"
        f"{cell('Tijd')}{cell('Naam')}{cell('Tekst')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('0:05')}{cell('Joke')}{cell('Dag.')}</table:table-row>"
        f"<table:table-row>{cell('Pauze', 'table:number-columns-spanned=' + chr(34) + '3' + chr(34))}"
        "<table:covered-table-cell table:number-columns-repeated='2'/></table:table-row></table:table>"
    )
    body = (
        "<text:p text:style-name='P2'>Anneke</text:p><text:p>Welkom.</text:p>"
        "<text:p text:style-name='P1'>Fatima</text:p><text:p>Dank.</text:p>"
        "<text:p text:style-name='P2'>Anneke</text:p><text:p>Graag.</text:p>" + table
    )
    assert read(tmp_path, ".odt", odt(body)) == [
        "Anneke: Welkom.",
        "Fatima: Dank.",
        "Anneke: Graag.",
        "[0:05] Joke: Dag.",
        "Pauze",
    ]
    inline = (
        "<text:p><text:span text:style-name='T1'>Anneke </text:span>Welkom.</text:p>"
        "<text:p><text:span text:style-name='T1'>Fatima</text:span><text:s/>Dank.</text:p>"
        "<text:p><text:span text:style-name='T1'>Anneke</text:span><text:tab/>Graag.</text:p>"
    )
    assert read(tmp_path, ".odt", odt(inline)) == [
        "Anneke: Welkom.",
        "Fatima: Dank.",
        "Anneke: Graag.",
    ]


def test_opendocument_written_by_odfdo(tmp_path: Path) -> None:
    from odfdo import Document, Header, Paragraph

    document = Document("text")
    document.body.clear()
    document.body.append(Header(1, "Verslag"))
    document.body.append(Paragraph("Joke: Eén\ntwee.  Drie"))
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(tmp_path, ".odt", buffer.getvalue()) == ["Verslag", "Joke: Eén\ntwee.  Drie"]


# --- RTF ----------------------------------------------------------------------------------------

WORD_RTF = (
    r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}"
    r"{\f1\fnil\fcharset77 Geneva;}{\f38\fnil\fcharset78 Osaka;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \fs24 Normal;}{\s1\b heading 1;}}"
    "\r\n"
    r"{\*\rsidtbl \rsid1}{\info{\title Geheim}{\author An}}{\header \pard\plain Koptekst\par}"
    r"\pard\plain \fs24 {\b\insrsid1 Anneke}{\insrsid1  Caf\'e9 \'93open\'94, \u8364?5 en na\u239\'ef\'6cf.\par }"
    "\r\n"
    r"{\listtext\pard\plain\f0 1.\tab}\pard\plain {\b Fatima}{ Ja\line nee{\super\chftn{\footnote \pard voetnoot}}.\par}"
    r"{\*\annotation opmerking}{\deleted Gewist. }{\v Verborgen. }{\b Anneke}{\b0\tab emoji \u-10179?\u-8704? na.\par}"
    r"{\field{\*\fldinst {HYPERLINK \"https://voorbeeld.nl/x\"}}{\fldrslt {de site}}} en {\f1 caf\'8e}.\par"
    r"{\pict\pngblip\bin12 abc}{\\ }par}{\*\shppict{\pict\jpegblip ffd8ffe0}}"
    r"{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt \pard In een kader.\par}}{\shprslt{\*\do{\dptxbxtext In een kader.\par}}}}"
    r"\trowd\cellx100\cellx200\pard\intbl Joke\cell Een.\par Twee.\cell\row\trowd\cellx100\cellx200\pard\intbl {\b Rik}\cell Drie\'21\cell\row"
    r"\pard af\-wezig\_zijn\~nu\par}"
)


def test_rich_text_of_word(tmp_path: Path) -> None:
    assert read(tmp_path, ".rtf", WORD_RTF.encode("ascii")) == [
        "Anneke: Café “open”, €5 en naïlf.",
        "Fatima: Ja\nnee.",
        "Anneke: emoji 😀 na.",
        "de site en café.",
        "In een kader.",
        "Joke: Een. Twee.",
        "Rik: Drie!",
        "afwezig-zijn nu",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            b"{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n\\f0\\b Joke\\b0 : Dag.\\\nRik: Ja.\\\n}",
            ["Joke: Dag.", "Rik: Ja."],
        ),
        ("{\\rtf1\\ansi Joke: café €\\par}".encode(), ["Joke: café €"]),
        ("{\\rtf1\\ansi Joke: café €\\par}".encode("cp1252"), ["Joke: café €"]),
        (b"{\\rtf1\\mac Joke: caf\\'8e\\par}", ["Joke: café"]),
        (b"{\\rtf1\\ansi\\uc0\\u233\\u0233 x\\uc2\\u233\\'3f\\'3fy}", ["ééxéy"]),
        (b"{\\rtf1\\ansi\\i\\v0 schuin\\b\\_5}", ["schuin-5"]),
        (b"{\\rtf1 Joke: \\u64976?\\u64977?dag", ["Joke: dag"]),
        (b"{\\rtf1\\trowd\\intbl Joke\\cell afgebroken", ["Joke", "afgebroken"]),
        (b"\xef\xbb\xbf{\\rtf1 Joke: dag}\x00\x00", ["Joke: dag"]),
    ],
)
def test_rich_text_of_other_programs(tmp_path: Path, raw: bytes, expected: list[str]) -> None:
    assert read(tmp_path, ".rtf", raw) == expected


# --- web pages ----------------------------------------------------------------------------------


def test_a_web_page_without_what_surrounds_it(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Titel</title>
    <style>p{color:red} .dik{font-weight:bold}</style><script>var a = "<p>nee</p>";</script></head>
    <body><header><h1>Site</h1></header><nav><ul><li>Menu</li></ul></nav><main>
    <h2>Verslag</h2><p>Joke:   Dag &eacute;n
      welkom&nbsp;hier<br>Tweede <i>re</i>gel &lt;b&gt; &amp; zo&hellip;</p>
    <p hidden>weg</p><div style="display: none"><p>weg</p></div><del>weg</del>
    Los <b>vet</b> stuk<ul><li>Een<ul><li>Twee</li></ul></li></ul>
    <pre>
Rik: regel een
Rik:  regel twee</pre>
    <blockquote><q>Samen sterk</q></blockquote><noscript>Zet JavaScript aan</noscript>
    <p>x<sup>2</sup> met noot<sup><a href="#_ftn1">[1]</a></sup>.<p>open alinea
    <aside>zijbalk</aside></main><footer>Voet</footer></body></html>"""
    assert read(tmp_path, ".html", page.encode()) == [
        "Verslag",
        "Joke: Dag én welkom hier\nTweede regel <b> & zo…",
        "Los vet stuk",
        "Een",
        "Twee",
        "Rik: regel een\nRik:  regel twee",
        "“Samen sterk”",
        "x2 met noot.",
        "open alinea",
    ]


def test_speakers_and_tables_in_a_web_page(tmp_path: Path) -> None:
    page = """<style>.c3{font-weight:700;color:#000}</style><b style="font-weight:normal" id="docs-internal-guid-1">
    <p><span class="c3">Anneke</span> Welkom.</p><p><strong>Fatima</strong><br>Dank.</p>
    <p><span style="font-weight: 700">Anneke</span><span> Graag.</span></p></b>
    <table><tr><th>Tijd</th><th>Spreker</th><th>Tekst</th></tr>
    <tr><td>0:05</td><td rowspan="2">Joke</td><td>Een.</td></tr><tr><td>0:09</td><td>Twee.</td></tr>
    <tr><td colspan="3">Pauze</td></tr></table>
    <table><tr><td><table><tr><td>Bo<td>Binnen.</table></td></tr></table>"""
    assert read(tmp_path, ".html", page.encode()) == [
        "Anneke: Welkom.",
        "Fatima\nDank.",
        "Anneke: Graag.",
        "[0:05] Joke: Een.",
        "[0:09] Twee.",
        "Pauze",
        "Bo: Binnen.",
    ]
    listed = "<dl><dt>Anneke<dd>Welkom.<dt>Fatima<dd>Dank.<dt>Anneke<dd>Graag.</dl>"
    assert read(tmp_path, ".html", listed.encode()) == [
        "Anneke: Welkom.",
        "Fatima: Dank.",
        "Anneke: Graag.",
    ]
    classed = '<div class="speaker-name">An Bos</div><div>Dag.</div>' * 2
    assert read(tmp_path, ".html", classed.encode()) == ["An Bos: Dag.", "An Bos: Dag."]


def test_a_page_that_word_saved(tmp_path: Path) -> None:
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'></head><body>"
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]>Joke: caf\xe9 \x80</p>"
        "<p><del>oud</del><ins>nieuw</ins><a style='mso-footnote-id:ftn1' href='#_ftn1'>[1]</a><o:p></o:p></p>"
        "<div style='mso-element:footnote-list'><p>[1] noot</p></div></body></html>"
    )
    assert read(tmp_path, ".html", page.encode("latin-1")) == ["Joke: café €", "nieuw"]


@pytest.mark.parametrize(
    "raw",
    [
        "<meta charset=utf-8><p>Geïnd: €".encode(),
        "<meta charset=iso-8859-1><p>Geïnd: €".encode("cp1252"),
        "<p>Geïnd: €".encode("cp1252"),
        "\ufeff<p>Geïnd: €".encode(),
        "\ufeff<meta charset=utf-8><p>Geïnd: €".encode("utf-16-le"),
        '<?xml version="1.0" encoding="iso-8859-15"?><p>Geïnd: €'.encode("iso-8859-15"),
        "<meta charset=bestaat-niet><p>Geïnd: €".encode(),
    ],
)
def test_a_web_pages_encoding(tmp_path: Path, raw: bytes) -> None:
    assert read(tmp_path, ".html", raw) == ["Geïnd: €"]


# --- what is refused ----------------------------------------------------------------------------


def test_an_empty_damaged_or_foreign_file_is_refused(tmp_path: Path) -> None:
    noise = bytes((i * 7919 + i // 256) % 256 for i in range(5000))
    whole = {".docx": docx(p(r("Joke: Dag."))), ".odt": odt("<text:p>Joke: Dag.</text:p>")}
    for suffix in READERS:
        assert refusal(tmp_path, suffix, b"").found == "leeg bestand"
        for content in (b" \n\t ", noise, b"PK\x03\x04 geen zip", b"\x89PNG\r\n\x1a\n" + noise):
            refusal(tmp_path, suffix, content)
        with pytest.raises(RejectedSource):
            READERS[suffix](tmp_path, "een map")
        with pytest.raises(RejectedSource):
            READERS[suffix](tmp_path / f"weg{suffix}", "weg")
    for suffix, content in whole.items():
        for cut in (10, len(content) // 2, len(content) - 5):
            assert "afgebroken" in refusal(tmp_path, suffix, content[:cut]).found
    refusal(tmp_path, ".rtf", b"{\\rtf1\\ansi {\\pict ffd8}}")
    refusal(tmp_path, ".html", b"<html><body><script>x</script></body></html>")
    refusal(tmp_path, ".html", b"Joke: gewone tekst")
    assert "zonder tekst" in refusal(tmp_path, ".docx", docx(p())).found
    assert "zonder tekst" in refusal(tmp_path, ".odt", odt("<text:p/>")).found


def test_a_file_under_the_wrong_name_is_named(tmp_path: Path) -> None:
    written = docx(p(r("Joke: Dag.")))
    assert (
        refusal(tmp_path, ".odt", written).remedy
        == "Geef het bestand een naam die eindigt op .docx."
    )
    assert ".odt" in refusal(tmp_path, ".docx", odt("<text:p>x</text:p>")).remedy
    assert ".rtf" in refusal(tmp_path, ".docx", b"{\\rtf1 Joke: dag}").remedy
    assert ".pdf" in refusal(tmp_path, ".odt", b"%PDF-1.7\n").remedy
    sheet = odt("<text:p>x</text:p>", mimetype="application/vnd.oasis.opendocument.spreadsheet")
    assert ".ods" in refusal(tmp_path, ".odt", sheet).remedy
    path = tmp_path / "a.docx"
    for content, suffix in (
        (written, ".docx"),
        (ole("WordDocument"), ".doc"),
        (ole("Workbook"), ".xls"),
        (b"tekst", None),
    ):
        path.write_bytes(content)
        assert office_suffix(path) == suffix
    assert office_suffix(tmp_path) is None


def test_a_workbook_passes_and_text_under_its_name_does_not(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "citaten.xlsx"
    openpyxl.Workbook().save(path)
    check_archive(path, path.name)
    assert office_suffix(path) == ".xlsx"
    path.write_bytes(docx(p(r("Joke: Dag."))))
    with pytest.raises(RejectedSource, match=r"\.docx-bestand onder de naam \.xlsx"):
        check_archive(path, path.name)


def ole(stream: str) -> bytes:
    """The head of a compound file and one directory entry, as old Office files have."""
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


def test_a_password_and_an_old_file_have_their_own_message(tmp_path: Path) -> None:
    for suffix in (".docx", ".odt"):
        assert "wachtwoord" in refusal(tmp_path, suffix, ole("EncryptedPackage")).found
        assert "oud Word-document" in refusal(tmp_path, suffix, ole("WordDocument")).found
    assert "oud Office-bestand" in refusal(tmp_path, ".docx", ole("Workbook")).found
    encrypted = bytearray(docx(p(r("Joke: Dag."))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = encrypted.find(mark)
        while at >= 0:
            encrypted[at + offset] |= 1
            at = encrypted.find(mark, at + 4)
    assert "wachtwoord" in refusal(tmp_path, ".docx", bytes(encrypted)).found
    locked = MANIFEST % '<manifest:encryption-data manifest:checksum="x"/>'
    assert "wachtwoord" in refusal(tmp_path, ".odt", odt("", manifest=locked)).found


def test_a_zip_bomb_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1_000_000)
    monkeypatch.setattr(archives, "MAX_XML", 100_000)
    path = tmp_path / "bom.docx"
    path.write_bytes(zipped({"word/media/a.bin": bytes(1_100_000)}))
    with pytest.raises(RejectedSource, match="te groot"):
        check_archive(path, path.name)
    assert "te groot" in refusal(tmp_path, ".docx", docx(p(r("a" * 101_000)))).found
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert "te groot" in refusal(tmp_path, ".docx", docx(p(r("a")))).found
    # A size that lies is found out when the bytes don't fit it.
    lying = bytearray(zipped({"word/document.xml": b"<a>" + b" " * 300_000 + b"</a>"}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = lying.find(mark)
        lying[at + offset : at + offset + 4] = struct.pack("<I", 10)
    path.write_bytes(bytes(lying))
    with pytest.raises(RejectedSource, match="beschadigd"):
        check_archive(path, path.name)


ENTITIES = [
    '<!DOCTYPE d [<!ENTITY a "lollollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>',
    '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>',
    '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
    '<!-- eerst --><!DOCTYPE d PUBLIC "a" "file://{secret}">',
]


@pytest.mark.parametrize("declaration", ENTITIES)
def test_no_entity_is_expanded_and_nothing_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declaration: str
) -> None:
    def no_network(*args: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    secret = tmp_path / "geheim.txt"
    secret.write_text("ZEER GEHEIM", encoding="utf-8")
    prolog = declaration.replace("{secret}", str(secret))
    for suffix, content in (
        (".docx", docx(p(r("Joke: &x;")), prolog=prolog)),
        (".odt", odt("<text:p>Joke: &x;</text:p>", prolog=prolog)),
    ):
        error = refusal(tmp_path, suffix, content)
        assert "documenttypedefinitie" in error.found
    page = read(tmp_path, ".html", f"{prolog}<p>Joke: &x; dag".encode())
    assert "GEHEIM" not in "".join(page)
    assert "lol" not in page[-1]


def test_word_by_itself_expands_no_entity_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "check_archive", lambda *_: None)
    content = docx(p(r("Joke: &x;!")), prolog='<!DOCTYPE d [<!ENTITY x "uitgeklapt">]>')
    assert "uitgeklapt" not in "".join(read(tmp_path, ".docx", content))


def test_a_definition_in_another_encoding_is_found(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": '\ufeff<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>'.encode("utf-16-le"),
    }
    assert "documenttypedefinitie" in refusal(tmp_path, ".docx", zipped(parts)).found


def test_deep_nesting_and_long_lines_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 20_000
    page = "<div>" * depth + "Joke: diep" + "<b>" * depth + "er"
    assert read(tmp_path, ".html", page.encode()) == ["Joke: dieper"]
    rtf = "{\\rtf1 " + "{\\b " * depth + "Joke: diep" + "}" * depth + "}"
    assert read(tmp_path, ".rtf", rtf.encode()) == ["Joke: diep"]
    deep = "<w:sdt><w:sdtContent>" * 500 + p(r("x")) + "</w:sdtContent></w:sdt>" * 500
    refusal(tmp_path, ".docx", docx(deep))
    monkeypatch.setattr(pagetext, "_MOST_EVENTS", 1000)
    assert "OverflowError" in refusal(tmp_path, ".html", b"<p>" * 2000 + b"x").found
    monkeypatch.setattr(richtext, "_MOST_TEXT", 1000)
    assert "te veel" in refusal(tmp_path, ".rtf", b"{\\rtf1 " + b"x" * 2000 + b"}").found
    monkeypatch.undo()
    line = "woord " * 100_000
    assert read(tmp_path, ".docx", docx(p(r(line)))) == [line.strip()]
    assert read(tmp_path, ".rtf", f"{{\\rtf1 {line}}}".encode()) == [line.strip()]


# --- properties ---------------------------------------------------------------------------------

words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Zs", "Cf")),
    min_size=1,
    max_size=12,
)
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rtf_escaped(text: str) -> str:
    units = text.encode("utf-16-le")
    numbers = [
        int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)
    ]
    return "".join(
        chr(n) if n in range(32, 127) and chr(n) not in "\\{}" else f"\\u{n}?" for n in numbers
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(sentences, min_size=1, max_size=4), st.data())
def test_no_character_is_lost_or_doubled(
    tmp_path: Path, said: list[str], data: st.DataObject
) -> None:
    """A label on each paragraph, whose text is cut in runs anywhere, comes back as it was."""
    texts = [f"Deelnemer {number}: {text} x" for number, text in enumerate(said, 1)]
    runs = []
    for text in texts:
        cut = data.draw(st.integers(0, len(text)))
        runs.append((text[:cut], text[cut:]))
    expected = [canonical(text) for text in texts]
    assert (
        read(
            tmp_path,
            ".docx",
            docx("".join(p(b(escaped(one)), r(escaped(two))) for one, two in runs)),
        )
        == expected
    )
    body = "".join(
        f"<text:p><text:span text:style-name='T1'>{escaped(one)}</text:span>{escaped(two)}</text:p>"
        for one, two in runs
    )
    assert read(tmp_path, ".odt", odt(body)) == expected
    page = "".join(f"<p><b>{escaped(one)}</b>{escaped(two)}</p>" for one, two in runs)
    # In references, so that mending of mojibake finds nothing in text that looks like it.
    assert read(tmp_path, ".html", page.encode("ascii", "xmlcharrefreplace")) == expected
    rtf = "".join(f"{{\\b {rtf_escaped(one)}}}{{{rtf_escaped(two)}}}\\par\n" for one, two in runs)
    assert read(tmp_path, ".rtf", f"{{\\rtf1\\ansi {rtf}}}".encode()) == expected


WHOLE = {
    ".docx": docx(
        p(b("Anneke"), r(" Dag.")) + tbl([p(r("Joke")), p(r("Ja."))]) + p(b("Anneke"), r(" Nee."))
    ),
    ".odt": odt(
        "<text:p>Joke: Dag.</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>"
    ),
    ".rtf": WORD_RTF.encode(),
    ".html": b"<meta charset=utf-8><p><b>Joke</b> Dag.<table><tr><td rowspan=2>a<td>b</table><pre>x",
}


def outcome(suffix: str, path: Path) -> list[str] | str:
    """What is read, or why nothing is; any other exception fails the test."""
    try:
        return READERS[suffix](path, path.name)
    except RejectedSource as error:
        return error.found


@pytest.mark.parametrize("suffix", list(WHOLE))
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_mutated_file_is_read_or_refused(
    tmp_path: Path, suffix: str, data: st.DataObject
) -> None:
    content = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        insert = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"\\bin999", b"{", b"}", b"\\uc", b"<", b"&", b"]]>"])
        )
        content[at : at + data.draw(st.integers(0, 8))] = insert
    path = tmp_path / f"stuk{suffix}"
    path.write_bytes(bytes(content))
    assert outcome(suffix, path)
