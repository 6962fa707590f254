"""Days that give people something to talk about: entered by hand, once or for every year."""
