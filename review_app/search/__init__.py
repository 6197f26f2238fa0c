"""Search as the office uses it: the only room that calls the index. Trimmed by audience inside the query."""

from index.types import Highlight, Hit, Record
from review_app.search.office_search import OfficeSearch, Page

__all__ = ["Highlight", "Hit", "OfficeSearch", "Page", "Record"]
