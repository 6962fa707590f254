"""The rulebook's judgement: pure functions over frozen facts.

Rules return verdicts; they never query, never ask the clock, never raise. One file per rule stands in
`catalog/`.
"""
