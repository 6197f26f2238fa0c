"""The embedded engine on Whoosh: one writer held by a lock, readers that follow every commit."""

from index.whoosh_engine.engine import WhooshIndex

__all__ = ["WhooshIndex"]
