"""From the bytes of an answer to what it says, within bounds and without a secret."""
