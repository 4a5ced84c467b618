<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** Where the module's pages are. OpenEMR's token is part of their address, so that every form that
 *  Holdfast draws sends it back without a script. */
final class Links
{
    private const MODULE = '/interface/modules/custom_modules/oe-module-holdfast';

    public static function module(): string
    {
        return ($GLOBALS['webroot'] ?? '') . self::MODULE;
    }

    public static function staff(): string
    {
        return self::module() . '/public/staff.php/' . Csrf::token();
    }

    public static function portal(): string
    {
        return self::module() . '/public/portal.php/' . Csrf::token();
    }
}
