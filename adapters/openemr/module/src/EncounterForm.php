<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** The pages of the form directory. */
final class EncounterForm
{
    public static function open(int $encounter, int $pid): void
    {
        $row = Encounter::of($encounter);
        $actor = Actor::staff($pid);
        $site = Site::current();
        if ($row === null || $row->pid !== $pid || $actor === null || $site === null || !Chart::mayWrite() || !Chart::maySee($encounter)) {
            Proxy::refuse(403, xl('This form is not for you, or not of this patient.'));
            return;
        }
        if (Chart::isLocked($encounter)) {
            Proxy::refuse(403, xl('This encounter, or its form, is locked by eSign. Nothing is written into it any more.'));
            return;
        }
        $session = self::sessionOf($site->connect(2.0), $actor, $row);
        if ($session === null) {
            Proxy::refuse(404, xl('Holdfast does not know this session yet, or it is not yours. A new encounter takes half a minute.'));
            return;
        }
        header('Location: ' . Links::staff() . '/sessions/' . rawurlencode($session) . '/rate', true, 302);
    }

    private static function sessionOf(Connection $daemon, Actor $actor, Encounter $encounter): ?string
    {
        $today = $daemon->ask($actor, 'GET', '', '/api/v1/today?day=' . rawurlencode($encounter->day))?->json();
        $ids = [];
        foreach ($today['sessions'] ?? [] as $session) {
            $takesPlace = in_array($session['attendance'] ?? '', ['booked', 'held'], true);
            if ($takesPlace && ($session['course'] ?? '') === "$encounter->pid-$encounter->provider") {
                $ids[] = (string) ($session['id'] ?? '');
            }
        }
        return $encounter->sessionAmong($ids);
    }

    public static function show(int $id, int $encounter, int $pid): void
    {
        $form = Chart::mayRead() && Chart::isRegistered() ? Chart::form($id, $pid, $encounter) : null;
        if ($form === null) {
            Proxy::refuse(404, xl('This form is not of this encounter, or was taken back.'));
            return;
        }
        header('Content-Type: text/html; charset=utf-8');
        echo '<!doctype html><html' . Language::attributes() . '><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>' . xlt('Session form')
            . '</title></head><body style="color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif;margin:2rem">' . FiledForm::html($form) . '</body></html>';
    }
}
