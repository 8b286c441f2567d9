"""Topics that rise or fall: shares per week, growth with a range, who takes part."""
