"""Lay down all tables of the first form."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "divisions",
    "communities",
    "cells",
    "organisations",
    "persons",
    "pairings",
    "responsibilities",
    "accounts",
    "sessions",
    "report_counts",
    "categories",
    "case_serials",
    "cases",
    "case_photos",
    "case_events",
    "idempotency_keys",
)
"""In the order of their making; each refers only to those before it."""


def upgrade() -> None:
    _make_areas()
    _make_people()
    _make_access()
    _make_cases()
    _make_idempotency()
    _make_history_append_only()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_rewrite()")


def _make_areas() -> None:
    op.create_table(
        "divisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("district_code", sa.String(length=12), nullable=False),
        sa.Column("district_name", sa.String(length=60), nullable=False),
        sa.Column("district_name_en", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("strategy", sa.String(length=120), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_divisions"),
    )
    op.create_index(
        "ix_divisions_one_active",
        "divisions",
        ["district_code"],
        unique=True,
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "communities",
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=False),
        sa.Column("street", sa.String(length=60), nullable=False),
        sa.Column("street_en", sa.String(length=120), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name="fk_communities_division_id"
        ),
        sa.PrimaryKeyConstraint("division_id", "code", name="pk_communities"),
    )
    op.create_index("ix_communities_street_code", "communities", ["street_code"])
    op.create_table(
        "cells",
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=15), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id", "community_code"],
            ["communities.division_id", "communities.code"],
            name="fk_cells_division_id_community_code",
        ),
        sa.ForeignKeyConstraint(["division_id"], ["divisions.id"], name="fk_cells_division_id"),
        sa.PrimaryKeyConstraint("division_id", "code", name="pk_cells"),
    )
    op.create_index("ix_cells_community", "cells", ["division_id", "community_code"])


def _make_people() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name="fk_organisations_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("code", name="uq_organisations_code"),
    )
    op.create_index("ix_organisations_kind", "organisations", ["kind"])
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("post_en", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_persons_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("number", name="uq_persons_number"),
    )
    op.create_index("ix_persons_organisation_id", "persons", ["organisation_id"])
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ck_pairings_period"),
        sa.ForeignKeyConstraint(["contact_id"], ["persons.id"], name="fk_pairings_contact_id"),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisations.id"], name="fk_pairings_department_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pairings"),
    )
    op.create_index(
        "ix_pairings_community_open",
        "pairings",
        ["community_code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_index(
        "ix_pairings_department_open",
        "pairings",
        ["department_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "responsibilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_code", sa.String(length=15), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stand_in", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name="ck_responsibilities_period"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name="fk_responsibilities_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_responsibilities"),
    )
    op.create_index(
        "ix_responsibilities_cell", "responsibilities", ["cell_code", "tier", "valid_from"]
    )
    op.create_index("ix_responsibilities_person", "responsibilities", ["person_id"])


def _make_access() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_accounts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_index("ix_accounts_person_id", "accounts", ["person_id"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "report_counts",
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address_key", "hour", name="pk_report_counts"),
    )
    op.create_index("ix_report_counts_hour", "report_counts", ["hour"])


def _make_cases() -> None:
    op.create_table(
        "categories",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("group_code", sa.String(length=8), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=False),
        sa.Column("group_name_en", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("department_key", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("department_en", sa.String(length=120), nullable=False),
        sa.Column("limit_working_hours", sa.Integer(), nullable=False),
        sa.Column("urgent_limit_hours", sa.Integer(), nullable=False),
        sa.Column("photo_required_to_rectify", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_categories"),
    )
    op.create_table(
        "case_serials",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_case_serials"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("category_code", sa.String(length=8), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("cell_code", sa.String(length=15), nullable=False),
        sa.Column("community_code", sa.String(length=12), nullable=False),
        sa.Column("street_code", sa.String(length=9), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reporter_name", sa.String(length=60), nullable=False),
        sa.Column("reporter_contact", sa.String(length=120), nullable=False),
        sa.Column("reporter_account_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rectified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rework_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name="fk_cases_category_code"
        ),
        sa.ForeignKeyConstraint(
            ["division_id", "cell_code"],
            ["cells.division_id", "cells.code"],
            name="fk_cases_division_id_cell_code",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name="fk_cases_owner_id"),
        sa.ForeignKeyConstraint(
            ["rectified_by_id"], ["accounts.id"], name="fk_cases_rectified_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["reporter_account_id"], ["accounts.id"], name="fk_cases_reporter_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index("ix_cases_category_code", "cases", ["category_code"])
    op.create_index("ix_cases_cell", "cases", ["cell_code", "state"])
    op.create_index("ix_cases_closed", "cases", ["state", "closed_at"])
    op.create_index("ix_cases_community", "cases", ["community_code", "state"])
    op.create_index("ix_cases_due", "cases", ["state", "due_at"])
    op.create_index("ix_cases_owner", "cases", ["owner_id", "state"])
    op.create_index("ix_cases_place", "cases", ["lon_e7", "lat_e7"])
    op.create_index("ix_cases_reported_at", "cases", ["reported_at"])
    op.create_index("ix_cases_reporter_account_id", "cases", ["reporter_account_id"])
    op.create_index("ix_cases_street", "cases", ["street_code", "state"])
    op.create_table(
        "case_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_photos_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_photos"),
    )
    op.create_index("ix_case_photos_case_id", "case_photos", ["case_id"])
    op.create_index("ix_case_photos_sha256", "case_photos", ["sha256"])
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_account_id"], ["accounts.id"], name="fk_case_events_actor_account_id"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"])


def _make_idempotency() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def _make_history_append_only() -> None:
    # A line of history is evidence: the database itself refuses to change or delete one.
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER case_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON case_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()
            """
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"""
            CREATE TRIGGER case_events_no_{deed.lower()} BEFORE {deed} ON case_events
            BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END
            """
        )
