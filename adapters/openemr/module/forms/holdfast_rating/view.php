<?php

// SPDX-License-Identifier: MIT
// A form that was filed: to be read. Nobody edits a rating.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

require_once dirname(__DIR__, 2) . '/src/autoload.php';

EncounterForm::show((int) ($_GET['id'] ?? 0), (int) ($GLOBALS['encounter'] ?? $_SESSION['encounter'] ?? 0), (int) ($_SESSION['pid'] ?? 0));
