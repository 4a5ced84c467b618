<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** A form as it was filed in the chart. */
final class FiledForm
{
    /** @param array<string, mixed> $form */
    public static function html(array $form): string
    {
        $html = '<p><strong>' . text($form['instrument'] ?? '') . '</strong> '
            . match ($form['rater'] ?? '') {
                'client' => xlt('by the client'),
                'therapist' => xlt('by the therapist'),
                default => '',
            } . '</p>';
        foreach (json_decode((string) ($form['scores'] ?? '[]'), true) ?: [] as $score) {
            $html .= '<p>' . text($score['name'] ?? '') . ': ' . text($score['value'] ?? '')
                . (isset($score['max']) ? ' <span class="text-muted">(' . text($score['min'] ?? '0') . '–' . text($score['max']) . ')</span>' : '') . '</p>';
        }
        return ($form['text'] ?? '') === '' ? $html : $html . '<p>' . nl2br(text($form['text'])) . '</p>';
    }
}
