"""Who is told what and when: reminders as rows that end as one mail each."""
