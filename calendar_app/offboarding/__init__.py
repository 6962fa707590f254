"""What somebody who leaves still holds, and handing each of it to somebody else."""
