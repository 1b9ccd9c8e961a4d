"""What people see. Asks the warehouse, never Docker Hub."""
