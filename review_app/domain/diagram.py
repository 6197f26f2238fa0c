"""The workflow drawn: text for Mermaid, made from the table so it cannot drift."""

from __future__ import annotations

from review_app.domain.dossier import State
from review_app.domain.transitions import Move, Workflow


def diagram(workflow: Workflow) -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.SUBMITTED}"]
    into_pause = [s for row in workflow.transitions if row.to_state is State.PAUSED for s in row.from_states]
    for row in workflow.transitions:
        for state in row.from_states:
            if row.to_state is Move.BACK:
                targets = into_pause
            else:
                targets = [row.to_state if isinstance(row.to_state, State) else state]
            lines += [f"    {state} --> {target}: {row.action}" for target in targets]
    return "\n".join(lines) + "\n"
