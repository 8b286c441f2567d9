"""The Brand match page."""
