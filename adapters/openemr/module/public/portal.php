<?php

// SPDX-License-Identifier: MIT
// The client's form, behind the portal's own session: whose form it is the session says and nothing else.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

$landingpage = 'index.php?site=' . urlencode((string) ($_GET['site'] ?? 'default'));
$skipLandingPageError = true;
require_once dirname(__DIR__, 5) . '/portal/verify_session.php';
require_once dirname(__DIR__) . '/src/autoload.php';

$site = Site::current();
$actor = Actor::patient();
if ($site === null || $actor === null) {
    Proxy::refuse(403, xl('Sign in to the portal first.'));
    exit;
}
(new Proxy($site->connect(10.0), $actor))->answer(Links::module() . '/public/portal.php');
