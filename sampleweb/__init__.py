"""The built-in sample web: fictional outlets served on loopback, for the demonstration."""
