"""How the bundled GPT was made: one command rebuilds it, another one measures it."""
