"""What the Word reader makes of packages written for each of its duties."""

from __future__ import annotations

import unicodedata

import pytest

from nlp.errors import NlpError
from tests.unit.nlp.builders import (
    W_NS,
    abstract,
    cell,
    docx,
    extract,
    item,
    level,
    num,
    paragraph,
    run,
    style,
    table,
    zip_of,
)


def lines_of(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return extract(docx(body, parts)).text.split("\n")


def codes_of(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return [warning.code for warning in extract(docx(body, parts)).warnings]


def numbered(body: str, *lists: str) -> list[str]:
    return lines_of(body, {"numbering": "".join(lists)})


class TestText:
    def test_paragraphs_become_lines_and_blank_ones_go(self) -> None:
        body = paragraph("Điều 1. Phạm vi") + paragraph("") + paragraph("  Quyết định này quy định. ")
        assert lines_of(body) == ["Điều 1. Phạm vi", "Quyết định này quy định."]

    def test_runs_cut_in_the_middle_of_a_word_join(self) -> None:
        assert lines_of(paragraph(run("thủ t") + run("ục", "<w:b/>"))) == ["thủ tục"]

    def test_breaks_tabs_hyphens_and_symbols(self) -> None:
        content = (
            "<w:r><w:t>Điều 1.</w:t><w:tab/><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>UB</w:t><w:softHyphen/><w:t>ND</w:t>"
            '<w:br/><w:t>dòng hai</w:t><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        )
        assert lines_of(paragraph(content)) == ["Điều 1.\tQĐ-UBND", "dòng hai≥"]

    def test_text_is_composed_and_free_of_what_nobody_sees(self) -> None:
        text = unicodedata.normalize("NFD", "Thủ tục") + "\u200b hành\ufeff chính\u202e"
        assert lines_of(paragraph(text)) == ["Thủ tục hành chính"]

    def test_links_content_controls_and_smart_tags_are_transparent(self) -> None:
        content = (
            f"<w:hyperlink>{run('Nghị định ')}</w:hyperlink><w:smartTag>{run('số 1')}</w:smartTag>"
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('/2025')}</w:sdtContent></w:sdt>"
        )
        body = f"<w:sdt><w:sdtContent>{paragraph(content)}</w:sdtContent></w:sdt>"
        assert lines_of(body) == ["Nghị định số 1/2025"]

    def test_main_part_is_found_by_relationship_and_strict_documents_are_read(self) -> None:
        assert extract(docx(paragraph("Điều 1"), main="van-ban/chinh.xml")).text == "Điều 1"
        strict = zip_of(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
                f"<w:body>{paragraph('Điều 2')}</w:body></w:document>",
            }
        )
        assert extract(strict).text == "Điều 2"

    def test_headers_stand_apart_and_bare_page_numbers_are_dropped(self) -> None:
        extracted = extract(
            docx(paragraph("Điều 1"), {"header": paragraph("DỰ THẢO"), "footer": paragraph("3")})
        )
        assert extracted.text == "Điều 1"
        assert extracted.headers == ("DỰ THẢO",)


class TestNumbering:
    def test_levels_count_and_begin_anew_below_a_higher_one(self) -> None:
        scheme = abstract(
            0, level(0, "Điều %1."), level(1, "%2."), level(2, "%3)", "lowerLetter"), level(3, "%2.%4.")
        )
        body = (
            item("Phạm vi") + item("Một", level=1) + item("điểm", level=2) + item("điểm", level=2)
            + item("Hai", level=1) + item("điểm", level=2) + item("Đối tượng") + item("Một", level=1)
            + item("nhỏ", level=3)
        )  # fmt: skip
        assert numbered(body, scheme, num(1, 0)) == [
            "Điều 1. Phạm vi", "1. Một", "a) điểm", "b) điểm", "2. Hai", "a) điểm", "Điều 2. Đối tượng", "1. Một",
            "1.1. nhỏ",
        ]  # fmt: skip

    def test_letters_are_those_word_shows_without_d_with_stroke(self) -> None:
        shown = numbered(
            "".join(item("x") for _ in range(28)), abstract(0, level(0, "%1)", "lowerLetter")), num(1, 0)
        )
        assert shown[3:6] == ["d) x", "e) x", "f) x"]
        assert shown[26:] == ["aa) x", "bb) x"]

    @pytest.mark.parametrize(
        ("number_format", "third"),
        [
            ("upperRoman", "III"),
            ("lowerRoman", "iii"),
            ("upperLetter", "C"),
            ("decimalZero", "03"),
            ("decimal", "3"),
        ],
    )
    def test_formats(self, number_format: str, third: str) -> None:
        scheme = abstract(0, level(0, "Chương %1", number_format))
        assert numbered(item("x") * 3, scheme, num(1, 0))[2] == f"Chương {third} x"

    def test_roman_nine_and_forty(self) -> None:
        scheme = abstract(0, level(0, "%1", "upperRoman", '<w:start w:val="9"/>'))
        assert numbered(item("x"), scheme, num(1, 0)) == ["IX x"]
        scheme = abstract(0, level(0, "%1", "upperRoman", '<w:start w:val="44"/>'))
        assert numbered(item("x"), scheme, num(1, 0)) == ["XLIV x"]

    def test_lists_on_one_abstract_list_go_on_counting_unless_they_start_anew(self) -> None:
        scheme = abstract(0, level(0, "%1."))
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        body = item("một") + item("hai") + item("ba", 2) + item("lại một", 3) + item("lại hai", 3)
        shown = numbered(body, scheme, num(1, 0), num(2, 0), num(3, 0, again))
        assert shown == ["1. một", "2. hai", "3. ba", "1. lại một", "2. lại hai"]

    def test_level_that_never_restarts(self) -> None:
        scheme = abstract(
            0, level(0, "Chương %1", "upperRoman"), level(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>')
        )
        body = item("A") + item("x", level=1) + item("B") + item("y", level=1)
        assert numbered(body, scheme, num(1, 0)) == ["Chương I A", "Điều 1. x", "Chương II B", "Điều 2. y"]

    def test_level_that_restarts_only_after_a_given_one(self) -> None:
        restart = '<w:lvlRestart w:val="1"/>'
        scheme = abstract(0, level(0, "P%1"), level(1, "C%2"), level(2, "Đ%3", more=restart))
        body = item("", level=0) + "".join(item("", level=at) for at in (1, 2, 1, 2, 0, 1, 2))
        assert numbered(body, scheme, num(1, 0)) == ["P1", "C1", "Đ1", "C2", "Đ2", "P2", "C1", "Đ1"]

    def test_legal_numbering_shows_roman_parents_as_digits(self) -> None:
        scheme = abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
        assert numbered(item("x") + item("y", level=1), scheme, num(1, 0)) == ["I x", "1.1 y"]

    def test_suffix_nothing_leaves_no_space(self) -> None:
        scheme = abstract(0, level(0, "“%1”", more='<w:suff w:val="nothing"/>'))
        assert numbered(item("x"), scheme, num(1, 0)) == ["“1”x"]

    def test_level_redefined_by_the_list_itself(self) -> None:
        override = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "lowerLetter")}</w:lvlOverride>'
        assert numbered(item("x"), abstract(0, level(0, "%1.")), num(1, 0, override)) == ["a) x"]

    def test_numbering_that_comes_from_a_style_and_the_style_it_is_based_on(self) -> None:
        styles = (
            style("Dieu", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
            + style("Con", '<w:basedOn w:val="Dieu"/>')
            + style("Khoan", '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
        )
        scheme = abstract(
            0,
            level(0, "Điều %1.", more='<w:pStyle w:val="Dieu"/>'),
            level(1, "%2.", more='<w:pStyle w:val="Khoan"/>'),
        )
        body = "".join(
            paragraph(name, f'<w:pStyle w:val="{name}"/>')
            for name in ("Dieu", "Khoan", "Khoan", "Con", "Khoan")
        )
        shown = lines_of(body, {"numbering": scheme + num(1, 0), "styles": styles})
        assert shown == ["Điều 1. Dieu", "1. Khoan", "2. Khoan", "Điều 2. Con", "1. Khoan"]

    def test_list_that_points_to_a_numbering_style(self) -> None:
        styles = style("Kieu", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', "numbering")
        lists = (
            abstract(0, '<w:numStyleLink w:val="Kieu"/>')
            + abstract(1, level(0, "Mục %1."))
            + num(1, 0)
            + num(2, 1)
        )
        assert lines_of(item("x"), {"numbering": lists, "styles": styles}) == ["Mục 1. x"]

    def test_number_zero_takes_a_paragraph_out_of_its_list(self) -> None:
        scheme = abstract(0, level(0, "%1."))
        body = item("một") + item("không số", 0) + item("hai")
        assert numbered(body, scheme, num(1, 0)) == ["1. một", "không số", "2. hai"]

    def test_number_without_text_is_kept_since_word_shows_it(self) -> None:
        rows = table([[item(""), "Tờ khai"], [item(""), "Bản sao"]])
        assert numbered(rows, abstract(0, level(0, "%1")), num(1, 0)) == ["1 | Tờ khai", "2 | Bản sao"]

    def test_bullets_are_shown_and_vanish_without_text(self) -> None:
        scheme = abstract(0, level(0, "\uf0b7", "bullet", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'))
        assert numbered(item("x") + item(""), scheme, num(1, 0)) == ["• x"]


class TestTrackedChanges:
    def test_text_reads_as_accepted(self) -> None:
        content = (
            f"{run('Thời hạn ')}<w:del><w:r><w:delText>05</w:delText></w:r></w:del><w:ins>{run('03')}</w:ins>"
            f"{run(' ngày')}<w:moveFrom>{run(' cũ')}</w:moveFrom><w:moveTo>{run(' mới')}</w:moveTo>"
        )
        assert lines_of(paragraph(content)) == ["Thời hạn 03 ngày mới"]

    def test_paragraph_whose_end_is_deleted_runs_into_the_next(self) -> None:
        body = paragraph("a) Hồ sơ ", "<w:rPr><w:del/></w:rPr>") + paragraph("gồm đơn") + paragraph("b) Khác")
        assert lines_of(body) == ["a) Hồ sơ gồm đơn", "b) Khác"]

    def test_paragraph_deleted_whole_takes_no_number(self) -> None:
        deleted = (
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
            "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
        )
        body = item("một") + deleted + item("hai")
        assert numbered(body, abstract(0, level(0, "%1.")), num(1, 0)) == ["1. một", "2. hai"]

    def test_deleted_text_before_a_table_is_not_lost_with_its_paragraph(self) -> None:
        body = paragraph("Còn lại", "<w:rPr><w:del/></w:rPr>") + table([["a", "b"]])
        assert lines_of(body) == ["Còn lại", "a | b"]

    def test_deleted_row_and_cell_go(self) -> None:
        row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('bỏ')}{cell('bỏ')}</w:tr>"
        gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('bỏ')}</w:tc>"
        body = f"<w:tbl>{row}<w:tr>{cell('giữ')}{gone}{cell('lại')}</w:tr></w:tbl>"
        assert lines_of(body) == ["giữ | lại"]


class TestTables:
    def test_row_is_a_line_and_breaks_in_a_cell_a_slash(self) -> None:
        body = table([["Số TT", paragraph("Tên") + paragraph("hồ sơ")], ["1", ""]])
        assert lines_of(body) == ["Số TT | Tên / hồ sơ", "1 |"]

    def test_merged_cells_say_their_text_once(self) -> None:
        span = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Chung")}</w:tc>'
        top = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("Nhóm")}</w:tc>'
        below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('lặp')}</w:tc>"
        body = table([[span, "x"], [top, "một"], [below, "hai"]])
        assert lines_of(body) == ["Chung | x", "Nhóm | một", "| hai"]

    def test_nested_table_is_flattened_into_its_cell(self) -> None:
        assert lines_of(table([["ngoài", table([["a", "b"], ["c", "d"]])]])) == ["ngoài | a | b / c | d"]

    def test_frame_of_one_column_keeps_its_paragraphs(self) -> None:
        body = table([[paragraph("Điều 1. Phạm vi") + paragraph("1. Quy định này")]])
        assert lines_of(body) == ["Điều 1. Phạm vi", "1. Quy định này"]

    def test_rows_and_cells_inside_content_controls(self) -> None:
        inner = f"<w:sdt><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt>"
        row = f"<w:sdt><w:sdtContent><w:tr>{cell('a')}{inner}</w:tr></w:sdtContent></w:sdt>"
        assert lines_of(f"<w:tbl>{row}</w:tbl>") == ["a | b"]


class TestNotesAndBoxes:
    def test_notes_stand_at_the_end_in_reading_order(self) -> None:
        notes = (
            '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            f'<w:footnote w:id="5">{paragraph("chú thích hai")}</w:footnote>'
            f'<w:footnote w:id="2">{paragraph("chú thích một") + paragraph("tiếp theo")}</w:footnote>'
        )
        ends = f'<w:endnote w:id="1">{paragraph("chú cuối")}</w:endnote>'
        refs = "".join(f'<w:r><w:footnoteReference w:id="{at}"/></w:r>' for at in (2, 5))
        body = paragraph(
            run("Hồ sơ") + refs + '<w:r><w:endnoteReference w:id="1"/></w:r>' + run(" gồm")
        ) + paragraph("hết")
        extracted = extract(docx(body, {"footnotes": notes, "endnotes": ends}))
        assert extracted.text.split("\n") == [
            "Hồ sơ gồm", "hết", "[1] chú thích một", "tiếp theo", "[2] chú thích hai", "[i] chú cuối",
        ]  # fmt: skip
        assert extracted.notes_at == extracted.text.index("[1]")

    def test_note_whose_reference_is_deleted_goes(self) -> None:
        body = paragraph(run("Hồ sơ") + '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>')
        extracted = extract(docx(body, {"footnotes": f'<w:footnote w:id="2">{paragraph("bỏ")}</w:footnote>'}))
        assert (extracted.text, extracted.notes_at) == ("Hồ sơ", None)

    def test_text_box_is_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
        content = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            f"</mc:AlternateContent></w:r>{run('Ngoài khung')}"
        )
        assert lines_of(paragraph(content)) == ["Ngoài khung", "Trong khung"]


class TestFields:
    def test_result_is_kept_and_instruction_dropped(self) -> None:
        assert lines_of(paragraph(_field("REF muc", "Điều 5") + run(" nêu trên"))) == ["Điều 5 nêu trên"]

    def test_table_of_contents_is_left_out_and_said(self) -> None:
        body = paragraph(_field('TOC \\o "1-3"', "Điều 1. Phạm vi....2")) + paragraph("Điều 1. Phạm vi")
        assert lines_of(body) == ["Điều 1. Phạm vi"]
        assert codes_of(body) == ["contents_skipped"]

    @pytest.mark.parametrize("instruction", ["REF x", "TOC x"])
    def test_field_that_never_ends_swallows_nothing(self, instruction: str) -> None:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        opened = begin + ('<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if "TOC" in instruction else "")
        body = paragraph(opened + run("a")) + paragraph("Điều 1. Còn nguyên")
        assert lines_of(body)[-1] == "Điều 1. Còn nguyên"


def _field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instr = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark("begin") + instr + mark("separate") + run(result) + mark("end")


class TestWarnings:
    def test_hidden_text_is_kept_and_its_place_warned_of(self) -> None:
        extracted = extract(docx(paragraph("hiện") + paragraph(run("ẩn", "<w:vanish/>"))))
        (warning,) = extracted.warnings
        assert extracted.text == "hiện\nẩn"
        assert warning.code == "hidden_text"
        assert extracted.text[warning.start : warning.end] == "ẩn"

    def test_comments_are_counted_not_read(self) -> None:
        parts = {"comments": f"<w:comment>{paragraph('ý kiến')}</w:comment>"}
        assert lines_of(paragraph("x"), parts) == ["x"]
        assert codes_of(paragraph("x"), parts) == ["comments"]

    @pytest.mark.parametrize(
        "content",
        [
            '<w:altChunk r:id="r9"/>',
            paragraph("<w:r><w:object><o:OLEObject/></w:object></w:r>"),
            paragraph('<w:r><w:drawing><wp:extent cx="6000000" cy="6000000"/><a:blip/></w:drawing></w:r>'),
        ],
        ids=["altChunk", "object", "large picture"],
    )
    def test_what_cannot_be_read_is_said_to_be_unread(self, content: str) -> None:
        extracted = extract(docx(paragraph("Điều 1. " + "Quy định chung " * 20) + content))
        assert [warning.code for warning in extracted.warnings] == ["unread_part"]
        assert len(extracted.unread) == 1

    def test_small_picture_is_no_unread_part(self) -> None:
        logo = '<w:r><w:drawing><wp:extent cx="900000" cy="900000"/><a:blip/></w:drawing></w:r>'
        extracted = extract(docx(paragraph("x") + paragraph(logo)))
        assert extracted.unread == ()
        assert [warning.code for warning in extracted.warnings] == ["pictures"]

    def test_picture_of_unknown_size_may_be_a_page(self) -> None:
        extracted = extract(
            docx(paragraph("x" * 200) + paragraph("<w:r><w:drawing><a:blip/></w:drawing></w:r>"))
        )
        assert len(extracted.unread) == 1

    def test_old_font_of_letters_with_marks_is_warned_of(self) -> None:
        assert codes_of(paragraph(run("Quy định", '<w:rFonts w:ascii=".VnTime"/>'))) == ["legacy_encoding"]
        assert codes_of(paragraph(run("12", '<w:rFonts w:ascii=".VnTime"/>'))) == []

    def test_old_font_that_the_style_brings(self) -> None:
        font = '<w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr>'
        styles = style("N", font, attributes='w:default="1"')
        assert codes_of(paragraph("Quy định"), {"styles": styles}) == ["legacy_encoding"]

    def test_old_letters_are_decoded_and_named(self) -> None:
        text = "Quy ®Þnh vÒ tr×nh tù, thñ tôc cÊp giÊy phÐp x©y dùng trªn ®Þa bµn tØnh"
        extracted = extract(docx(paragraph(run(text, '<w:rFonts w:ascii=".VnTime"/>'))))
        assert extracted.text == "Quy định về trình tự, thủ tục cấp giấy phép xây dựng trên địa bàn tỉnh"
        (warning,) = extracted.warnings
        assert (warning.code, warning.start, warning.end) == ("legacy_encoding", 0, len(extracted.text))
        assert "“®Þnh” đọc là “định”" in warning.message


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (docx(""), "empty"),
            (
                docx(paragraph('<w:r><w:drawing><wp:extent cx="9" cy="9"/><a:blip/></w:drawing></w:r>')),
                "no_text",
            ),
            (docx(paragraph("x"))[:-60], "damaged"),
            (zip_of({"[Content_Types].xml": "<T/>", "word/document.xml": "<w:document"}), "damaged"),
            (zip_of({"[Content_Types].xml": "<T/>", "word/styles.xml": "<T/>"}), "damaged"),
        ],
        ids=["no text", "picture only", "cut off", "broken XML", "no main part"],
    )
    def test_code(self, data: bytes, code: str) -> None:
        with pytest.raises(NlpError) as caught:
            extract(data)
        assert caught.value.code == code

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_part_with_a_dtd_is_refused_and_nothing_is_fetched(self, encoding: str) -> None:
        xml = (
            f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{W_NS}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
        )
        with pytest.raises(NlpError) as caught:
            extract(zip_of({"[Content_Types].xml": "<T/>", "word/document.xml": xml.encode(encoding)}))
        assert caught.value.code == "damaged"

    def test_bomb_is_refused_before_it_unpacks(self) -> None:
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": "<T/>",
            "word/document.xml": b" " * (80 << 20),
        }
        with pytest.raises(NlpError) as caught:
            extract(zip_of(files))
        assert caught.value.code == "too_large"

    def test_bomb_that_lies_about_its_size_is_refused_while_it_unpacks(self) -> None:
        data = bytearray(zip_of({"[Content_Types].xml": "<T/>", "word/document.xml": b" " * (80 << 20)}))
        size = (80 << 20).to_bytes(4, "little")
        data = data.replace(size, (1000).to_bytes(4, "little"))
        with pytest.raises(NlpError) as caught:
            extract(bytes(data))
        assert caught.value.code in ("too_large", "damaged")

    def test_too_many_members(self) -> None:
        files: dict[str, str | bytes] = {f"word/{at}.xml": "" for at in range(6000)}
        with pytest.raises(NlpError) as caught:
            extract(zip_of({"[Content_Types].xml": "<T/>"} | files))
        assert caught.value.code == "too_large"

    def test_archive_under_a_password(self) -> None:
        data = bytearray(docx(paragraph("x")))
        for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            place = data.find(mark)
            while place >= 0:
                data[place + at] |= 1
                place = data.find(mark, place + 4)
        with pytest.raises(NlpError) as caught:
            extract(bytes(data))
        assert caught.value.code == "encrypted"

    def test_document_nested_too_deep_is_refused_not_cut(self) -> None:
        deep = "<w:sdt><w:sdtContent>" * 200 + paragraph("x") + "</w:sdtContent></w:sdt>" * 200
        with pytest.raises(NlpError) as caught:
            extract(docx(deep))
        assert caught.value.code == "damaged"
