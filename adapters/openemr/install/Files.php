<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;

/** Folders as a whole: compared, copied, put in place of one another. */
final class Files
{
    /** @return array<string, string> name under the folder => content */
    public static function all(string $folder): array
    {
        $found = [];
        if (!is_dir($folder)) {
            return $found;
        }
        $each = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
        foreach ($each as $file) {
            $found[substr($file->getPathname(), strlen($folder) + 1)] = (string) file_get_contents($file->getPathname());
        }
        ksort($found);
        return $found;
    }

    /** Whether all of $from is in $to as it is there; what else is in $to does not matter. */
    public static function areSame(string $from, string $to): bool
    {
        $there = self::all($to);
        foreach (self::all($from) as $name => $text) {
            if (($there[$name] ?? null) !== $text) {
                return false;
            }
        }
        return $there !== [];
    }

    public static function copy(string $from, string $to): void
    {
        foreach (self::all($from) as $name => $text) {
            self::write("$to/$name", $text);
        }
    }

    public static function write(string $file, string $text): void
    {
        $folder = dirname($file);
        if (!is_dir($folder) && !mkdir($folder, 0755, true)) {
            throw new RuntimeException("$folder cannot be made");
        }
        if (file_put_contents($file, $text) === false) {
            throw new RuntimeException("$file cannot be written");
        }
    }

    public static function replace(string $fresh, string $place): void
    {
        $old = "$place.old-" . getmypid();
        $had = is_dir($place);
        if ($had && !rename($place, $old)) {
            throw new RuntimeException("$place cannot be moved away");
        }
        if (!rename($fresh, $place)) {
            throw new RuntimeException("$place cannot be put in place");
        }
        if ($had) {
            self::removeFolder($old);
        }
    }

    public static function remove(string $file): void
    {
        if (is_file($file)) {
            unlink($file);
        }
    }

    public static function removeFolder(string $folder): void
    {
        $each = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::CHILD_FIRST,
        );
        foreach ($each as $file) {
            $file->isDir() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }
        rmdir($folder);
    }

    /** @return array<string, mixed>|null */
    public static function json(string $file): ?array
    {
        return is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
    }
}
