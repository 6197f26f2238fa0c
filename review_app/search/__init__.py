"""Search as the office uses it: the only room that calls the index. What a person may not see is trimmed in the query."""

from index.types import Highlight, Hit, Record
from review_app.search.office_search import OfficeSearch, Page

__all__ = ["Highlight", "Hit", "OfficeSearch", "Page", "Record"]
