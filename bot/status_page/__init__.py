"""What the public sees: the snapshot, its rendering, where it goes and who serves it."""
