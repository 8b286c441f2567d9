"""What runs the heavy parts of a step: this machine, or a Spark cluster."""
