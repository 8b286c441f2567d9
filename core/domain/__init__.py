"""What everybody must agree on, once: brands, kinds, bounds, words for probabilities, histories.

Every room may import it; of the house it imports the error types only.
"""
