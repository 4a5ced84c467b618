# SPDX-License-Identifier: MIT
"""php-fpm behind nginx as Debian has them, with PHP's own settings but for where sessions and errors go."""
import glob
import os
import pathlib
import pwd
import subprocess

POOL = """[global]
pid = {folder}/fpm.pid
error_log = {folder}/php.log
daemonize = no
[openemr]
listen = {folder}/fpm.sock
user = {user}
group = {group}
pm = static
pm.max_children = 3
pm.max_requests = {requests}
catch_workers_output = yes
decorate_workers_output = no
php_admin_value[session.save_path] = {sessions}
php_admin_flag[display_errors] = off
php_admin_flag[log_errors] = on
php_admin_value[error_log] = {folder}/php.log
php_admin_value[error_reporting] = 32767
"""

NGINX = """pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
daemon off;
events {{}}
http {{
  access_log off;
  include /etc/nginx/mime.types;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    location ~ ^(?<script>.+?\\.php)(/|$) {{
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$script;
      fastcgi_param SCRIPT_NAME $script;
      fastcgi_pass unix:{folder}/fpm.sock;
    }}
  }}
}}
"""


def fpm_and_nginx(house, sessions, environment, requests=0, settings=None):
    """`requests`: after so many a worker ends and another takes its place. `settings`: a folder with more of php.ini."""
    folder = pathlib.Path(house.folder.name)
    person = pwd.getpwuid(os.geteuid())
    group = subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout.strip()
    words = {"folder": folder, "port": house.port, "root": house.site.path, "sessions": sessions,
             "user": person.pw_name, "group": group, "requests": requests}
    variables = "".join(f"env[{name}] = {value}\n" for name, value in environment.items())
    (folder / "fpm.conf").write_text(POOL.format(**words) + variables)
    (folder / "nginx.conf").write_text(
        (f"user {person.pw_name} {group};\n" if os.geteuid() == 0 else "") + NGINX.format(**words))
    fpm = sorted(glob.glob("/usr/sbin/php-fpm*"))[-1]
    as_root = ["-R"] if os.geteuid() == 0 else []
    scanned = {"PHP_INI_SCAN_DIR": f":{settings}"} if settings else {}
    started = [subprocess.Popen([fpm, "-F", "-O", *as_root, "-y", folder / "fpm.conf"], stdout=house.errors, stderr=house.errors,
                                env=os.environ | scanned),
               subprocess.Popen(["/usr/sbin/nginx", "-c", folder / "nginx.conf"], stdout=house.errors, stderr=house.errors)]
    return started
