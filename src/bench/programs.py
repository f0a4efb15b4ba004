"""The nginx to be measured: a program of this machine, or the one in an image of the tests, which runs in a root of its own."""

import contextlib
import os
import pathlib
import subprocess
import tempfile

IMAGES = "VLLM_NGINX_TEST_IMAGE_"


def images():
    """The images that src/bin/setup-tests.sh has named, oldest nginx first."""
    return [os.environ[name] for name in sorted(os.environ) if name.startswith(IMAGES)]


@contextlib.contextmanager
def unpacked(image):
    """The path of a program that runs the image's nginx. It sees the /tmp and /dev of this machine."""
    root = pathlib.Path(tempfile.mkdtemp(prefix="vllm-nginx-bench-root-", dir="/var/tmp"))
    mounted = []
    try:
        container = run("docker", "create", image).stdout.strip()
        with subprocess.Popen(["docker", "export", container], stdout=subprocess.PIPE) as export:
            subprocess.run(["tar", "-x", "-C", root], stdin=export.stdout, check=True)
        run("docker", "rm", container)
        for shared in ("/tmp", "/dev"):
            (root / shared[1:]).mkdir(exist_ok=True)
            run("mount", "--rbind", shared, root / shared[1:])
            mounted.append(root / shared[1:])
        program = root.with_suffix(".sh")
        program.write_text("#!/bin/sh\nexec chroot %s nginx \"$@\"\n" % root)
        program.chmod(0o755)
        yield str(program)
    finally:
        for point in mounted:
            run("umount", "--lazy", point)
        run("rm", "-rf", "--one-file-system", root, root.with_suffix(".sh"))


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True)
