"""What single cells cannot see: rows that contradict each other, references that lead nowhere, gaps."""
