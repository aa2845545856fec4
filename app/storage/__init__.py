"""What outlives the program: the database, the settings file, the keyring, the cards."""
