"""Lets torch's CUDA build load on a machine without CUDA.

Its libraries are linked against CUDA libraries of 3 GB, of which nothing is called when there is no GPU. So for each
one that is missing, this builds an empty library with the wanted functions. Needs cc, nm and readelf.
"""

import pathlib
import re
import subprocess
import sysconfig

PACKAGES = pathlib.Path(sysconfig.get_paths()["platlib"])
TORCH = PACKAGES / "torch" / "lib"
CUDA_LIBRARY = re.compile(r"lib(?:cu|nccl|nv)[A-Za-z_]*\.so\.\d+")
CUDA_FUNCTION = re.compile(r"(?:cu[A-Z]|curand|cusparse|nccl[A-Z]).*")
# The one library whose symbol version is not its own name.
VERSION_OF = {"libnvshmem_host.so.3": "NVSHMEM"}
LIBRARY_OF = {version: library for library, version in VERSION_OF.items()}


def lines(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout.splitlines()


def torch_libraries():
    names = ("c10_cuda", "torch_cpu", "torch_cuda", "torch_nvshmem", "torch_python", "torch_global_deps")
    return [str(TORCH / f"lib{name}.so") for name in names]


def wanted_libraries():
    """Names of CUDA libraries that torch asks the loader for, less those that are installed."""
    wanted = set()
    for library in torch_libraries():
        for line in lines("readelf", "-dW", library):
            name = re.search(r"\(NEEDED\).*\[(.*)]", line)
            if name and CUDA_LIBRARY.fullmatch(name[1]):
                wanted.add(name[1])
    return wanted - {path.name for path in PACKAGES.glob("nvidia/**/*.so*")}


def wanted_functions():
    """The functions by library; under the empty name those that may be in any."""
    functions = {}
    for library in torch_libraries():
        for line in lines("nm", "-D", "--undefined-only", library):
            name, _, version = line.split()[-1].partition("@")
            owner = LIBRARY_OF.get(version, version)
            if CUDA_LIBRARY.fullmatch(owner) or (not owner and CUDA_FUNCTION.fullmatch(name)):
                functions.setdefault(owner, set()).add(name)
    return functions


def build(library, functions, versioned):
    target = TORCH / library
    code = "".join(f"int {name}(void) {{ return 999; }}\n" for name in sorted(functions)) or "int nothing;\n"
    command = ["cc", "-w", "-shared", "-fPIC", "-fno-builtin", f"-Wl,-soname,{library}", "-o", str(target)]
    if versioned:
        script = pathlib.Path(f"{target}.map")
        script.write_text(f"{VERSION_OF.get(library, library)} {{ global: *; }};\n", encoding="ascii")
        command.append(f"-Wl,--version-script={script}")
    subprocess.run([*command, "-x", "c", "-"], input=code, text=True, check=True)


def main():
    functions = wanted_functions()
    homeless = functions.pop("", set())
    for library in sorted(wanted_libraries()):
        if library in functions:
            build(library, functions[library], versioned=True)
        else:
            build(library, homeless, versioned=False)
            homeless = set()


main()
