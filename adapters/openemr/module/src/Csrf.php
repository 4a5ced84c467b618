<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

use OpenEMR\Common\Csrf\CsrfUtils;

/** OpenEMR's own tokens against requests from elsewhere, for this module. */
final class Csrf
{
    private const SUBJECT = 'holdfast';

    public static function token(): string
    {
        return (string) CsrfUtils::collectCsrfToken(self::SUBJECT);
    }

    public static function isGood(string $token): bool
    {
        return $token !== '' && (bool) CsrfUtils::verifyCsrfToken($token, self::SUBJECT);
    }
}
