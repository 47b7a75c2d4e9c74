"""Floor 1, the model: the only code that knows torch and transformers."""
