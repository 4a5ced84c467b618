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

    /** The whole encounter, or the therapist's form of it, as eSign locks them: each is a lock of its own. */
    public static function isLocked(int $encounter): bool
    {
        if (!self::hasColumn('esign_signatures', 'is_lock')) {
            return true;
        }
        return self::first("SELECT id FROM esign_signatures WHERE `table` = 'form_encounter' AND tid = ? AND is_lock = 1", [$encounter]) !== null
            || self::first("SELECT s.id FROM forms f JOIN form_holdfast_rating r ON r.id = f.form_id AND r.kind = 'therapist_rating'
                JOIN esign_signatures s ON s.`table` = 'forms' AND s.tid = f.id AND s.is_lock = 1
                WHERE f.formdir = ? AND f.encounter = ? AND f.deleted = 0", [self::FORM, $encounter]) !== null;
    }

    /** As OpenEMR hides an encounter: by its sensitivity, and by the rule of its category. */
    public static function maySee(int $encounter): bool
    {
        $row = self::first('SELECT e.sensitivity, c.aco_spec FROM form_encounter e
            LEFT JOIN openemr_postcalendar_categories c ON c.pc_catid = e.pc_catid WHERE e.encounter = ?', [$encounter]);
        if ($row === null) {
            return false;
        }
        $rules = array_filter([
            (string) $row['sensitivity'] === '' ? '' : "sensitivities|{$row['sensitivity']}",
            (string) $row['aco_spec'],
        ]);
        foreach ($rules as $rule) {
            [$section, $value] = explode('|', $rule, 2) + [1 => ''];
            if (AclMain::aclCheckCore($section, $value) === false) {
                return false;
            }
        }
        return true;
    }

    /** @return array<string, mixed>|null a form that Holdfast filed, of this patient and encounter, where this user may see that */
    public static function form(int $id, int $pid, int $encounter): ?array
    {
        return self::hasColumn('form_holdfast_rating', 'scores') && self::maySee($encounter)
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
    public static function first(string $sql, array $values): ?array
    {
        $row = sqlQuery($sql, $values);
        return is_array($row) && $row !== [] ? $row : null;
    }
}
