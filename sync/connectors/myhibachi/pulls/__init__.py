"""What is mirrored of MyHibachi: bookings, customers, inquiries, figures."""
