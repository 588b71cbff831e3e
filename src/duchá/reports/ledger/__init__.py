"""What is made of the ledger: the list of what is late, letters, the editable register."""
