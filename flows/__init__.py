"""When things run: the only place where Docker Hub meets the warehouse."""
