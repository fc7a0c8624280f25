"""How many heard what was explained, and who is a registered volunteer."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("volunteer_on", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("volunteer_no", sa.String(), nullable=True))

    with op.batch_alter_table("work_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audience", sa.Integer(), nullable=True))
