<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

use RuntimeException;

/** The steps that connect Holdfast with one site, in order. */
final class Plan
{
    private const MODULE = 'oe-module-holdfast';
    private const FORM = 'holdfast_rating';

    public function __construct(private readonly Options $options, private readonly Site $site)
    {
    }

    /** @return list<Step> */
    public function steps(): array
    {
        return [
            $this->version(), $this->web(), $this->tables(), $this->folder(), $this->password(), $this->account(),
            $this->key(), $this->configuration(), $this->registry(), $this->module(), ...$this->ffi(), $this->service(), $this->socket(),
        ];
    }

    private function version(): Step
    {
        return new Step("OpenEMR {$this->site->version}", 'OpenEMR 7.0.3 or later is needed', fn () => $this->site->isAtLeast('7.0.3'));
    }

    private function web(): Step
    {
        return new Step(
            'PHP ' . PHP_VERSION . ' with mysqli and hash',
            'PHP 8.2 or later with the extension mysqli is needed',
            fn () => PHP_VERSION_ID >= 80200 && extension_loaded('mysqli') && extension_loaded('hash'),
        );
    }

    private function tables(): Step
    {
        $own = ['holdfast_setting', 'holdfast_course', 'holdfast_known', 'holdfast_change', 'holdfast_delivery', 'holdfast_notice', 'holdfast_mail', 'form_holdfast_rating'];
        return new Step(
            "Holdfast's own tables in the database {$this->site->database}",
            'create ' . implode(', ', $own),
            fn () => array_filter($own, fn ($table) => !$this->site->hasTable($table)) === [],
            fn () => $this->site->runFile(dirname(__DIR__) . '/sql/tables.sql'),
            function () use ($own): void {
                if ($this->options->withData) {
                    foreach ($own as $table) {
                        $this->site->change("DROP TABLE IF EXISTS `$table`");
                    }
                }
            },
        );
    }

    private function folder(): Step
    {
        $folder = $this->options->config;
        return new Step(
            "the folder $folder",
            "make $folder, of mode 0755",
            fn () => is_dir($folder),
            fn () => mkdir($folder, 0755, true) ?: throw new RuntimeException("$folder cannot be made"),
            fn () => is_dir($folder) && count(scandir($folder) ?: []) === 2 ? rmdir($folder) : null,
        );
    }

    private function password(): Step
    {
        $file = $this->passwordFile();
        return new Step(
            'the password of the database account',
            "write a random one to $file, readable by {$this->options->user} alone",
            fn () => is_file($file) && (fileperms($file) & 0077) === 0,
            fn () => $this->secret($file, rtrim(strtr(base64_encode(random_bytes(24)), '+/', '-_')), 0600, null),
            fn () => is_file($file) && unlink($file),
        );
    }

    /** The account may do what the adapter does and nothing else; a column that is not here is left out. */
    private function account(): Step
    {
        $grants = $this->grants();
        $account = $this->accountName();
        return new Step(
            "the database account $account with " . count($grants) . ' rights',
            "create it and grant:\n      " . implode("\n      ", $grants),
            fn () => $this->site->has('SELECT 1 FROM mysql.user WHERE user = ? AND host = ?', [$this->userName(), '127.0.0.1']) && $this->missingGrants($grants) === [],
            function () use ($grants, $account): void {
                $password = $this->site->quoted(trim((string) file_get_contents($this->passwordFile())));
                $this->site->change("CREATE USER IF NOT EXISTS $account IDENTIFIED BY $password");
                $this->site->change("ALTER USER $account IDENTIFIED BY $password");
                $this->site->change("REVOKE ALL PRIVILEGES, GRANT OPTION FROM $account");
                foreach ($grants as $grant) {
                    $this->site->change($grant);
                }
            },
            fn () => $this->site->change("DROP USER IF EXISTS $account"),
        );
    }

    /** @return list<string> */
    private function grants(): array
    {
        $account = $this->accountName();
        $grants = ["GRANT CREATE TEMPORARY TABLES ON `{$this->site->database}`.* TO $account"];
        foreach (file(__DIR__ . '/grants.txt', FILE_IGNORE_NEW_LINES) ?: [] as $line) {
            if ($line === '' || $line[0] === '#') {
                continue;
            }
            $words = explode(' ', $line);
            [$right, $table] = $words;
            $columns = array_intersect(array_slice($words, 2), $this->site->columnsOf($table));
            if (count($words) > 2 && $columns === []) {
                continue;
            }
            $list = $columns === [] ? '' : ' (' . implode(', ', array_map(fn ($column) => "`$column`", $columns)) . ')';
            $grants[] = "GRANT $right$list ON `{$this->site->database}`.`$table` TO $account";
        }
        return $grants;
    }

    /**
     * Compares the numbers of columns and tables that are granted with those that should be.
     *
     * @param list<string> $grants
     * @return list<string>
     */
    private function missingGrants(array $grants): array
    {
        $account = "'" . $this->userName() . "'@'127.0.0.1'";
        $given = [];
        foreach ($this->site->select('SELECT privilege_type, table_name, column_name FROM information_schema.column_privileges WHERE grantee = ? AND table_schema = DATABASE()', [$account]) as [$right, $table, $column]) {
            $given["$right $table $column"] = true;
        }
        foreach ($this->site->select('SELECT privilege_type, table_name FROM information_schema.table_privileges WHERE grantee = ? AND table_schema = DATABASE()', [$account]) as [$right, $table]) {
            $given["$right $table"] = true;
        }
        return array_values(array_filter($grants, function (string $grant) use ($given): bool {
            if (!preg_match('/^GRANT ([A-Z,]+)(?: \(([^)]*)\))? ON `[^`]*`\.`([^`]*)` /', $grant, $part)) {
                return false;  // of the whole database: temporary tables
            }
            foreach (explode(',', $part[1]) as $right) {
                $columns = $part[2] === '' ? [''] : explode(', ', $part[2]);
                foreach ($columns as $column) {
                    if (!isset($given[trim("$right $part[3] " . trim($column, '`'))])) {
                        return true;
                    }
                }
            }
            return false;
        }));
    }

    private function key(): Step
    {
        $file = "{$this->options->config}/actor.key";
        return new Step(
            'the key with which OpenEMR says who is acting',
            "write a random one to $file, readable by {$this->options->webUser} and {$this->options->user}",
            fn () => is_file($file) && (fileperms($file) & 0007) === 0,
            fn () => $this->secret($file, bin2hex(random_bytes(32)), 0640, $this->options->webUser),
            fn () => is_file($file) && unlink($file),
        );
    }

    private function configuration(): Step
    {
        $file = "{$this->options->config}/holdfast.toml";
        return new Step(
            'the configuration of holdfast serve',
            "write $file",
            fn () => is_file($file) && file_get_contents($file) === $this->toml(),
            fn () => file_put_contents($file, $this->toml()) !== false ?: throw new RuntimeException("$file cannot be written"),
            fn () => is_file($file) && unlink($file),
        );
    }

    private function toml(): string
    {
        $text = fn (string $value): string => json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
        return <<<TOML
            # Written by `holdfast openemr install`, which keeps it as it is; --check says when it differs.
            [serve]
            socket = {$text($this->options->socket)}
            data = {$text($this->options->data)}
            site = {$text($this->options->site)}
            site_key = {$text("{$this->options->config}/actor.key")}
            peers = [{$text($this->options->webUser)}]

            [adapter]
            name = "openemr"
            site = {$text($this->options->site)}
            host = "127.0.0.1"
            port = {$this->site->port}
            database = {$text($this->site->database)}
            user = {$text($this->userName())}
            password_file = {$text($this->passwordFile())}

            TOML . ($this->language() === '' ? '' : "language = {$text($this->language())}\n");
    }

    /** Messages are written in the site's own language, as far as OpenEMR's translation has them; English is theirs. */
    private function language(): string
    {
        $told = $this->site->hasTable('globals') ? $this->site->select("SELECT gl_value FROM globals WHERE gl_name = 'language_default'") : [];
        $language = (string) ($told[0][0] ?? '');
        return str_starts_with($language, 'English') ? '' : $language;
    }

    /** Without this row OpenEMR would show the forms to everybody. */
    private function registry(): Step
    {
        return new Step(
            'the row of the form ' . self::FORM . " in OpenEMR's registry",
            'insert it, open to encounters|notes',
            fn () => $this->site->has('SELECT 1 FROM registry WHERE directory = ? AND state = 1', [self::FORM]),
            function (): void {
                $this->site->change('DELETE FROM registry WHERE directory = ?', [self::FORM]);
                $this->site->change("INSERT INTO registry (name, state, directory, sql_run, unpackaged, date, priority, category, nickname, patient_encounter, therapy_group_encounter, aco_spec) VALUES ('Session form', 1, ?, 1, 1, NOW(), 0, 'Clinical', '', 1, 0, 'encounters|notes')", [self::FORM]);
            },
            // Switched off, not deleted: what was filed stays under its rule.
            fn () => $this->site->change('UPDATE registry SET state = 0 WHERE directory = ?', [self::FORM]),
        );
    }

    /** OpenEMR stalls on a module whose bootstrap is missing: the folder appears and goes whole. */
    private function module(): Step
    {
        $to = "{$this->options->path}/interface/modules/custom_modules/" . self::MODULE;
        $from = dirname(__DIR__) . '/module';
        return new Step(
            'the module ' . self::MODULE,
            "copy it to $to and name site and socket in its site.json; then switch it on in Modules > Manage Modules",
            fn () => Files::areSame($from, $to) && Files::json("$to/sites/{$this->options->site}.json") === $this->siteFile(),
            function () use ($from, $to): void {
                $kept = is_dir("$to/sites") ? Files::all("$to/sites") : [];
                $fresh = "$to.new-" . getmypid();
                Files::copy($from, $fresh);
                foreach ($kept as $name => $text) {
                    Files::write("$fresh/sites/$name", $text);
                }
                Files::write("$fresh/sites/{$this->options->site}.json", json_encode($this->siteFile(), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR) . "\n");
                Files::replace($fresh, $to);
            },
            function () use ($to): void {
                $this->site->change('UPDATE modules SET mod_active = 0, mod_ui_active = 0 WHERE mod_directory = ?', [self::MODULE]);
                Files::remove("$to/sites/{$this->options->site}.json");
                if (is_dir($to) && Files::all("$to/sites") === []) {
                    Files::removeFolder($to);
                }
            },
        );
    }

    /** @return list<Step> */
    private function ffi(): array
    {
        return (new FfiPlan($this->options, "{$this->options->path}/interface/modules/custom_modules/" . self::MODULE))->steps($this->passwordFile());
    }

    /** @return array<string, string> */
    private function siteFile(): array
    {
        $library = $this->options->ffi ? ['library' => "{$this->options->config}/holdfast.toml"] : [];
        return ['site' => $this->options->site, 'socket' => $this->options->socket, 'key' => "{$this->options->config}/actor.key"] + $library;
    }

    /** OpenEMR's own timer asks now and then whether Holdfast answers, for the settings page. */
    private function service(): Step
    {
        $script = '/interface/modules/custom_modules/' . self::MODULE . '/background.php';
        return new Step(
            'the background service Holdfast',
            'register it, every 5 minutes',
            fn () => $this->site->has('SELECT 1 FROM background_services WHERE name = ? AND active = 1 AND require_once = ?', ['Holdfast', $script]),
            function () use ($script): void {
                $this->site->change('DELETE FROM background_services WHERE name = ?', ['Holdfast']);
                $this->site->change("INSERT INTO background_services (name, title, active, running, next_run, execute_interval, `function`, require_once, sort_order) VALUES ('Holdfast', 'Holdfast: is it there?', 1, 0, NOW(), 5, 'holdfast_look', ?, 100)", [$script]);
            },
            fn () => $this->site->change('DELETE FROM background_services WHERE name = ?', ['Holdfast']),
        );
    }

    private function socket(): Step
    {
        return new Step(
            "holdfast serve at {$this->options->socket}",
            "start it: holdfast serve --config {$this->options->config}/holdfast.toml",
            function (): bool {
                $stream = @stream_socket_client("unix://{$this->options->socket}", $number, $text, 1.0);
                return $stream !== false && fclose($stream);
            },
        );
    }

    private function secret(string $file, string $text, int $mode, ?string $group): void
    {
        $before = umask(0177);
        $written = file_put_contents($file, "$text\n");
        umask($before);
        if ($written === false) {
            throw new RuntimeException("$file cannot be written");
        }
        // Who is not root writes for themselves.
        if (posix_geteuid() === 0) {
            if (posix_getpwnam($this->options->user) !== false) {
                chown($file, $this->options->user);
            }
            if ($group !== null && posix_getgrnam($group) !== false) {
                chgrp($file, $group);
            }
        }
        chmod($file, $mode);
    }

    private function passwordFile(): string
    {
        return "{$this->options->config}/database.password";
    }

    private function userName(): string
    {
        return substr("holdfast_{$this->options->site}", 0, 32);
    }

    private function accountName(): string
    {
        return $this->site->quoted($this->userName()) . "@'127.0.0.1'";
    }
}
