"""What a worker prepared before it forks: the opened office, and whether it scans."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.knowledge import Knowledge
from review_app.services.knowledge import current
from review_app.services.office import Office


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """`scans` is False in a worker that only indexes: it never loads spaCy."""

    office: Office
    scans: bool

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge to scan by now; a worker that only indexes must not be given processing jobs."""
        if not self.scans:
            raise RuntimeError("this worker was started for indexing only")
        return current(self.office)


_prepared: list[WorkerContext] = []


def prepare(context: WorkerContext) -> None:
    """Set what this worker process and the children it forks work with. RQ hands a task nothing but its arguments."""
    _prepared[:] = [context]


def worker_context() -> WorkerContext:
    """What `prepare` was given in this process or its parent."""
    return _prepared[0]
