<?php

// SPDX-License-Identifier: MIT
// The therapist's form for the session of this encounter, as Holdfast shows it.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

require_once dirname(__DIR__, 2) . '/src/autoload.php';

EncounterForm::open((int) ($GLOBALS['encounter'] ?? $_SESSION['encounter'] ?? 0), (int) ($_SESSION['pid'] ?? 0));
