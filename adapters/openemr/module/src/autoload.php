<?php

// SPDX-License-Identifier: MIT
// The module's own classes, wherever OpenEMR includes it from.

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $prefix = 'OpenEMR\\Modules\\Holdfast\\';
    $file = __DIR__ . '/' . substr($class, strlen($prefix)) . '.php';
    if (str_starts_with($class, $prefix) && is_file($file)) {
        require_once $file;
    }
});
