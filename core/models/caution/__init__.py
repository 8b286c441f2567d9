"""The specified score of unusual growth, its reasons and flags."""
