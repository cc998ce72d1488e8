"""The PDF keeps what it claims: PDF/A-3a and PDF/UA-1, as far as that can be read off."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import handmade
import pikepdf
import pytest
from defusedxml import ElementTree

from pimreport.report import Settings
from pimreport.report.serial import json_bytes
from pimreport.report.writer import Brand
from pimreport.report.writers import pdf
from pimreport.report.writers.pdf import WRITER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Output = Callable[[str, str], Path]

pytestmark = pytest.mark.pango
WHICH = ["small", "hostile", "empty"]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PART = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "3",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
}


def elements(node: Any) -> Iterator[Any]:  # noqa: ANN401  # a structure tree has all types
    """Every structure element, depth first."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def kinds(pdf: pikepdf.Pdf, *wanted: str) -> list[Any]:
    return [one for one in elements(pdf.Root.StructTreeRoot.K) if str(one.S)[1:] in wanted]


DRAWS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "EI"}


def marked(page: pikepdf.Page) -> tuple[set[int], set[str]]:
    """The numbers of marked content, and in what everything is that is drawn."""
    numbers: set[int] = set()
    drawn: set[str] = set()
    within: list[str] = []
    for one in pikepdf.parse_content_stream(page):
        operands: Any = one.operands
        operator = str(one.operator)
        if operator in {"BDC", "BMC"}:
            number = operands[1].get("/MCID") if operator == "BDC" else None
            if number is not None:
                numbers.add(int(number))
            artifact = str(operands[0]) == "/Artifact"
            within.append("content" if number is not None else "artifact" if artifact else "")
        elif operator == "EMC":
            within.pop()
        elif operator in DRAWS:
            drawn.add(next(filter(None, reversed(within)), "nothing"))
    return numbers, drawn


@pytest.mark.parametrize("which", WHICH)
class TestEach:
    @pytest.fixture
    def pdf(self, which: str, output: Output) -> Iterator[pikepdf.Pdf]:
        with pikepdf.open(output(which, ".pdf")) as pdf:
            yield pdf

    def test_one_block_of_metadata_claims_both(self, pdf: pikepdf.Pdf) -> None:
        packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
        (block,) = packet.iter(f"{RDF}RDF")
        claims = {name: value for one in block for name, value in one.attrib.items()}
        assert PART.items() <= claims.items()
        assert b"pdfaSchema:namespaceURI" in pdf.Root.Metadata.read_bytes()

    def test_it_is_tagged_titled_and_in_a_language(self, pdf: pikepdf.Pdf) -> None:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert all(page.obj.get("/Tabs") == "/S" for page in pdf.pages)

    def test_pictures_have_words_and_cells_their_headers(self, pdf: pikepdf.Pdf) -> None:
        assert all(str(one.get("/Alt", "")).strip() for one in kinds(pdf, "Figure"))
        headers = kinds(pdf, "TH")
        assert headers
        names = {bytes(one.ID) for one in headers}
        cells = kinds(pdf, "TD")
        assert all({bytes(name) for name in one.A.Headers} <= names for one in cells)

    def test_headings_skip_no_level(self, pdf: pikepdf.Pdf) -> None:
        levels = [int(str(one.S)[2:]) for one in kinds(pdf, "H1", "H2", "H3", "H4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_all_that_is_drawn_is_content_in_the_tree_or_an_artifact(
        self, pdf: pikepdf.Pdf
    ) -> None:
        held = {one.objgen for one in elements(pdf.Root.StructTreeRoot.K)}
        flat = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(flat[place]): flat[place + 1] for place in range(0, len(flat), 2)}
        for page in pdf.pages:
            tagged, drawn = marked(page)
            assert drawn <= {"content", "artifact"}
            own = parents[int(page.obj.StructParents)]
            assert tagged
            assert all(own[number].objgen in held for number in tagged)

    def test_links_say_where_they_lead(self, pdf: pikepdf.Pdf) -> None:
        links = [one for page in pdf.pages for one in page.obj.get("/Annots", [])]
        assert links
        assert all(str(one.Subtype) == "/Link" and str(one.Contents).strip() for one in links)

    def test_every_font_is_embedded(self, pdf: pikepdf.Pdf) -> None:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        described = [one for one in fonts if one.get("/Type") == "/FontDescriptor"]
        assert described
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)

    def test_it_runs_nothing(self, pdf: pikepdf.Pdf) -> None:
        names = set(pdf.Root.keys()) | set(pdf.Root.get("/Names", {}).keys())
        assert not names & {"/OpenAction", "/AA", "/JavaScript"}


def test_it_carries_the_json(output: Output) -> None:
    with pikepdf.open(output("small", ".pdf")) as pdf:
        (attached,) = pdf.attachments.values()
        assert attached.obj.AFRelationship == "/Data"
        assert attached.get_file().read_bytes() == json_bytes(handmade.report())
        assert pdf.Root.AF[0].F == "report.json"


def test_letter_is_letter() -> None:

    settings = Settings(brand=Brand(page_size="Letter"))
    with pikepdf.open(BytesIO(WRITER.write(handmade.report(), settings))) as pdf:
        for page in pdf.pages:
            assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 612, 792]


def test_fonts_are_cut_without_harfbuzz_too(
    monkeypatch: pytest.MonkeyPatch, output: Output
) -> None:
    pdf.load()
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    content = WRITER.write(handmade.report(), Settings())
    assert len(content) < 2 * output("small", ".pdf").stat().st_size
    with pikepdf.open(BytesIO(content)) as made:
        described = [
            one
            for one in made.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
    assert described
