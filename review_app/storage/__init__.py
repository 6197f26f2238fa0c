"""Files by content: the originals that people hand in, never changed, never lost."""

from review_app.storage.files import FileStore, StoredBlob

__all__ = ["FileStore", "StoredBlob"]
