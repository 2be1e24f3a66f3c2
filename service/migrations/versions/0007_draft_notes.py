"""Keep what a division left out, or could not do quite as asked, with the job that made it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft_jobs") as jobs:
        jobs.add_column(sa.Column("notes", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("draft_jobs") as jobs:
        jobs.drop_column("notes")
