"""What every container has: parts, names, XML, our own marks."""
