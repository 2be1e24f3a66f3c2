"""Change drafts by hand: steps that can be taken back, and who is at work where."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "divisions", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "studio_steps",
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name="fk_studio_steps_division_id"
        ),
        sa.PrimaryKeyConstraint("division_id", "number", name="pk_studio_steps"),
    )
    op.create_table(
        "studio_locks",
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name="fk_studio_locks_division_id"
        ),
        sa.PrimaryKeyConstraint("division_id", "community_code", name="pk_studio_locks"),
    )


def downgrade() -> None:
    op.drop_table("studio_locks")
    op.drop_table("studio_steps")
    op.drop_column("divisions", "revision")
