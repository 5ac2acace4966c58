"""Reports of back offices beside our own."""
