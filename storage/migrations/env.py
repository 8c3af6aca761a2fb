"""Run by alembic: the migrations go over the connection, and within the transaction, that `storage.schema` gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
