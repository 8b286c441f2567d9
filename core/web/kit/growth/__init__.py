"""The growth verdict and its reasons, as several pages show them."""
