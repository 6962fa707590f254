"""What the register calls things, marked for translation."""

from calendar_app.channels.register.models import AccessKind, AccessRight
from calendar_app.foundation.i18n import mark

KINDS = {
    AccessKind.PERSONAL: mark("A login of their own"),
    AccessKind.SHARED: mark("A shared password"),
    AccessKind.TOOL: mark("A tool with a token"),
}

RIGHTS = {
    AccessRight.MANAGE: mark("posts and gives access"),
    AccessRight.POST: mark("can post"),
    AccessRight.READ: mark("reads only"),
}

# What has to be done on the platform before an access is out of the register: the button, and its undoing.
WITHDRAWALS = {
    AccessKind.PERSONAL: mark("The role is removed"),
    AccessKind.SHARED: mark("The password is changed"),
    AccessKind.TOOL: mark("The token is revoked"),
}
