"""Let responsibilities and open cases follow a new generation."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("responsibilities") as responsibilities:
        responsibilities.alter_column(
            "cell_code", type_=sa.String(length=20), existing_nullable=False
        )
        responsibilities.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    _make_carryings()
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("cell_code", type_=sa.String(length=20), existing_nullable=False)
        cases.add_column(sa.Column("outside_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_cases_outside",
        "cases",
        ["outside_since"],
        sqlite_where=sa.text("outside_since IS NOT NULL"),
        postgresql_where=sa.text("outside_since IS NOT NULL"),
    )
    # A table whose history nobody may rewrite is widened in place: its triggers stay.
    for column in (
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("cell_from", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("cell_to", sa.String(length=20), nullable=False, server_default=""),
    ):
        op.add_column("case_events", column)


def downgrade() -> None:
    for name in ("cell_to", "cell_from", "division_id"):
        op.drop_column("case_events", name)
    op.drop_index("ix_cases_outside", "cases")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("outside_since")
        cases.alter_column("cell_code", type_=sa.String(length=15), existing_nullable=False)
    op.drop_table("carryings")
    with op.batch_alter_table("responsibilities") as responsibilities:
        responsibilities.drop_column("ended_on")
        responsibilities.alter_column(
            "cell_code", type_=sa.String(length=15), existing_nullable=False
        )


def _make_carryings() -> None:
    op.create_table(
        "carryings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("cell_code", sa.String(length=20), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("from_cell_code", sa.String(length=20), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("unambiguous", sa.Boolean(), nullable=False),
        sa.Column("proposed_id", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        sa.Column("carried_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=60), nullable=False),
        sa.Column("decided_by_role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["chosen_id"], ["persons.id"], name="fk_carryings_chosen_id"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name="fk_carryings_decided_by_id"
        ),
        sa.ForeignKeyConstraint(["proposed_id"], ["persons.id"], name="fk_carryings_proposed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_carryings"),
        sa.UniqueConstraint(
            "division_id", "cell_code", "tier", name="uq_carryings_division_id_cell_code_tier"
        ),
    )
    op.create_index("ix_carryings_state", "carryings", ["division_id", "state", "community_code"])
