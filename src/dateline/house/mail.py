"""Mail kept as .eml files: for the demo, and for an operator who looks before sending."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from dateline.house import atomic_file, clock


class EmlBackend(BaseEmailBackend):
    """Writes each message to `EMAIL_FILE_PATH` as one .eml file, named by its moment and reader."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written."""
        for message in email_messages:
            # A file's name holds 255 bytes, an address may be longer.
            recipient = re.sub(r"[^\w.@-]", "_", (message.to or ["nobody"])[0], flags=re.ASCII)[-100:]
            name = f"{clock.now():%Y%m%dT%H%M%S.%f}-{recipient}.eml"
            folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "")))
            atomic_file.write(folder / name, message.message().as_bytes(), mode=0o600)
        return len(email_messages)
