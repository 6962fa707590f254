"""What takes how long: run by hand, quoted in docs/performance.md, never part of the tests."""
