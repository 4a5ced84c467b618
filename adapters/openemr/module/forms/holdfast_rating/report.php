<?php

// SPDX-License-Identifier: MIT
// What an encounter's page shows of a form that Holdfast filed.

declare(strict_types=1);

function holdfast_rating_report($pid, $encounter, $cols, $id): void
{
    require_once dirname(__DIR__, 2) . '/src/autoload.php';
    $form = OpenEMR\Modules\Holdfast\Chart::form((int) $id, (int) $pid, (int) $encounter);
    echo $form === null
        ? '<p>' . xlt('This form was taken back.') . '</p>'
        : OpenEMR\Modules\Holdfast\FiledForm::html($form);
}
