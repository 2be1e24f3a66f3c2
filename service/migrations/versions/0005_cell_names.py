"""Keep the names that a city gives its cells."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Widened in place: the triggers that keep generations from being edited stay.
    op.add_column("cells", sa.Column("name", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("cells", "name")
