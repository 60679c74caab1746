"""What people do at the desk: every write of the review room, without HTTP."""
