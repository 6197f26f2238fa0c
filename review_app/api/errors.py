"""Errors of the API as problem+json (RFC 9457) with our `code`."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import structlog
from apiflask.exceptions import HTTPError
from flask import Response, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from review_app.api.blueprint import api
from review_app.errors import AppError, NotFound

log = structlog.get_logger("api")


def problem(status: int, code: str, message: str, **details: Any) -> Response:
    """A problem+json response."""
    body = {"type": "about:blank", "title": message, "status": status, "code": code, "instance": request.path}
    answer = Response(
        json.dumps(body | details, ensure_ascii=False, default=str),
        status,
        content_type="application/problem+json",
    )
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.errorhandler(AppError)
def refused(error: AppError) -> Response:
    """A rule of the service said no."""
    return problem(error.status, error.code, error.message, **error.details)


@api.errorhandler(HTTPError)
def malformed(error: HTTPError) -> Response:
    """The request does not fit the schema: each wrong field is named."""
    errors = [
        {
            "field": field,
            "message": " ".join(map(str, messages)) if isinstance(messages, list) else str(messages),
        }
        for place in (error.detail or {}).values()
        if isinstance(place, dict)
        for field, messages in place.items()
    ]
    return problem(error.status_code, "invalid", error.message or "Yêu cầu không hợp lệ.", errors=errors)


@api.errorhandler(StaleDataError)
def raced(error: StaleDataError) -> Response:
    """Two writes met in the database: the later one must look again."""
    return problem(412, "stale", "Đối tượng vừa bị thay đổi; hãy đọc lại rồi thực hiện.", current=None)


@api.errorhandler(HTTPException)
def failed(error: HTTPException) -> Response:
    """What the web framework refuses by itself."""
    code, message = _REFUSALS_VI.get(error.code or 500, ("bad_request", "Yêu cầu không hợp lệ."))
    return problem(error.code or 500, code, message)


_REFUSALS_VI = {
    400: ("bad_request", "Yêu cầu không đọc được: sai cú pháp hoặc thiếu phần bắt buộc."),
    404: ("not_found", "Không có địa chỉ này trong API."),
    405: ("method_not_allowed", "Địa chỉ này không nhận phương thức đó."),
    413: ("too_large", "Yêu cầu lớn hơn mức nhận được. Hãy tách thành nhiều tệp nhỏ hơn."),
    415: ("unsupported", "Kiểu nội dung của yêu cầu không được hỗ trợ."),
    429: ("too_many_requests", "Quá nhiều yêu cầu trong thời gian ngắn; hãy chờ rồi thử lại."),
}


@api.errorhandler(Exception)
def broken(error: Exception) -> Response:
    """A fault of ours: logged with the request's id, told without its inside."""
    log.exception("request_failed", path=request.path)
    return problem(
        500, "internal", "Lỗi của hệ thống. Yêu cầu không được thực hiện; hãy thử lại hoặc báo quản trị."
    )


@api.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@api.doc(hide=True)
def unknown(rest: str) -> NoReturn:
    """Every other address below /api/v1."""
    raise NotFound("Không có địa chỉ này trong API.")
