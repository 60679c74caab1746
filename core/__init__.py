"""The words of the system: values, the workflow, errors, clock, and pure functions on text.

Nothing here does input or output, and every other room may import it.
"""
