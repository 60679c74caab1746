"""The jobs: each a sequence of calls. What they decide is decided in the rooms below."""
