"""Keep plans, proofs, micro-cells, and who activated what; let no generation be edited after."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_divisions()
    _widen_cells()
    _make_activations()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("communities", "cells"):
            for deed in ("insert", "update", "update_into", "delete", "truncate"):
                op.execute(f"DROP TRIGGER {table}_no_{deed} ON {table}")
        op.execute("DROP TRIGGER divisions_never_edited ON divisions")
        op.execute("DROP FUNCTION refuse_to_edit_generation()")
        op.execute("DROP FUNCTION refuse_to_edit_division()")
    else:
        for table in ("communities", "cells"):
            for deed in ("insert", "update", "update_into", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{deed}")
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER divisions_no_{deed}")
    op.drop_table("activations")
    with op.batch_alter_table("cells") as cells:
        for name in ("parent_code", "code_before", "note"):
            cells.drop_column(name)
        cells.alter_column("code", type_=sa.String(length=15), existing_nullable=False)
    for name in (
        "lattices",
        "proof",
        "planned_at",
        "planned_by_id",
        "planned_by_name",
        "planned_by_role",
        "plan_refused",
    ):
        op.drop_column("divisions", name)


def _widen_divisions() -> None:
    text = {"nullable": False, "server_default": ""}
    for column in (
        sa.Column("lattices", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        sa.Column("planned_by_name", sa.String(length=60), **text),
        sa.Column("planned_by_role", sa.String(length=20), **text),
        sa.Column("plan_refused", sa.JSON(), nullable=True),
    ):
        op.add_column("divisions", column)


def _widen_cells() -> None:
    with op.batch_alter_table("cells") as cells:
        cells.alter_column("code", type_=sa.String(length=20), existing_nullable=False)
        cells.add_column(sa.Column("parent_code", sa.String(length=20), nullable=True))
        cells.add_column(
            sa.Column("code_before", sa.String(length=20), nullable=False, server_default="")
        )
        cells.add_column(
            sa.Column("note", sa.String(length=200), nullable=False, server_default="")
        )
    op.create_index("ix_cells_code", "cells", ["code"])


def _make_activations() -> None:
    op.create_table(
        "activations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("from_division_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_account_id"], ["accounts.id"], name="fk_activations_actor_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name="fk_activations_division_id"
        ),
        sa.ForeignKeyConstraint(
            ["from_division_id"], ["divisions.id"], name="fk_activations_from_division_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activations"),
    )
    op.create_index("ix_activations_division_id", "activations", ["division_id"])
    # Divisions that were in force before this table was, with the time that is known of them.
    op.execute(
        """
        INSERT INTO activations (division_id, kind, at, actor_name, actor_role)
        SELECT id, 'activate', valid_from, '', '' FROM divisions
        WHERE status <> 'draft' AND valid_from IS NOT NULL ORDER BY valid_from, id
        """
    )


_FIXED = (
    "name",
    "name_en",
    "district_code",
    "district_name",
    "district_name_en",
    "strategy",
    "illustrative",
    "source",
    "created_at",
)
"""Columns of a division that nobody changes once it has been in force."""

_DEEDS = (
    ("insert", "INSERT", "NEW"),
    ("update", "UPDATE", "OLD"),
    ("update_into", "UPDATE", "NEW"),
    ("delete", "DELETE", "OLD"),
)


def _guard_postgresql() -> None:
    # By statement, not by row: a draft of 100,000 cells must not ask 100,000 times.
    op.execute(
        """
        CREATE FUNCTION refuse_to_edit_generation() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                RAISE EXCEPTION 'a division that has been in force is never edited (%)',
                    TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF EXISTS (SELECT 1 FROM divisions WHERE status <> 'draft'
                       AND id IN (SELECT DISTINCT division_id FROM touched)) THEN
                RAISE EXCEPTION 'a division that has been in force is never edited (%)',
                    TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    for table in ("communities", "cells"):
        for name, deed, rows in _DEEDS:
            op.execute(
                f"""
                CREATE TRIGGER {table}_no_{name} AFTER {deed} ON {table}
                REFERENCING {rows} TABLE AS touched
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_edit_generation()
                """
            )
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_edit_generation()
            """
        )
    fixed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED)
    op.execute(
        f"""
        CREATE FUNCTION refuse_to_edit_division() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR NEW.status = 'draft' OR {fixed}
                OR NEW.lattices::text IS DISTINCT FROM OLD.lattices::text) THEN
                RAISE EXCEPTION 'a division that has been in force is never edited (divisions)'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER divisions_never_edited BEFORE UPDATE OR DELETE ON divisions
        FOR EACH ROW EXECUTE FUNCTION refuse_to_edit_division()
        """
    )
    op.execute(
        """
        CREATE TRIGGER activations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
        ON activations FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()
        """
    )


def _guard_sqlite() -> None:
    for table in ("communities", "cells"):
        for name, deed, row in _DEEDS:
            op.execute(
                f"""
                CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table}
                WHEN (SELECT status FROM divisions WHERE id = {row}.division_id) <> 'draft'
                BEGIN SELECT RAISE(ABORT,
                    'a division that has been in force is never edited ({table})'); END
                """  # noqa: S608 - this file's own names
            )
    fixed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in (*_FIXED, "lattices"))
    for deed, change in (("UPDATE", f" AND (NEW.status = 'draft' OR {fixed})"), ("DELETE", "")):
        op.execute(
            f"""
            CREATE TRIGGER divisions_no_{deed.lower()} BEFORE {deed} ON divisions
            WHEN OLD.status <> 'draft'{change}
            BEGIN SELECT RAISE(ABORT,
                'a division that has been in force is never edited (divisions)'); END
            """
        )
        op.execute(
            f"""
            CREATE TRIGGER activations_no_{deed.lower()} BEFORE {deed} ON activations
            BEGIN SELECT RAISE(ABORT, 'activations is append-only'); END
            """
        )
