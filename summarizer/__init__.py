"""From a story to a checked draft of a Find: brief, writer, evidence, checks."""
