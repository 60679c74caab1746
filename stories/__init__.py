"""From articles to stories: pure judgements, each with its reasons."""
