"""The command line: one file a command. It parses, calls the pipeline and prints; it holds no business."""
