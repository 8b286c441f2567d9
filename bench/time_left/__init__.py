"""Time left of builds: traces of real ones, the costs that are read off them, and the errors."""
