"""List whose responsibility ends because they follow into no new cell."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OLD_KEY = "uq_carryings_division_id_cell_code_tier"


def upgrade() -> None:
    with op.batch_alter_table("carryings") as carryings:
        carryings.drop_constraint(_OLD_KEY, type_="unique")
        carryings.add_column(
            sa.Column("ends", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        carryings.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        carryings.create_check_constraint(
            "ck_carryings_follows", sa.text("ends OR (cell_code <> '' AND ends_on IS NULL)")
        )
        carryings.create_check_constraint(
            "ck_carryings_ends",
            sa.text(
                "NOT ends OR (chosen_id IS NULL AND NOT restored AND NOT unambiguous"
                " AND state <> 'declined' AND (state <> 'changed' OR cell_code <> '')"
                " AND (ends_on IS NULL) = (carried_on IS NULL))"
            ),
        )
    for name, column, where in (
        ("uq_carryings_follows", "cell_code", sa.text("NOT ends")),
        ("uq_carryings_ends", "from_cell_code", sa.text("ends")),
    ):
        op.create_index(
            name,
            "carryings",
            ["division_id", column, "tier"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM carryings WHERE ends"))
    op.drop_index("uq_carryings_ends", "carryings")
    op.drop_index("uq_carryings_follows", "carryings")
    with op.batch_alter_table("carryings") as carryings:
        carryings.drop_constraint("ck_carryings_ends", type_="check")
        carryings.drop_constraint("ck_carryings_follows", type_="check")
        carryings.drop_column("ends_on")
        carryings.drop_column("ends")
        carryings.create_unique_constraint(_OLD_KEY, ["division_id", "cell_code", "tier"])
