<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

use OpenEMR\Events\Core\TwigEnvironmentEvent;
use OpenEMR\Events\Patient\Summary\Card\SectionEvent;
use OpenEMR\Events\PatientDemographics\RenderEvent;

$begun = hrtime(true);
require_once dirname(__DIR__, 2) . '/globals.php';

$dispatcher = $GLOBALS['kernel_dispatcher'];
$pid = (int) $_SESSION['pid'];
$patient = sqlQuery('SELECT fname, lname FROM patient_data WHERE pid = ?', [$pid]);
$loader = new Harness\Loader();
if (class_exists(TwigEnvironmentEvent::class)) {
    $dispatcher->dispatch(new TwigEnvironmentEvent(new Harness\Twig($loader)), TwigEnvironmentEvent::EVENT_CREATED);
}
$asked = hrtime(true);
$body = harness_printed(fn () => $dispatcher->dispatch(new RenderEvent($pid), RenderEvent::EVENT_SECTION_LIST_RENDER_TOP));
foreach (['primary', 'secondary'] as $section) {
    $event = $dispatcher->dispatch(new SectionEvent($section), SectionEvent::EVENT_HANDLE);
    $body .= "<div class=\"columns\" data-section=\"$section\">";
    foreach ($event->cards as $card) {
        $template = array_filter(array_map(fn ($path) => "$path/{$card->options['templateFile']}", $loader->paths), 'is_file');
        // The template prints what it is handed.
        $body .= '<section class="card"><div class="card-header">' . text($card->options['title']) . '</div><div class="card-body">'
            . ($template === [] ? '' : $card->options['templateVariables']['html']) . '</div></section>';
    }
    $body .= '<section class="card"><div class="card-header">Other</div><div class="card-body">OpenEMR’s own.</div></section></div>';
}
header('X-Module-Microseconds: ' . intdiv(hrtime(true) - $asked, 1000));
harness_page("{$patient['fname']} {$patient['lname']}", $body);
