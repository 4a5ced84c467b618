<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

require_once dirname(__DIR__) . '/interface/globals.php';

if (!isset($_SESSION['patient_portal_onsite_two'], $_SESSION['pid'])) {
    header('Location: /portal/index.php');
    exit;
}
