"""Growth evidence: features, probability, reasons."""
