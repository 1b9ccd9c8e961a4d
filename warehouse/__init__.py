"""The DuckDB tables: open, load, publish, ask. Knows nothing of where rows come from."""
