"""Error pages: what happened, what was kept, what to do, and a code to quote; never a raw exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import structlog
from apiflask import APIFlask
from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from review_app.errors import AppError, Unauthenticated
from review_app.web.context import is_fragment, office
from review_app.web.protection import request_id

log = structlog.get_logger("web")
API = "/api/"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a person is told: the title, what was kept, what to do next."""

    title: str
    kept: str
    advice: str


_NOTHING_CHANGED = "Chưa có gì thay đổi trong hồ sơ."
EXPLAINED: dict[int, Explained] = {
    400: Explained("Yêu cầu không hợp lệ", _NOTHING_CHANGED, "Hãy quay lại trang trước, tải lại trang rồi làm lại."),
    401: Explained("Cần đăng nhập", "Dữ liệu đã lưu trước đó vẫn còn nguyên.", "Hãy đăng nhập rồi làm tiếp."),
    403: Explained(
        "Bạn không có quyền làm việc này", _NOTHING_CHANGED,
        "Nếu đây là việc của bạn, hãy hỏi người quản trị về vai trò của tài khoản.",
    ),
    404: Explained(
        "Không tìm thấy trang", "Không có dữ liệu nào bị mất.",
        "Địa chỉ có thể sai, hoặc hồ sơ thuộc cơ quan khác. Hãy tìm lại từ danh sách hồ sơ.",
    ),
    405: Explained("Không thực hiện được theo cách này", _NOTHING_CHANGED, "Hãy mở lại trang từ danh sách hồ sơ."),
    409: Explained(
        "Trạng thái hồ sơ không cho phép", _NOTHING_CHANGED, "Hãy tải lại trang hồ sơ để xem các bước được phép."
    ),
    412: Explained(
        "Có người vừa thay đổi trước bạn", "Thay đổi của người kia đã được lưu; thay đổi của bạn thì chưa.",
        "Hãy xem giá trị mới rồi quyết định lại.",
    ),
    413: Explained(
        "Tệp quá lớn", "Các tệp nhận trước đó vẫn còn.",
        "Hãy quay lại trang trước (nội dung đã nhập vẫn còn), tách tệp lớn rồi gửi lại.",
    ),
    415: Explained("Loại tệp không nhận được", _NOTHING_CHANGED, "Hãy chuyển sang .docx hoặc PDF rồi gửi lại."),
    422: Explained("Thông tin chưa đủ hoặc chưa đúng", _NOTHING_CHANGED, "Hãy quay lại, sửa chỗ được nêu rồi gửi lại."),
    429: Explained("Thao tác quá nhiều lần", _NOTHING_CHANGED, "Hãy chờ một phút rồi thử lại."),
    500: Explained(
        "Hệ thống gặp lỗi", "Những gì đã báo lưu thành công vẫn còn nguyên.",
        "Hãy thử lại sau ít phút; nếu vẫn lỗi, gửi mã tham chiếu dưới đây cho người quản trị.",
    ),
}  # fmt: skip


def set_up(app: APIFlask) -> None:
    """Register the error pages."""
    app.register_error_handler(AppError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(StaleDataError, _raced)
    app.register_error_handler(HTTPException, _failed)


def _refused(error: Exception) -> AnyResponse:
    refusal = cast(AppError, error)
    if isinstance(refusal, Unauthenticated) and _asks_for_page() and not _for_program():
        return redirect(url_for("auth.login", next=_wanted()))
    return answer(refusal.status, refusal.message, refusal.code)


def _wanted() -> str | None:
    path = request.full_path.rstrip("?")
    return path if request.method == "GET" and path != "/" else None


def _asks_for_page() -> bool:
    return not is_fragment() and request.accept_mimetypes.best != "application/json"


def _forged(error: Exception) -> AnyResponse:
    return answer(
        400, "Trang đã mở quá lâu hoặc phiên làm việc đã kết thúc nên yêu cầu không được thực hiện.", "csrf"
    )


def _raced(error: Exception) -> AnyResponse:
    """Two writes met in the database: the later one must look again."""
    return answer(
        412, "Hồ sơ vừa được người khác thay đổi cùng lúc nên thay đổi của bạn chưa được lưu.", "stale"
    )


def _failed(error: Exception) -> AnyResponse:
    failure = cast(HTTPException, error)
    status = failure.code or 500
    if status < 400:  # a redirect in the shape of an error
        return failure.get_response()
    if status >= 500:
        log.error(
            "request_failed", status=status, error=repr(getattr(failure, "original_exception", failure))
        )
    message = ""
    if status == 413:
        limit = office().settings.max_upload_mb
        message = f"Tổng dung lượng gửi lên vượt giới hạn; mỗi tệp không quá {limit} MB."
    return answer(status, message, {404: "not_found", 413: "too_large", 429: "too_many"}.get(status, "http"))


def answer(status: int, message: str, code: str) -> Response:
    """The refusal as the asker can use it: a page, a box for htmx, or JSON for our scripts."""
    explained = EXPLAINED.get(status, EXPLAINED[500 if status >= 500 else 400])
    message = message or explained.title + "."
    if _for_program():
        problem = jsonify(
            type="about:blank",
            title=explained.title,
            status=status,
            code=code,
            detail=message,
            request=request_id(),
        )
        problem.headers["Content-Type"] = "application/problem+json"
        problem.status_code = status
        return problem
    values = {"status": status, "message": message, "explained": explained, "code": code}
    if is_fragment():
        response = make_response(render_template("parts/refusal.html", **values), status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#notices", "innerHTML"
        return response
    return make_response(render_template("pages/error.html", **values), status)


def _for_program() -> bool:
    return request.path.startswith(API) or request.accept_mimetypes.best == "application/json"
