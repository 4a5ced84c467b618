<?php

// SPDX-License-Identifier: MIT
// The Module Manager's steps: a row for the folder, and a word to the module's listener after each.

declare(strict_types=1);

use OpenEMR\Common\Acl\AclMain;

require_once dirname(__DIR__) . '/globals.php';

$action = (string) ($_POST['action'] ?? '');
$folder = 'oe-module-holdfast';
if (!AclMain::aclCheckCore('admin', 'super')) {
    http_response_code(403);
    exit;
}
if ($action === 'register') {
    $place = "{$GLOBALS['harness']}/interface/modules/custom_modules/$folder";
    $name = trim((string) file_get_contents("$place/info.txt"));
    include "$place/version.php";
    sqlStatement(
        'INSERT INTO modules (mod_id, mod_name, mod_directory, mod_active, directory, date, sql_run, type, sql_version, '
        . "acl_version) SELECT COALESCE(MAX(mod_id), 0) + 1, ?, ?, 0, '', NOW(), 0, 0, ?, '' FROM modules",
        [$name, $folder, "$v_major.$v_minor.$v_patch"],
    );
    exit('Success');
}
match ($action) {
    'install' => sqlStatement('UPDATE modules SET sql_run = 1 WHERE mod_directory = ?', [$folder]),
    'enable' => sqlStatement('UPDATE modules SET mod_active = 1, mod_ui_active = 1 WHERE mod_directory = ?', [$folder]),
    'disable' => sqlStatement('UPDATE modules SET mod_active = 0, mod_ui_active = 0 WHERE mod_directory = ?', [$folder]),
    'unregister' => sqlStatement('DELETE FROM modules WHERE mod_directory = ?', [$folder]),
};
require_once "$harness_module/ModuleManagerListener.php";
echo ModuleManagerListener::initListenerSelf()->moduleManagerAction($action, 1, 'Success');
