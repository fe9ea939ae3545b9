"""What every store must do, and what PostgreSQL must do besides."""
