"""Raw material of the knowledge: published procedures, status list, texts of law.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "knowledge_material"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=500), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('procedures', 'status', 'library')", name=op.f("ck_knowledge_material_kind")
        ),
        sa.CheckConstraint(
            "(replaced_at IS NULL) = (replaced_by_id IS NULL)", name=op.f("ck_knowledge_material_replaced")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_knowledge_material_file_id")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["app_user.id"], name=op.f("fk_knowledge_material_imported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["app_user.id"], name=op.f("fk_knowledge_material_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_material")),
    )
    op.create_index(op.f("ix_knowledge_material_imported_by_id"), TABLE, ["imported_by_id"])
    in_use = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_knowledge_material_in_use", TABLE, ["kind", "slot"], unique=True,
        sqlite_where=in_use, postgresql_where=in_use,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(TABLE)
