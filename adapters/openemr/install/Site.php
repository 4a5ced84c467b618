<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

use mysqli;
use RuntimeException;

/** One site of an OpenEMR that is installed under a path: its version and its database. */
final class Site
{
    public readonly string $version;
    public readonly string $database;
    public readonly string $host;
    public readonly int $port;
    private readonly mysqli $connection;

    public function __construct(public readonly string $path, public readonly string $name, Options $options)
    {
        if (!preg_match('/^[A-Za-z0-9_.-]{1,64}$/', $name)) {
            throw new RuntimeException('--site: letters, digits, dot, dash and underscore');
        }
        $this->version = self::versionIn($path);
        $config = self::sqlconf("$path/sites/$name/sqlconf.php");
        $this->database = (string) $config['dbase'];
        $this->host = (string) $config['host'];
        $this->port = (int) ($config['port'] ?: 3306);
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $secret = $options->adminPasswordFile === '' ? '' : trim((string) file_get_contents($options->adminPasswordFile));
        $this->connection = $options->adminSocket === ''
            ? new mysqli($this->host, $options->adminUser ?: (string) $config['login'], $options->adminUser ? $secret : (string) $config['pass'], $this->database, $this->port)
            : new mysqli('localhost', $options->adminUser ?: 'root', $secret, $this->database, 0, $options->adminSocket);
        $this->connection->set_charset('utf8mb4');
    }

    /** OpenEMR's version.php only assigns variables: it is read in a function of its own. */
    private static function versionIn(string $path): string
    {
        $file = "$path/version.php";
        if (!is_readable($file)) {
            throw new RuntimeException("--path $path: there is no OpenEMR here (no version.php that can be read)");
        }
        $v_major = $v_minor = $v_patch = '0';
        include $file;
        return "$v_major.$v_minor.$v_patch";
    }

    /** @return array<string, mixed> */
    private static function sqlconf(string $file): array
    {
        if (!is_readable($file)) {
            throw new RuntimeException("$file cannot be read: name the site with --site, or run this as root");
        }
        $host = $port = $login = $pass = $dbase = '';
        include $file;
        return ['host' => $host, 'port' => $port, 'login' => $login, 'pass' => $pass, 'dbase' => $dbase];
    }

    /**
     * @param list<string|int> $values
     * @return list<array<int, string|null>>
     */
    public function select(string $sql, array $values = []): array
    {
        $statement = $this->connection->prepare($sql);
        $statement->execute($values);
        $result = $statement->get_result();
        return $result === false ? [] : $result->fetch_all(MYSQLI_NUM);
    }

    /** @param list<string|int> $values */
    public function has(string $sql, array $values = []): bool
    {
        return $this->select($sql, $values) !== [];
    }

    /** @param list<string|int> $values */
    public function change(string $sql, array $values = []): void
    {
        $this->connection->prepare($sql)->execute($values);
    }

    /** Runs a file of statements, each ended by a semicolon at a line's end. */
    public function runFile(string $file): void
    {
        $text = (string) preg_replace('/--[^\n]*/', '', (string) file_get_contents($file));
        foreach (preg_split('/;\s*\n/', $text) ?: [] as $statement) {
            if (trim($statement) !== '') {
                $this->connection->query($statement);
            }
        }
    }

    public function quoted(string $text): string
    {
        return "'" . $this->connection->real_escape_string($text) . "'";
    }

    public function isAtLeast(string $version): bool
    {
        return version_compare($this->version, $version, '>=');
    }

    public function hasTable(string $table): bool
    {
        return $this->has('SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?', [$table]);
    }

    /** @return list<string> */
    public function columnsOf(string $table): array
    {
        return array_column($this->select('SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?', [$table]), 0);
    }
}
