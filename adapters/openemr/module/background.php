<?php

// SPDX-License-Identifier: MIT
// What OpenEMR's timer calls: does Holdfast answer? A line in PHP's log when that is not so.

declare(strict_types=1);

function holdfast_look(): void
{
    require_once __DIR__ . '/src/autoload.php';
    $site = OpenEMR\Modules\Holdfast\Site::current();
    $stream = $site === null ? false : @stream_socket_client("unix://$site->socket", $number, $text, 1.0);
    if ($stream === false) {
        error_log('Holdfast does not answer; see Modules > Manage Modules > Holdfast');
        return;
    }
    fclose($stream);
}
