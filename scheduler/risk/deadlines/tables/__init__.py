"""Deadline tables as files, each with the days on which it is in force; a change of the law is a new file."""
