"""Speed and memory beside the Hugging Face way, as ratios measured in one run: ``make bench``."""
