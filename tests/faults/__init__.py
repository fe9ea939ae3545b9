"""What goes wrong around a store: kills, full disks, damage, other processes."""
