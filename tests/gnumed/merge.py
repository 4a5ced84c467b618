# SPDX-License-Identifier: MIT
"""Merges one person into another as GNUmed's client does, with GNUmed's own code; not as root.

usage: merge.py PORT DATABASE USER KEPT GONE FOLDER
"""
import os
import sys

port, database, user, kept, gone, folder = sys.argv[1:]
os.environ["HOME"] = folder
os.chdir(folder)
sys.argv = ["merge", f"--log-file={folder}/merge.log"]
sys.path.insert(0, "/usr/share/gnumed")
import psycopg2.extras  # noqa: E402
from Gnumed.pycommon import gmI18N  # noqa: E402

gmI18N.activate_locale()
gmI18N.install_domain()
from Gnumed.pycommon import gmConnectionPool, gmDateTime, gmTools  # noqa: E402

gmDateTime.init()
gmTools.gmPaths()
credentials = gmConnectionPool.cPGCredentials()
credentials.database, credentials.host, credentials.port = database, "127.0.0.1", int(port)
credentials.user = credentials.password = user
gmConnectionPool.gmConnectionPool().credentials = credentials
from Gnumed.business import gmPerson, gmPraxis, gmStaff  # noqa: E402

gmStaff.gmCurrentProvider(provider=gmStaff.cStaff())
gmPraxis.gmCurrentPraxisBranch(gmPraxis.get_praxis_branches()[0])
# GNUmed asks for the owner's password before it merges.
owner = psycopg2.connect(host="127.0.0.1", port=port, dbname=database, user="gm-dbo", password="gm-dbo",
                         options="-c default_transaction_read_only=off", cursor_factory=psycopg2.extras.DictCursor)
done, why = gmPerson.cPerson(int(kept)).assimilate_identity(
    other_identity=gmPerson.cPerson(int(gone)), link_obj=owner)
owner.commit()
sys.exit(0 if done else str(why))
