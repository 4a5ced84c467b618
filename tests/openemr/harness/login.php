<?php

// SPDX-License-Identifier: MIT
// Anyone may sign in: this is a test's page.

declare(strict_types=1);

require_once __DIR__ . '/interface/globals.php';

$_SESSION = ['site_id' => $_SESSION['site_id'], 'language' => $_GET['language'] ?? ''];
$row = sqlQuery('SELECT lang_id, lang_is_rtl FROM lang_languages WHERE lang_description = ?', [$_GET['language'] ?? '']);
$_SESSION['language_choice'] = (int) ($row['lang_id'] ?? 0);
$_SESSION['language_direction'] = ($row['lang_is_rtl'] ?? 0) ? 'rtl' : 'ltr';
if (isset($_GET['user'])) {
    $_SESSION['authUserID'] = (int) $_GET['user'];
    $_SESSION['authUser'] = sqlQuery('SELECT username FROM users WHERE id = ?', [(int) $_GET['user']])['username'] ?? '';
    $_SESSION['pid'] = (int) ($_GET['pid'] ?? 0);
    $_SESSION['encounter'] = (int) ($_GET['encounter'] ?? 0);
}
if (isset($_GET['patient'])) {
    $_SESSION['pid'] = (int) $_GET['patient'];
    $_SESSION['patient_portal_onsite_two'] = 1;
}
header('Location: ' . ($_GET['to'] ?? '/'));
