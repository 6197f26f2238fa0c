"""Letters of fonts before Unicode: decoded letter by letter with offsets back, in every format, doubted when unsure."""

from __future__ import annotations

import html as markup

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.legacy import decode_letters, decode_line, legacy_table, table_of_font
from tests.unit.nlp.builders import PdfPage, docx, extract, paragraph, pdf, run, style, table
from tests.unit.nlp.old_letters import LETTERS, tcvn3, vni

DRAFT = """QUYẾT ĐỊNH
Ban hành Quy định về quản lý bến đò ngang trên địa bàn tỉnh
Điều 1. Phạm vi điều chỉnh
1. Quy định này quy định việc quản lý, khai thác bến đò ngang trên các sông, hồ thuộc địa bàn tỉnh.
2. Người trông bến phải ghi đủ số khách; khoảng cách giữa hai đèn không quá năm mét.
Điều 2. Hồ sơ
Đơn đề nghị, bản sao giấy tờ đất được chứng thực trong thời hạn mười ngày; những trường hợp đặc biệt hỏi Sở Xây dựng.
Điều 3. Trách nhiệm của Ủy ban nhân dân cấp xã
Kiểm tra, xử lý vi phạm về ẩm thấp, ngẫu nhiên, cũ kỹ, ở kẽ hở và bờ kè theo Nghị định số 15/2020/NĐ-CP."""
small = st.text(alphabet=LETTERS + "bcdghklmnpqrstvx .,;:0123456789", max_size=40)


class TestDecoding:
    @given(small)
    def test_tcvn3_comes_back_letter_by_letter(self, text: str) -> None:
        decoded = decode_letters(tcvn3(text), "tcvn3")
        assert decoded.text == text
        assert list(decoded.starts) == list(range(len(text) + 1))

    @given(st.text(alphabet="ĂÂÊÔƠƯĐăâêôơưđ bcdg", max_size=20))
    def test_tcvn3_keeps_the_capitals_it_has_codes_for(self, text: str) -> None:
        assert decode_letters(tcvn3(text), "tcvn3").text == text

    @given(small)
    def test_a_font_of_capitals_draws_small_codes_as_capitals(self, text: str) -> None:
        assert decode_letters(tcvn3(text), "tcvn3_capitals").text == text.upper()

    @given(small, st.booleans())
    def test_vni_comes_back_with_the_place_of_every_letter(self, text: str, capitals: bool) -> None:
        text = text.upper() if capitals else text
        raw = vni(text)
        decoded = decode_letters(raw, "vni")
        assert decoded.text == text
        assert len(decoded.starts) == len(text) + 1
        for at, char in enumerate(text):
            start, end = decoded.raw_range(at, at + 1)
            assert raw[start:end] == vni(char)
        assert decoded.raw_range(0, len(text)) == (0, len(raw))

    @pytest.mark.parametrize("letter", "ẳẲ")
    def test_a_letter_that_other_vni_tables_lack(self, letter: str) -> None:
        assert decode_letters(vni(f"kh{letter}ng"), "vni").text == f"kh{letter}ng"

    @pytest.mark.parametrize(
        ("name", "table"),
        [
            (".VnTime", "tcvn3"), (".VnTimeH", "tcvn3_capitals"), (".VnArial NarrowH", "tcvn3_capitals"),
            ("VNI-Times", "vni"), ("Times New Roman", None),
        ],
    )  # fmt: skip
    def test_fonts_name_their_table(self, name: str, table: str | None) -> None:
        assert table_of_font(name) == table

    def test_line_in_which_only_some_words_are_old_letters_keeps_the_others(self) -> None:
        line = "Điều 4. Thủ tục: " + tcvn3("trình tự cấp giấy phép xây dựng")
        table = legacy_table(line)
        assert table == "tcvn3"
        decoded = decode_line(line, table)
        assert decoded.text == "Điều 4. Thủ tục: trình tự cấp giấy phép xây dựng"
        assert len(decoded.starts) == len(decoded.text) + 1

    def test_soft_hyphen_made_a_hyphen_is_read_as_the_letter_it_was(self) -> None:
        line = tcvn3("những trường hợp chưa được hưởng theo Nghị định 15/NĐ-CP").replace("\u00ad", "-")
        assert decode_line(line, "tcvn3").text == "những trường hợp chưa được hưởng theo Nghị định 15/NĐ-CP"

    def test_line_of_capitals_typed_in_the_font_of_small_letters(self) -> None:
        assert decode_line(tcvn3("CỘNG HÒA XÃ HỘI CHỦ NGHĨA"), "tcvn3").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"


def in_font(text: str, font: str) -> str:
    return "".join(
        paragraph(run(line, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')) for line in text.split("\n")
    )


class TestReaders:
    @pytest.mark.parametrize(("encode", "name"), [(tcvn3, "TCVN3"), (vni, "VNI")])
    @pytest.mark.parametrize("kind", ["txt", "html", "pdf"])
    def test_whole_file_is_decoded_by_content_and_warned_of(self, encode, name: str, kind: str) -> None:  # type: ignore[no-untyped-def]
        lines = [encode(line) for line in DRAFT.split("\n")]
        if kind == "txt":
            data = "\n".join(lines).encode()
        elif kind == "html":
            data = f"<meta charset=utf-8><p>{'<p>'.join(map(markup.escape, lines))}".encode()
        else:
            data = pdf([PdfPage().lines(lines, size=4)])
        extracted = extract(data)
        expected = DRAFT if encode is vni else DRAFT.replace("Ủy ban", "ủy ban")
        assert extracted.text == expected
        assert extracted.unread == ()
        (warning,) = extracted.warnings
        assert (warning.code, warning.start, warning.end) == ("legacy_encoding", 0, len(extracted.text))
        assert name in warning.message

    def test_single_bytes_of_tcvn3_are_no_longer_doubted_once_decoded(self) -> None:
        extracted = extract(tcvn3(DRAFT).encode("latin-1"))
        assert extracted.text == DRAFT.replace("Ủy ban", "ủy ban")
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]

    @pytest.mark.parametrize(("encode", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times")])
    def test_word_file_is_decoded_by_the_font_of_its_runs(self, encode, font: str) -> None:  # type: ignore[no-untyped-def]
        extracted = extract(docx(in_font(encode(DRAFT), font)))
        assert extracted.text == (
            DRAFT if encode is vni else DRAFT.replace("QUYẾT ĐỊNH", "QUYếT ĐịNH").replace("Ủy", "ủy")
        )
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]
        assert extracted.unread == ()

    def test_font_of_capitals_in_word(self) -> None:
        body = in_font(tcvn3("quyết định ban hành quy định"), ".VnTimeH") + in_font(
            tcvn3("bến đò"), ".VnTime"
        )
        assert extract(docx(body)).text == "QUYẾT ĐỊNH BAN HÀNH QUY ĐỊNH\nbến đò"

    def test_font_that_the_style_brings(self) -> None:
        styles = style("N", '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>', attributes='w:default="1"')
        assert (
            extract(docx(paragraph(tcvn3("Hồ sơ mở bến đò")), {"styles": styles})).text == "Hồ sơ mở bến đò"
        )

    def test_letter_and_mark_in_two_runs_of_one_font(self) -> None:
        font = '<w:rFonts w:ascii="VNI-Times"/>'
        body = paragraph(run("Quye", font) + run("át ñònh", font))
        assert extract(docx(body)).text == "Quyết định"

    def test_cells_of_tables_are_decoded(self) -> None:
        font = '<w:rFonts w:ascii=".VnTime"/>'
        cells = [[paragraph(run(tcvn3(word), font)) for word in ("Trường hợp", "Mức thu")]]
        extracted = extract(docx(table(cells)))
        assert extracted.text == "Trường hợp | Mức thu"
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]

    def test_unicode_letters_in_an_old_font_stay(self) -> None:
        extracted = extract(docx(in_font("Nhà thầu có trách nhiệm\ncó", ".VnTime")))
        assert extracted.text == "Nhà thầu có trách nhiệm\ncó"
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding"]

    def test_only_the_old_lines_of_a_mostly_proper_text_are_named(self) -> None:
        old = "Đơn đề nghị cấp giấy phép xây dựng bến đò"
        extracted = extract(f"{DRAFT}\n{'Điều kiện kèm theo. ' * 40}\n{vni(old)}".encode())
        (warning,) = extracted.warnings
        assert extracted.text[warning.start : warning.end] == old

    def test_range_with_words_that_stay_broken_is_unread(self) -> None:
        broken = tcvn3(DRAFT).replace(tcvn3("bến"), "bÕÕn").replace(tcvn3("định"), "®®Þnh")
        extracted = extract(broken.encode())
        assert [warning.code for warning in extracted.warnings] == ["legacy_encoding", "encoding_doubt"]
        assert [(each.start, each.end) for each in extracted.unread] == [(0, len(extracted.text))]
