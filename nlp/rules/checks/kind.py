"""What a check is: a rule, a parsed draft, the knowledge and the draft's day in; findings out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from nlp.knowledge import Knowledge
from nlp.rules.schema import Rule
from nlp.types import Finding, ParsedDraft

Check = Callable[[Rule, ParsedDraft, Knowledge, datetime.date], Iterator[Finding]]
Unexamined = Callable[[ParsedDraft, Knowledge, datetime.date], str]
"""What of a draft a check could not examine, in words; '' when it examined everything."""
