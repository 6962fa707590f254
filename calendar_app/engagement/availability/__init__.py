"""When people can be counted on: working hours, capacity, absences."""
