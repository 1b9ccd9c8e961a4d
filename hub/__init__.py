"""Docker Hub as seen over HTTP: the client, and a local look-alike. Knows no database."""
