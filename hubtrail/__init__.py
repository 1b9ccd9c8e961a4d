"""What people type: the command line, and the settings that every part reads."""
