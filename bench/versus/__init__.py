"""This tool beside what people do instead, on the same input in the same run: `make bench`."""
