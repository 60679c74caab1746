"""The flow of a crawl: from a plan, source by source, to lines in a spool."""
