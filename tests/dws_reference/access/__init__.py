"""Who calls: IAM, its tokens, and signatures."""
