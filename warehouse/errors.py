"""What can go wrong with the warehouse, each with the sentence that a person needs.

WarehouseError
 ├ Busy          another process is writing
 ├ NewerSchema   the file was written by a newer Hubtrail
 ├ Damaged       the file cannot be opened or written
 ├ NoRoom        the disk is full
 ├ OutOfMemory   DuckDB needs more memory than it may use
 ├ NoSnapshot    nothing was published yet
 ├ BadQuery      the question is not one that may be asked, or not SQL
 └ OutOfTime     the question took longer than it was given
"""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse did not do what was asked; the message is one sentence for a person."""


class Busy(WarehouseError):
    """Another process holds the writer's file."""


class NewerSchema(WarehouseError):
    """The file's schema is newer than this program."""


class Damaged(WarehouseError):
    """The file is not a DuckDB file, or cannot be read or written."""


class NoRoom(WarehouseError):
    """No space is left where the warehouse lies."""


class OutOfMemory(WarehouseError):
    """DuckDB needs more memory than it may use; what was to be done was not done."""


class NoSnapshot(WarehouseError):
    """No run has published anything to read yet."""


class BadQuery(WarehouseError):
    """The question is not SQL, not a single question, or not allowed."""


class OutOfTime(WarehouseError):
    """The question was stopped because its time was up."""
