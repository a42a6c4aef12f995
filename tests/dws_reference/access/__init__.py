"""Who is calling: IAM, its tokens, and signatures."""
