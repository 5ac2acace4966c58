"""The kitchen screen: tickets of a station, and what is to be made all day."""
