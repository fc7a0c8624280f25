"""What the household books and the national system ask for besides."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cadre", schema=None) as batch_op:
        batch_op.add_column(sa.Column("affiliation", sa.String(), nullable=True))

    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forest", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("target_on", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("housing", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("dwelling", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("water", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("medical", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pension", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("schooling", sa.String(), nullable=True))

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taiwan", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("training", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("entered_on", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("entered_kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("departed_on", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("departed_kind", sa.String(), nullable=True))

    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("disability_no", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("schooling", sa.String(), nullable=True))
