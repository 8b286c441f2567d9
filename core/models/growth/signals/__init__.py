"""What daily counts show: noise, steps, jumps, runs, spikes."""
