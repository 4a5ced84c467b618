<?php
// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

use OpenEMR\Common\Acl\AclMain;

/** What of OpenEMR's own chart the module asks for, through OpenEMR's own functions. */
final class Chart
{
    public const FORM = 'holdfast_rating';

    public static function mayRead(): bool
    {
        return AclMain::aclCheckCore('patients', 'demo') !== false && AclMain::aclCheckCore('encounters', 'notes') !== false;
    }

    /** Without a row in the registry OpenEMR would show the form to everybody: then to nobody. */
    public static function mayWrite(): bool
    {
        return self::mayRead() && self::isRegistered() && AclMain::aclCheckForm(self::FORM) !== false;
    }

    public static function isRegistered(): bool
    {
        return self::first('SELECT id FROM registry WHERE directory = ? AND state = 1', [self::FORM]) !== null;
    }

    public static function isLocked(int $encounter): bool
    {
        if (!self::hasColumn('esign_signatures', 'is_lock')) {
            return true;
        }
        return self::first("SELECT id FROM esign_signatures WHERE `table` = 'form_encounter' AND tid = ? AND is_lock = 1", [$encounter]) !== null;
    }

    public static function provider(int $pid): int
    {
        return (int) (self::first('SELECT providerID FROM patient_data WHERE pid = ?', [$pid])['providerID'] ?? 0);
    }

    /** @return array{pid: int, provider: int, day: string}|null */
    public static function encounter(int $encounter): ?array
    {
        $row = self::first('SELECT pid, provider_id, DATE(date) AS day FROM form_encounter WHERE encounter = ?', [$encounter]);
        return $row === null ? null : ['pid' => (int) $row['pid'], 'provider' => (int) $row['provider_id'], 'day' => (string) $row['day']];
    }

    /** @return array<string, mixed>|null a form that Holdfast filed, of this patient and encounter */
    public static function form(int $id, int $pid, int $encounter): ?array
    {
        return self::hasColumn('form_holdfast_rating', 'scores')
            ? self::first('SELECT date, user, kind, instrument, rater, scores, text FROM form_holdfast_rating WHERE id = ? AND pid = ? AND encounter = ? AND activity = 1', [$id, $pid, $encounter])
            : null;
    }

    /** Read from the server, so that an older OpenEMR loses a part and not the page. */
    public static function hasColumn(string $table, string $column): bool
    {
        static $known = [];
        return $known["$table.$column"] ??= self::first('SELECT 1 AS there FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?', [$table, $column]) !== null;
    }

    /** @param list<int|string> $values
     * @return array<string, mixed>|null
     */
    private static function first(string $sql, array $values): ?array
    {
        $row = sqlQuery($sql, $values);
        return is_array($row) && $row !== [] ? $row : null;
    }
}
