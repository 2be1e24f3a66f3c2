"""Alembic's environment: the same models on SQLite and PostgreSQL."""

from alembic import context

import service.access.models
import service.areas.models
import service.cases.models
import service.idempotency
import service.people.models  # noqa: F401
from service.database import Model, open_engine

engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
