<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/**
 * What `holdfast openemr install` wrote down for the site of this request: where Holdfast listens and
 * the key to sign with. A site without such a file has no Holdfast.
 */
final class Site
{
    /** Seconds that a part of one of OpenEMR's own pages waits for Holdfast in all. */
    private const PATIENCE = 0.25;

    public function __construct(
        public readonly string $name,
        public readonly string $socket,
        public readonly string $keyFile,
        public readonly float $patience = self::PATIENCE,
        /** Path of holdfast.toml where the administrator chose the library in PHP; else empty. */
        public readonly string $library = '',
    ) {
    }

    public static function current(): ?self
    {
        $name = (string) ($_SESSION['site_id'] ?? 'default');
        if (!preg_match('/^[A-Za-z0-9_.-]{1,64}$/', $name) || str_contains($name, '..')) {
            return null;
        }
        $file = dirname(__DIR__) . "/sites/$name.json";
        $told = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
        if (!is_array($told) || ($told['site'] ?? null) !== $name) {
            return null;
        }
        return new self(
            $name,
            (string) ($told['socket'] ?? ''),
            (string) ($told['key'] ?? ''),
            (float) ($told['patience'] ?? self::PATIENCE),
            (string) ($told['library'] ?? ''),
        );
    }

    /** `$patience` as Daemon has it; a question to the library is answered before anything else goes on. */
    public function connect(?float $patience = null): Connection
    {
        $socket = new Daemon($this, $patience);
        return Embedded::whyNot($this) === '' ? new Embedded($this, $socket) : $socket;
    }

    /** The newest key; while it is being changed the file has a second line. */
    public function key(): ?string
    {
        $lines = @file($this->keyFile, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);
        return $lines === false || $lines === [] ? null : trim($lines[0]);
    }
}
