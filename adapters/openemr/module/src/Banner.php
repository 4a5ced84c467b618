<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** One line where a check-in is open; nothing where none is, or where Holdfast is away. */
final class Banner
{
    public static function html(?Picture $picture): string
    {
        $checkIn = $picture?->openCheckIn();
        if ($checkIn === null) {
            return '';
        }
        $address = Links::staff() . '/check-ins/' . rawurlencode((string) ($checkIn['id'] ?? ''));
        return '<div class="alert alert-info holdfast-banner" role="status"><strong>' . xlt('Check-in suggested') . '</strong> '

            . '<bdi>' . text($checkIn['sentence'] ?? '') . '</bdi> <a class="alert-link" href="' . attr($address) . '" onclick="top.restoreSession()">' . xlt('Open') . '</a></div>';
    }
}
