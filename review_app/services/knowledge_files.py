"""Files of raw material as people send them: lists one by one, texts of law also in a folder or a zip archive."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from nlp.knowledge import MaterialError, MaterialFile, MaterialKind
from nlp.knowledge.material import MaterialFault
from review_app.domain.errors import Unprocessable
from review_app.errors import TooLarge

KINDS: tuple[MaterialKind, ...] = ("procedures", "status", "library")
_ZIP = b"PK\x03\x04"
_LARGEST_UNPACKED = 200 << 20
_FAULTS_VI: Mapping[MaterialFault, str] = {
    "encoding": "chữ không phải bảng mã UTF-8. Hãy lưu lại tệp với bảng mã UTF-8",
    "archive": "tệp nén bị hỏng hoặc quá lớn",
    "json": "không phải một đối tượng JSON trên một dòng",
    "key": "thiếu mục “{detail}”",
    "date": "ngày không đúng dạng năm-tháng-ngày, ví dụ 2025-07-01: {detail}",
    "table": "không đọc được bảng CSV",
    "columns": "dòng đầu phải có cột “{detail}” (số ký hiệu); các cột cách nhau bằng dấu phẩy",
    "empty": "không có mục nào đọc được",
}


def in_words(error: MaterialError) -> str:
    """What is wrong with a file and where, for the person who sent it."""
    place = f"Tệp “{error.file}”" + (f", dòng {error.line}" if error.line is not None else "")
    return f"{place}: {_FAULTS_VI[error.fault].format(detail=error.detail)}."


def material_files(kind: MaterialKind, sent: Iterable[tuple[str, bytes]]) -> list[MaterialFile]:
    """The files sent (name, content) as material of the kind; a zip sent to the library stands for its .txt files.

    Raises Unprocessable for an archive that cannot be opened or a file of another kind in the library, TooLarge.
    """
    files: list[MaterialFile] = []
    for name, data in sent:
        if kind != "library":
            files.append(MaterialFile(kind, name, data))
        elif data.startswith(_ZIP):
            files += [MaterialFile(kind, inner, text) for inner, text in _unzipped(name, data)]
        elif name.lower().endswith(".txt"):
            files.append(MaterialFile(kind, name, data))
        else:
            raise Unprocessable(
                "file", f"Tệp “{name}”: thư viện chỉ nhận tệp .txt, hoặc .zip gồm các tệp .txt."
            )
    return files


def _unzipped(name: str, data: bytes) -> list[tuple[str, bytes]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if each.filename.lower().endswith(".txt")]
            if sum(each.file_size for each in members) > _LARGEST_UNPACKED:
                raise TooLarge(f"Tệp “{name}” khi giải nén lớn hơn {_LARGEST_UNPACKED >> 20} MB.")
            found = [(PurePosixPath(each.filename).name, archive.read(each)) for each in members]
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:  # damaged, or with a password
        raise Unprocessable("file", f"Không mở được tệp nén “{name}”.") from error
    if not found:
        raise Unprocessable("file", f"Tệp nén “{name}” không có tệp .txt nào.")
    return found


def read_path(kind: MaterialKind, path: Path) -> tuple[list[MaterialFile], Sequence[str]]:
    """The material at a path of this machine, and the names of files in a folder that are no texts and stay out.

    Raises Unprocessable for a folder where a list is wanted, or one without texts.
    """
    if not path.is_dir():
        return material_files(kind, [(path.name, path.read_bytes())]), ()
    if kind != "library":
        raise Unprocessable("path", f"“{path.name}” là thư mục; loại này cần một tệp.")
    inside = sorted(each for each in path.iterdir() if each.is_file())
    texts = [each for each in inside if each.suffix.lower() == ".txt"]
    if not texts:
        raise Unprocessable("path", f"Thư mục “{path.name}” không có tệp .txt nào.")
    left_out = [each.name for each in inside if each not in texts]
    return material_files(kind, [(each.name, each.read_bytes()) for each in texts]), left_out
