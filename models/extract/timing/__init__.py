"""What is due when, by whom, and when the campaign runs."""
