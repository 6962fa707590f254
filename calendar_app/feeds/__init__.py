"""Calendar subscriptions: posts and reserved time in the calendar app people use anyway.

A feed belongs to one person, has a secret address, and shows what that person may see when it is fetched. It
is for reading: nothing comes back from a calendar app. `entries`, `series`, `lines`, `timezones`, `tzif` and
`ical` are pure and know no database; `building` brings rows and bytes together.
"""
