<?php

// SPDX-License-Identifier: MIT
// The settings page in the Module Manager: what is connected, what is off and why. What Holdfast does
// is set in Holdfast; where it is, by `holdfast openemr install`.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

use OpenEMR\Common\Acl\AclMain;

require_once dirname(__DIR__, 3) . '/globals.php';
require_once __DIR__ . '/src/autoload.php';

if (!AclMain::aclCheckCore('admin', 'super')) {
    Proxy::refuse(403, xl('This page is for administrators.'));
    exit;
}
echo Settings::html(Site::current());
