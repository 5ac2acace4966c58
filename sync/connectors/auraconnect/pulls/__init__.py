"""What is mirrored from AuraConnect, a resource in each module."""
