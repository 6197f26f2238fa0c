"""Refusals of the domain: a stable code for programs, a Vietnamese message for people."""

from __future__ import annotations

from review_app.errors import AppError, Conflict, Forbidden, Invalid, NotFound


class DomainError(AppError):
    """Something a rule of the office refuses; the message is shown to the user as it stands."""


class DossierUnknown(NotFound, DomainError):
    """No such dossier, or none for this person: the answer is the same, so that nothing leaks."""


class NotAllowed(Forbidden, DomainError):
    """The person may see the dossier but not do this."""

    def __init__(self, message: str = "Bạn không có quyền thực hiện việc này.") -> None:
        super().__init__(message)


class FourEyes(NotAllowed):
    """The person already did the step that this one has to check."""

    code = "four_eyes"


class TransitionNotAllowed(Conflict, DomainError):
    """The state of the dossier does not allow the action."""

    code = "transition_not_allowed"


class Unprocessable(Invalid, DomainError):
    """The request is allowed but lacks something; `field` names what a form should mark."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, errors=[{"field": field, "message": message}])
        self.field = field


class ReasonMissing(Unprocessable):
    """The action has to be explained and was not."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__("reason", "Cần nêu lý do.")


class FieldMissing(Unprocessable):
    """The action needs a value that was not given."""

    code = "field_missing"


class GuardFailed(Unprocessable):
    """A condition of the action does not hold; `field` is the guard's name."""

    code = "guard_failed"
