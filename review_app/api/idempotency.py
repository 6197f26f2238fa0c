"""Idempotency-Key: a request that comes twice is done once and answered twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.api.blueprint import asker, now
from review_app.errors import Conflict
from review_app.models import Idempotency, User

Answer = tuple[dict[str, Any], int]


def fingerprint(*pieces: object) -> str:
    """Hash of what a request asks for: its address, its values, the hashes of its files."""
    return hashlib.sha256(
        json.dumps([request.path, *pieces], default=str, sort_keys=True).encode()
    ).hexdigest()


def once(session: Session, request_hash: str, act: Callable[[], Answer]) -> Answer:
    """Do `act`, or give the answer it gave before to the same key; raises Conflict for the key with another request."""
    key = request.headers.get("Idempotency-Key", "").strip()[:200]
    if not key:
        return act()
    user_id = asker().id
    session.get_one(
        User, user_id, with_for_update={"of": User}
    )  # the same key sent twice at once takes turns
    earlier = session.scalar(
        select(Idempotency).where(Idempotency.user_id == user_id, Idempotency.key == key)
    )
    if earlier is not None:
        if earlier.request_hash != request_hash:
            raise Conflict("Idempotency-Key này đã dùng cho một yêu cầu khác.", code="idempotency_conflict")
        return earlier.body, earlier.status
    body, status = act()
    session.add(
        Idempotency(user_id=user_id, key=key, request_hash=request_hash, status=status, body=body, at=now())
    )
    return body, status
