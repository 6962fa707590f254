"""Tests of proposals for dialog time."""
