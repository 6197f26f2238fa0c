"""An issued document is known by its number and its issuer; who confirmed a match is kept.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issued_document") as table:
        table.drop_constraint(op.f("uq_issued_document_number"), type_="unique")
        table.create_index(op.f("ix_issued_document_number"), ["number"])
        table.add_column(sa.Column("identity", sa.String(length=500), nullable=True))
        table.add_column(sa.Column("issuer_name", sa.String(length=500), nullable=False, server_default=""))
        table.add_column(sa.Column("matched_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_issued_document_matched_by_id"), "app_user", ["matched_by_id"], ["id"]
        )
    op.execute("UPDATE issued_document SET identity = lower(number) || '|' || issuer")
    with op.batch_alter_table("issued_document") as table:
        table.alter_column("identity", existing_type=sa.String(length=500), nullable=False)
        table.alter_column("issuer_name", existing_type=sa.String(length=500), server_default=None)
        table.create_unique_constraint(op.f("uq_issued_document_identity"), ["identity"])


def downgrade() -> None:
    with op.batch_alter_table("issued_document") as table:
        table.drop_constraint(op.f("uq_issued_document_identity"), type_="unique")
        table.drop_constraint(op.f("fk_issued_document_matched_by_id"), type_="foreignkey")
        table.drop_column("matched_by_id")
        table.drop_column("issuer_name")
        table.drop_column("identity")
        table.drop_index(op.f("ix_issued_document_number"))
        table.create_unique_constraint(op.f("uq_issued_document_number"), ["number"])
