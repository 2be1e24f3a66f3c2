"""Keep which communities go on under another code."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community_heirs",
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("from_code", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("division_id", "code", name="pk_community_heirs"),
    )


def downgrade() -> None:
    op.drop_table("community_heirs")
