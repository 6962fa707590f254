"""The one place where a rule's numbers are resolved: built-in, then platform, then workspace."""

from calendar_app.platforms.platform import Platform
from calendar_app.rules.facts import Facts
from calendar_app.rules.rule import Parameter


def resolve(facts: Facts, rule_key: str, parameter: Parameter, platform: Platform) -> int:
    """The value of a rule's parameter on a platform, in the parameter's unit."""
    own = facts.parameters.get(rule_key, {}).get(parameter.name)
    if own is not None:
        return own
    return parameter.of_platform(platform) if parameter.of_platform else parameter.default
