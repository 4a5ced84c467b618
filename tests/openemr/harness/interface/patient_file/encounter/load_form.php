<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

use OpenEMR\Events\Encounter\LoadEncounterFormFilterEvent;

require_once dirname(__DIR__, 2) . '/globals.php';

$name = preg_replace('/[^a-z_]/', '', (string) $_GET['formname']);
$folder = $GLOBALS['kernel_dispatcher']->dispatch(new LoadEncounterFormFilterEvent($name, dirname(__DIR__, 2) . '/forms/'), LoadEncounterFormFilterEvent::EVENT_NAME)->getDir();
require "$folder$name/" . (isset($_GET['id']) ? 'view' : 'new') . '.php';
