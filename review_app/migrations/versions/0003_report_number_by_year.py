"""Report numbers are unique within their year; a day of the calendar keeps its citation.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appraisal_report") as table:
        table.add_column(sa.Column("number_year", sa.Integer(), nullable=True))
        table.drop_constraint(op.f("uq_appraisal_report_number"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_appraisal_report_number_number_year"), ["number", "number_year"]
        )
    with op.batch_alter_table("calendar_day") as table:
        table.add_column(sa.Column("citation", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("calendar_day") as table:
        table.alter_column("citation", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("calendar_day") as table:
        table.drop_column("citation")
    with op.batch_alter_table("appraisal_report") as table:
        table.drop_constraint(op.f("uq_appraisal_report_number_number_year"), type_="unique")
        table.create_unique_constraint(op.f("uq_appraisal_report_number"), ["number"])
        table.drop_column("number_year")
