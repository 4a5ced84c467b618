<?php

// SPDX-License-Identifier: MIT
// Holdfast's pages for staff, in OpenEMR's frames and under OpenEMR's session.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

require_once dirname(__DIR__, 4) . '/globals.php';
require_once dirname(__DIR__) . '/src/autoload.php';

$site = Site::current();
$actor = Actor::staff((int) ($_SESSION['pid'] ?? 0) ?: null);
if ($site === null || $actor === null || !Chart::mayRead()) {
    Proxy::refuse(403, xl('This page is not for you.'));
    exit;
}
(new Proxy($site->connect(10.0), $actor))->answer(Links::module() . '/public/staff.php');
