"""Alembic's environment: the same models on SQLite and PostgreSQL."""

from alembic import context

import service.access.models
import service.areas.models
import service.audit.models
import service.cases.models
import service.generations.models
import service.idempotency
import service.people.models
import service.studio.models  # noqa: F401
from service.database import Hold, Model, hold_in, open_engine

engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # Altering a column makes its table anew there, which its children's keys would refuse;
        # within a transaction this is too late to say. https://www.sqlite.org/lang_altertable.html
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        # Of two processes that start at once, the second finds done what the first one did.
        hold_in(connection, Hold.FORM)
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            assert not orphans, f"the migration would leave rows without their parents: {orphans}"
engine.dispose()
