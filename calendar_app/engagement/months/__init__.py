"""What a month of conversation came to, by channel; never by person, and nobody is compared."""
