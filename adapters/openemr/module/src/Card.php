<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** The card on a patient's summary: the latest, what to ask, the graph. */
final class Card
{
    /** Null where there is nothing for this user. */
    public static function html(?Picture $picture, bool $isAway): ?string
    {
        if ($picture === null) {
            return $isAway
                ? '<p class="text-muted mb-0">' . xlt('Holdfast is not available now.') . '</p>'
                : null;
        }
        $latest = $picture->latest();
        $html = '<div class="holdfast-card">';
        $html .= $latest === null
            ? '<p>' . xlt('No rating yet.') . '</p>'
            : '<p>' . xlt('Latest rating') . ': <strong>' . text((string) round((float) $latest['pomp'])) . '</strong> ' . xlt('of 100') . ' <span class="text-muted">' . text(self::day($latest['day'] ?? '')) . '</span></p>';
        $checkIn = $picture->openCheckIn();
        if ($checkIn !== null) {
            $html .= '<p dir="auto">' . text($checkIn['sentence'] ?? '') . '</p>';
        }
        $graph = $picture->graph();
        if ($graph !== '') {
            // As an image nothing in it can run or reach the page.
            $html .= '<img class="img-fluid w-100" alt="' . attr(xl('Ratings over the sessions; the same as a table is one click away')) . '" src="data:image/svg+xml;base64,' . attr(base64_encode($graph)) . '">';
        }
        $address = Links::staff() . "/courses/$picture->courseId";
        return $html . '<p class="mt-2 mb-0"><a href="' . attr($address) . '" onclick="top.restoreSession()">' . xlt('The whole picture') . '</a></p></div>';
    }

    /** CardModel takes its options as one array; the template prints what it is handed. */
    public static function model(string $class, string $html): object
    {
        return new $class([
            'acl' => ['patients', 'demo'],
            'initiallyCollapsed' => false,
            'add' => false,
            'edit' => false,
            'collapse' => true,
            'templateFile' => 'holdfast/card.html.twig',
            'identifier' => 'holdfast',
            'title' => xl('Session forms'),
            'templateVariables' => ['html' => $html],
        ]);
    }

    private static function day(string $day): string
    {
        return function_exists('oeFormatShortDate') ? (string) oeFormatShortDate($day) : $day;
    }
}
