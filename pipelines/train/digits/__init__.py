"""Training of the recogniser of hand-written digits in the number and date lines."""
