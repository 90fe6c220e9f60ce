"""What breaks in a real house: Valkey, PostgreSQL, a process, a telephone, a proxy; and nothing is lost."""
