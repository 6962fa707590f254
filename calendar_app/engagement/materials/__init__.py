"""What people may pass on: it is settled point by point before dialog time offers it."""
