<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** The tile on the portal's home: it names no therapist, no date and no score. */
final class PortalTile
{
    public static function html(): string
    {
        return '<div class="card holdfast-tile"><div class="card-body"><h5 class="card-title">' . xlt('Session form')
            . '</h5><p class="card-text">' . xlt('Four lines about how the work together felt. It takes less than a minute.')
            . '</p><a class="btn btn-primary" href="' . attr(Links::portal() . '/my-form') . '">' . xlt('Open the form') . '</a></div></div>';
    }
}
