<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** The settings page: each line says what is so and, where it is not, what to do. */
final class Settings
{
    public static function html(?Site $site): string
    {
        $lines = $site === null
            ? [[false, xl('This site is not connected.'), 'holdfast openemr install --path ' . ($GLOBALS['fileroot'] ?? 'DIR')]]
            : self::lines($site);
        $rows = '';
        foreach ($lines as [$good, $sentence, $todo]) {
            $rows .= '<li class="' . ($good ? 'good' : 'todo') . '">' . text($sentence) . ($todo === '' ? '' : ' <code>' . text($todo) . '</code>') . '</li>';
        }
        return '<!doctype html><html' . Language::attributes() . '><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Holdfast</title><style>'
            . ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}'
            . 'li{margin:.5rem 0;list-style:none}li::before{display:inline-block;width:2rem}.good::before{content:"✓"}.todo::before{content:"→"}ul{padding:0}'
            . 'code{overflow-wrap:anywhere}</style></head><body><h1>' . xlt('Holdfast') . '</h1><ul>' . $rows . '</ul></body></html>';
    }

    /** @return list<array{bool, string, string}> */
    private static function lines(Site $site): array
    {
        $daemon = new Daemon($site, 2.0);
        $actor = Actor::staff();
        $told = $actor === null ? null : $daemon->ask($actor, 'GET', '', '/api/v1/me');
        $install = 'holdfast openemr install --site ' . $site->name . ' --check';
        $lines = [
            [$site->key() !== null, $site->key() !== null ? xl('The key is there.') : xl('The key cannot be read.'), $site->key() !== null ? '' : $install],
            [$told !== null, $told !== null ? xl('Holdfast answers.') : xl('Holdfast does not answer. Everything else works.'), $told !== null ? '' : $install],
            [Chart::isRegistered(), Chart::isRegistered() ? xl('The form is in the registry.') : xl('The form has no row in the registry, so nobody sees it.'), Chart::isRegistered() ? '' : $install],
            [Chart::hasColumn('esign_signatures', 'is_lock'), Chart::hasColumn('esign_signatures', 'is_lock') ? xl('eSign locks are respected.') : xl('eSign locks cannot be read: the entry in the encounter is off.'), ''],
        ];
        if ($site->library !== '') {
            $lines[] = self::library($site, $actor);
        }
        foreach (Bootstrap::missing() as $sentence) {
            $lines[] = [false, $sentence, ''];
        }
        return $lines;
    }

    /** Whether the library that the administrator chose is what answers; else the socket is.
     *
     * @return array{bool, string, string}
     */
    private static function library(Site $site, ?Actor $actor): array
    {
        $fragment = dirname($site->library) . '/php-ffi.ini';
        $why = Embedded::whyNot($site);
        if ($why !== '') {
            return [false, match ($why) {
                'extension' => xl('Pages come over the socket: PHP has no FFI. Install it, or take the choice back.'),
                'enable' => xl('Pages come over the socket: FFI is not limited to what is preloaded. Set ffi.enable to preload.'),
                default => xl("Pages come over the socket: PHP has not preloaded Holdfast's library. Add this file to PHP's settings and restart PHP."),
            }, $fragment];
        }
        $connection = new Embedded($site, new Daemon($site));
        $told = $actor === null ? null : $connection->ask($actor, 'GET', '', '/api/v1/me');
        if ($connection->refusal() !== '') {
            return [false, xl("Pages come over the socket: Holdfast's library says why it cannot answer."), $connection->refusal()];
        }
        return [$told !== null, $told !== null ? xl("Holdfast's library in PHP answers.") : xl('The key cannot be read.'), ''];
    }
}
