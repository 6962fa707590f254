"""What every room stands on and that knows no room: settings, database, time, web, jobs, mail."""
