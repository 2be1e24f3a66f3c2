"""Keep what was decided about a generation when it comes into force again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _indexes(follows: str, ends: str) -> None:
    for name, column, where in (
        ("uq_carryings_follows", "cell_code", sa.text(follows)),
        ("uq_carryings_ends", "from_cell_code", sa.text(ends)),
    ):
        op.drop_index(name, "carryings")
        op.create_index(
            name,
            "carryings",
            ["division_id", column, "tier"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def upgrade() -> None:
    op.add_column(
        "carryings",
        sa.Column("superseded", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _indexes("NOT ends AND NOT superseded", "ends AND NOT superseded")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM carryings WHERE superseded"))
    _indexes("NOT ends", "ends")
    with op.batch_alter_table("carryings") as carryings:
        carryings.drop_column("superseded")
