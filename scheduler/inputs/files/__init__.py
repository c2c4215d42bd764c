"""Files of a programme's folder: found, recognised by what is in them, and read as texts without trust."""
