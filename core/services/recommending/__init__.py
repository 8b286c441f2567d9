"""Who a brand should work with next."""
