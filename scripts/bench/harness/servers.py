"""Servers on loopback that end with the block that started them."""

import base64
import json
import os
import select
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

from harness.places import PLATFORM, ROUTE, TEMPORARY
from harness.processes import BenchFailure, environment, run

USER = "datasentinel"
PASSWORD = "rehearsal-only"


@dataclass
class Server:
    name: str
    url: str
    token: str
    process: subprocess.Popen

    @property
    def connections(self):
        return f"{self.url}/ds-api/pool/pg-instances"

    @property
    def variables(self):
        """The environment variables that describe the server to Picket."""
        return {"PICKET_PLATFORM": self.url, "BENCH_TOKEN": self.token, "BENCH_PASSWORD": PASSWORD}

    @property
    def peak(self):
        """The peak memory of the server in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024


def certificate():
    """One certificate for all servers, so that the handshakes cost the same."""
    chain, key = TEMPORARY / "server.crt", TEMPORARY / "server.key"
    if not chain.exists():
        run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-out", chain, "-keyout", key])
    return chain, key


@contextmanager
def started(command, variables=None):
    """A child process that always ends with the block."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile(dir=TEMPORARY) as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment(variables))
        try:
            yield process
            if process.poll() is not None:
                raise BenchFailure(f"{command[0]} ended early")
        except (BenchFailure, OSError) as failure:
            errors.seek(0)
            raise BenchFailure(f"{failure}\n{errors.read().decode(errors='replace')[-2000:]}") from None
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


def first_line(process, limit=30):
    """The message of a server when it listens."""
    ready, _, _ = select.select([process.stdout], [], [], limit)
    line = process.stdout.readline().decode() if ready else ""
    if not line:
        raise BenchFailure(f"{process.args[0]} did not start")
    return line


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


NGINX = """\
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off; default_type application/json; keepalive_requests 1000000000; keepalive_timeout 600;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port} ssl backlog=1024;
        ssl_certificate {chain}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3;
        location = /ds-api/ {{ return 200 '{{"status": "OK"}}'; }}
        location = /ds-api/user-token {{ return 201 '{{"user-token": "x"}}'; }}
        location /ds-api/pool/pg-instances/ {{ return 201 '{{"status": "Connection created and connected!"}}'; }}
    }}
}}
"""


@contextmanager
def nginx():
    """Answers every add with 201. It has one worker, which leaves the rest of the machine to the client."""
    chain, key = certificate()
    folder = TEMPORARY / "nginx"
    folder.mkdir(exist_ok=True)
    # A test machine's root may not hand temporary folders to another user.
    port = free_port()
    settings = NGINX.format(folder=folder, port=port, chain=chain, key=key)
    if os.geteuid() == 0:
        settings = "user root; " + settings
    (folder / "nginx.conf").write_text(settings)
    with started(["nginx", "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"]) as process:
        server = Server("nginx", f"https://127.0.0.1:{port}", "x", process)
        wait_for(server)
        yield server


@contextmanager
def platform(store=":memory:"):
    """The local platform."""
    chain, key = certificate()
    command = [
        PLATFORM, "--listen", "127.0.0.1:0", "--store", store, "--user", USER, "--password-env", "BENCH_PASSWORD",
        "--tls-cert", chain, "--tls-key", key, "--control"]
    with started(command, {"BENCH_PASSWORD": PASSWORD}) as process:
        url = next(word for word in first_line(process).split() if word.startswith("https://"))
        server = Server("local platform", url, "", process)
        server.token = login(server)
        yield server


@contextmanager
def empty_route():
    """Hummingbird with one route that answers at once."""
    chain, key = certificate()
    with started([ROUTE, chain, key]) as process:
        yield Server("empty Hummingbird route", first_line(process).strip(), "", process)


def request(server, path, method="GET", headers=None):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    question = urllib.request.Request(server.url + path, method=method, headers=headers or {})
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(question, timeout=30) as answer:
        return json.load(answer)


def login(server):
    credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    return request(server, "/ds-api/user-token", "POST", {"Authorization": f"Basic {credentials}"})["user-token"]


def stored(server):
    """How many connections the local platform has."""
    return len(request(server, "/local-platform/connections", headers={"user-token": server.token}))


def wait_for(server):
    for _ in range(200):
        try:
            request(server, "/ds-api/")
            return
        except OSError:
            if server.process.poll() is not None:
                break
            time.sleep(0.02)
    raise BenchFailure(f"{server.name} did not start")
