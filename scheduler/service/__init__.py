"""Feeds and pages over HTTP: what was published, by token, and nothing else. Bytes are rendered at publish."""
