"""The journal of facts and its folds in one SQLite file; SQLAlchemy lives here and nowhere else."""
