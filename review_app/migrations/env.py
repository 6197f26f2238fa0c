"""Alembic's environment: the engine comes from `review-app db upgrade`, or from a test, by attribute."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from review_app import models  # noqa: F401 - registers the tables
from review_app.db import Base, UtcTime


def plain_types(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Migrations name the database's own types, so that they outlive our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


def run() -> None:
    """Run the migrations on the engine that the caller opened."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            compare_server_default=True,
            render_item=plain_types,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
