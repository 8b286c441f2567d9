"""Files of pictures by the name a post gives them: in a folder or in a ZIP, never outside it."""

from core.store.picture_files.folders import FolderBeside, IndexedFolder
from core.store.picture_files.paths import PictureFile, PictureFiles, is_address
from core.store.picture_files.places import picture_files
from core.store.picture_files.zips import PictureZip

__all__ = [
    "FolderBeside",
    "IndexedFolder",
    "PictureFile",
    "PictureFiles",
    "PictureZip",
    "is_address",
    "picture_files",
]
