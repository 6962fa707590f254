"""Proposals for dialog time: what the plan still lacks, who could hold it, and when."""
