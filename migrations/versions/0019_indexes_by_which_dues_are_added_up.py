"""indexes by which dues are added up."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_due_member_month", table_name="due")
    op.drop_index("ix_due_paid", table_name="due")
    op.create_index("ix_due_member_branch_month", "due", ["member", "branch", "month"])
    op.create_index(
        "ix_due_reckoning", "due", ["month", "paid", "amount", "paid_on", "member", "branch", "waiver", "void_reason"]
    )
