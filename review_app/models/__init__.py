"""The tables, one aggregate a file. Importing this package registers every table with the metadata."""

from review_app.models.agency import Agency
from review_app.models.base_data import BaseRelease, CalendarDay, DatedRow
from review_app.models.dossier import Attachment, Counter, Dossier, Idempotency, NamedPerson, TransitionLog
from review_app.models.finding import DISPOSITIONS, DispositionLog, Finding
from review_app.models.issued import IssuedDocument, RegisterImport
from review_app.models.job import IndexMark, JobRun, Lease
from review_app.models.knowledge import KnowledgeMaterial
from review_app.models.report import AppraisalReport
from review_app.models.stored_file import StoredFile
from review_app.models.user import ApiToken, User
from review_app.models.version import DraftPart, DraftVersion, StepRun, VersionText

__all__ = [
    "DISPOSITIONS", "Agency", "ApiToken", "AppraisalReport", "Attachment", "BaseRelease", "CalendarDay",
    "Counter", "DatedRow", "DispositionLog", "Dossier", "DraftPart", "DraftVersion", "Finding",
    "Idempotency", "IndexMark", "IssuedDocument", "JobRun", "KnowledgeMaterial", "Lease", "NamedPerson",
    "RegisterImport", "StepRun", "StoredFile", "TransitionLog", "User", "VersionText",
]  # fmt: skip
