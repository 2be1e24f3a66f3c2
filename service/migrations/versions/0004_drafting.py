"""Draft a division by the web, and throw drafts away."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = {"nullable": False, "server_default": ""}
    # Widened in place: the triggers that keep generations from being edited stay.
    for column in (
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_by_id", sa.Integer(), nullable=True),
        sa.Column("discarded_by_name", sa.String(length=60), **text),
        sa.Column("discarded_by_role", sa.String(length=20), **text),
    ):
        op.add_column("divisions", column)
    _make_jobs()
    op.create_table(
        "draft_file_parts",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["draft_jobs.id"], name="fk_draft_file_parts_job_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "role", "part", name="pk_draft_file_parts"),
    )


def downgrade() -> None:
    op.drop_table("draft_file_parts")
    op.drop_table("draft_jobs")
    op.execute("UPDATE divisions SET status = 'superseded' WHERE status = 'discarded'")
    for name in ("discarded_by_role", "discarded_by_name", "discarded_by_id", "discarded_at"):
        op.drop_column("divisions", name)


def _make_jobs() -> None:
    op.create_table(
        "draft_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("task", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("kept_codes", sa.Integer(), nullable=True),
        sa.Column("to_confirm", sa.Integer(), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name="fk_draft_jobs_division_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_jobs"),
    )
    op.create_index("ix_draft_jobs_state", "draft_jobs", ["state", "id"])
