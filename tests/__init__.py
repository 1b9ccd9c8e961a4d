"""The tests; `tests.worlds` holds the organisation that they speak of."""
