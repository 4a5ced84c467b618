<?php

// SPDX-License-Identifier: MIT
// For a site that chose it (holdfast openemr install --ffi): what PHP loads once, before its workers, so that
// they may use the library. Name this file in opcache.preload, or require it from the file that stands there.

declare(strict_types=1);

require_once __DIR__ . '/src/Library.php';
