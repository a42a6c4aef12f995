"""What people who test their own clients do behind the API's back."""
