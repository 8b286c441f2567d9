"""What heavy steps do with some creators: tables in, tables out, whatever the engine."""
