"""Step 5: CP-SAT gives the visits of a few people new days, many neighbourhoods at a time, each in a child process."""
