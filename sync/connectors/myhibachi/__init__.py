"""MyHibachi by its document: bookings, inquiries and customers; what it is told, what it answers, what is mirrored."""
