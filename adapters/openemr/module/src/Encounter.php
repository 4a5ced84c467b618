<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** An encounter, and which of its day's sessions it is; the adapter files by the same rule. */
final class Encounter
{
    private function __construct(
        public readonly int $number,
        public readonly int $row,
        public readonly int $pid,
        public readonly int $provider,
        public readonly string $day,
        public readonly string $time,
    ) {
    }

    public static function of(int $number): ?self
    {
        $row = Chart::first('SELECT id, pid, provider_id, DATE(date) AS day, TIME(date) AS time FROM form_encounter WHERE encounter = ?', [$number]);
        return $row === null
            ? null
            : new self($number, (int) $row['id'], (int) $row['pid'], (int) $row['provider_id'], (string) $row['day'], (string) $row['time']);
    }

    /**
     * An encounter without an appointment is a session itself. Of several appointments it is the one that the
     * patient tracker checked in for it; else the one that begins nearest to it; and where OpenEMR kept no
     * time, the first encounter is the first appointment.
     *
     * @param list<string> $ids of the sessions of this patient and clinician on this day
     */
    public function sessionAmong(array $ids): ?string
    {
        if (in_array("e-$this->row", $ids, true)) {
            return "e-$this->row";
        }
        $starts = [];
        foreach ($ids as $id) {
            if (preg_match('/^a-([0-9]+)/', $id, $found)) {
                $starts[$id] = self::secondsOf((string) (Chart::first('SELECT pc_startTime FROM openemr_postcalendar_events WHERE pc_eid = ?', [(int) $found[1]])['pc_startTime'] ?? ''));
            }
        }
        asort($starts);
        return $this->checkedIn(array_keys($starts)) ?? $this->nearest($starts);
    }

    /** @param list<string> $ids */
    private function checkedIn(array $ids): ?string
    {
        $known = Chart::hasColumn('patient_tracker', 'encounter')
            ? Chart::first('SELECT eid FROM patient_tracker WHERE encounter = ? AND pid = ? AND apptdate = ?', [$this->number, $this->pid, $this->day])
            : null;
        foreach ($ids as $id) {
            if ($known !== null && preg_match("/^a-{$known['eid']}(-|$)/", $id)) {
                return $id;
            }
        }
        return null;
    }

    /** @param array<string, int> $starts in order */
    private function nearest(array $starts): ?string
    {
        $ids = array_keys($starts);
        if (self::secondsOf($this->time) === 0) {
            $before = (int) (Chart::first(
                "SELECT COUNT(*) AS count FROM form_encounter WHERE pid = ? AND provider_id = ? AND date = ? AND id < ?",
                [$this->pid, $this->provider, "$this->day 00:00:00", $this->row],
            )['count'] ?? 0);
            return $ids === [] ? null : $ids[min($before, count($ids) - 1)];
        }
        $away = array_map(fn (int $start): int => abs($start - self::secondsOf($this->time)), $starts);
        asort($away);
        return array_key_first($away);
    }

    private static function secondsOf(string $time): int
    {
        [$hours, $minutes, $seconds] = array_map('intval', explode(':', $time)) + [0, 0, 0];
        return $hours * 3600 + $minutes * 60 + $seconds;
    }
}
