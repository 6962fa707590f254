"""How verdicts, refusals, counts and times are told to a person, in the reader's language."""
