"""Files coming in: five steps from a file to its result, and the history of all imports."""
