"""The caution score of unusual growth, its reasons and flags."""
