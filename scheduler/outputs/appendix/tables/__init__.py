"""Tables that stand beside the promises: software, downtime windows, alternative maintenance, citations."""
