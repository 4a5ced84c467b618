<?php

// SPDX-License-Identifier: MIT
// OpenEMR includes this on every request while the module is switched on: register, and nothing else.

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

// In scope: \OpenEMR\Core\ModulesClassLoader|null $classLoader and
// \Symfony\Component\EventDispatcher\EventDispatcherInterface $eventDispatcher.

require_once __DIR__ . '/src/autoload.php';

(new Bootstrap($eventDispatcher, Site::current()))->subscribe();
