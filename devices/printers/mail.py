"""A document as an e-mail: plain text, a page with its drawings, and the receipt as a PDF beside them.

Here are only the bytes of the message (RFC 5322); who sends it, and when, is another's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aura_terminal.domain.paper import PaperDocument
from devices.printers.html import COLUMNS, lines_as_html, whole
from devices.printers.pdf import pdf
from devices.printers.plain_text import plain_text
from devices.printers.profiles import GENERIC_80

_FIELD = 998  # the longest line of a header


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom about what. `message_id` is `<something@host>` and is the same for the same receipt."""

    sender: str
    sender_name: str
    recipient: str
    subject: str
    message_id: str
    sent_at: datetime


def mail(document: PaperDocument, envelope: Envelope) -> bytes:
    """The whole message; `ValueError` for an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(envelope.sender_name), addr_spec=envelope.sender)
    message["To"] = Address(addr_spec=envelope.recipient)
    message["Subject"] = _one_line(envelope.subject)
    message["Date"] = format_datetime(envelope.sent_at)
    message["Message-ID"] = _one_line(envelope.message_id)
    message.set_content(plain_text(document), cte="quoted-printable")
    body, drawings = lines_as_html(document, COLUMNS)
    message.add_alternative(whole(body, envelope.subject), subtype="html", cte="quoted-printable")
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    for name, file in drawings.items():
        page.add_related(file, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
    file = pdf(document, GENERIC_80, title=envelope.subject, made_at=envelope.sent_at)
    message.add_attachment(file, maintype="application", subtype="pdf", filename="receipt.pdf")
    for part in message.walk():
        if part.is_multipart():
            part.set_boundary(f"=={envelope.message_id.strip('<>').partition('@')[0]}-{_kind_of(part)}==")
    return message.as_bytes()


def _kind_of(part: object) -> str:
    """What it holds; no two parts of such a message hold the same kind."""
    assert isinstance(part, EmailMessage)
    return part.get_content_subtype()


def _one_line(words: str) -> str:
    return " ".join(words.split())[:_FIELD]
