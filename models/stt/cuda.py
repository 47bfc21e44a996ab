"""Makes the CUDA library of the pip package in requirements-cuda.in visible to CTranslate2."""

import ctypes
from importlib.metadata import PackageNotFoundError, distribution

# In the order in which they need each other.
LIBRARIES = ("nvidia/cublas/lib/libcublasLt.so.12", "nvidia/cublas/lib/libcublas.so.12")


def preload_cuda_libraries() -> None:
    """Loads cuBLAS where pip installed it; a system-wide CUDA needs nothing of this.

    CTranslate2 opens it by bare name. The loader does not look into site-packages, but finds what is loaded.
    """
    try:
        installed = distribution("nvidia-cublas-cu12")
    except PackageNotFoundError:
        return
    for file in LIBRARIES:
        ctypes.CDLL(str(installed.locate_file(file)), mode=ctypes.RTLD_GLOBAL)
