"""From approved Finds to an edition, and out of the house."""
