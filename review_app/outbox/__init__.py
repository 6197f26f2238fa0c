"""What the background owes: job rows and index marks, written in the transaction that needs them.

Only names and rows live here; how jobs travel is known to `review_app.jobs` alone.
"""

from review_app.outbox.index_marks import clear_marks, mark_for_index, marks_behind, owe_index
from review_app.outbox.job_runs import (
    INDEX_DOSSIERS,
    PROCESS_VERSION,
    QUEUES,
    beat,
    begin,
    enqueue,
    fail,
    finish,
    mark_sent,
    take_queued,
)
from review_app.outbox.lease import hold_lease
from review_app.outbox.sweep import Swept, sweep

__all__ = [
    "INDEX_DOSSIERS", "PROCESS_VERSION", "QUEUES", "Swept", "beat", "begin", "clear_marks", "enqueue", "fail",
    "finish", "hold_lease", "mark_for_index", "mark_sent", "marks_behind", "owe_index", "sweep", "take_queued",
]  # fmt: skip
