"""The jobs, their timetable, and the engine that runs them."""
