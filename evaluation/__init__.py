"""What is measured, on what, with pinned floors."""
