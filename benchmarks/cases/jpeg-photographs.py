from jpeg_files import run

__all__ = ["run"]
