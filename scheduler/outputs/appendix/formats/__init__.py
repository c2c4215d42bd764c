"""One writer a format; all of them write the same paper and decide nothing about its content."""
