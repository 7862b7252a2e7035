"""Footnotes in a Word document, which python-docx does not make."""

from __future__ import annotations

from typing import Any, Final

_ROOT: Final = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" '
    'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
_TEXT: Final = "footnote text"
_MARK: Final = "footnote reference"


class Footnotes:
    """The footnotes of one document, numbered by the word processor.

    They stay with a quote that is copied to another document, which is why the place in the
    source stands in them.
    """

    def __init__(self, document: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml import parse_xml
        from docx.shared import Pt

        self._document = document
        self._notes = parse_xml(_ROOT)
        text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = document.styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        text.paragraph_format.line_spacing = 1.0
        mark = document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._text_id, self._mark_id = text.style_id, mark.style_id
        self._next = 1

    def add(self, paragraph: Any, text: str) -> None:
        """Put a mark at the end of a paragraph, and its note under the page."""
        number = str(self._next)
        self._next += 1
        mark = self._run()
        mark.append(_element("w:footnoteReference", id=number))
        paragraph._p.append(mark)
        note = _element("w:footnote", id=number)
        line = _element("w:p")
        properties = _element("w:pPr")
        properties.append(_element("w:pStyle", val=self._text_id))
        own = self._run()
        own.append(_element("w:footnoteRef"))
        said = _element("w:r")
        words = _element("w:t")
        words.text = f" {text}"
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        said.append(words)
        line.extend((properties, own, said))
        note.append(line)
        self._notes.append(note)

    def attach(self) -> None:
        """Put the notes into the document; to be called once, after the last one."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml.ns import qn
        from lxml import etree

        blob = etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            blob,
            self._document.part.package,
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        # Word looks up the line above the notes here.
        lines = _element("w:footnotePr")
        lines.extend(_element("w:footnote", id=number) for number in ("-1", "0"))
        self._document.settings.element.find(qn("w:compat")).addprevious(lines)

    def _run(self) -> Any:
        run = _element("w:r")
        properties = _element("w:rPr")
        properties.append(_element("w:rStyle", val=self._mark_id))
        run.append(properties)
        return run


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
