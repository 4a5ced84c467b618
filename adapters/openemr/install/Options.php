<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

use RuntimeException;

/** What was said on the command line. */
final class Options
{
    public const USAGE = <<<TEXT
        Connects Holdfast with one site of OpenEMR, says what it does, and takes it back.

          holdfast openemr install --path DIR [--site NAME] [--ffi] [--check | --undo [--with-data]]

          --path DIR              where OpenEMR is installed
          --site NAME             the site; "default" unless said otherwise
          --check                 change nothing: say what is there and what would be done
          --undo                  take everything back but Holdfast's own tables
          --with-data             with --undo: those too
          --config DIR            for keys and configuration; /etc/holdfast/openemr-SITE
          --data DIR              of Holdfast; /var/lib/holdfast/openemr-SITE
          --socket FILE           of `holdfast serve`; /run/holdfast/openemr-SITE.sock
          --web-user NAME         who runs PHP; www-data
          --user NAME             who runs Holdfast; holdfast, and with --ffi who runs PHP
          --ffi                   PHP asks Holdfast's library in its own process, where it preloads
                                  it; the socket is recommended, see adapters/openemr/README.md
          --library FILE          with --ffi: holdfast-embedded.so, where it is not found by itself
          --admin-user NAME       a database user who may create users; else the one of sqlconf.php
          --admin-password-file FILE
          --admin-socket FILE     reach the database through this socket

        TEXT;

    public string $command = '';
    public string $path = '';
    public string $site = 'default';
    public bool $check = false;
    public bool $undo = false;
    public bool $withData = false;
    public string $config = '';
    public string $data = '';
    public string $socket = '';
    public string $webUser = 'www-data';
    public string $user = '';
    public bool $ffi = false;
    public string $library = '';
    public string $adminUser = '';
    public string $adminPasswordFile = '';
    public string $adminSocket = '';

    /** @param list<string> $words */
    public static function of(array $words): self
    {
        $options = new self();
        $options->command = array_shift($words) ?? '';
        $texts = ['--path' => 'path', '--site' => 'site', '--config' => 'config', '--data' => 'data', '--socket' => 'socket',
            '--web-user' => 'webUser', '--user' => 'user', '--library' => 'library', '--admin-user' => 'adminUser',
            '--admin-password-file' => 'adminPasswordFile', '--admin-socket' => 'adminSocket'];
        $flags = ['--check' => 'check', '--undo' => 'undo', '--with-data' => 'withData', '--ffi' => 'ffi'];
        while ($words !== []) {
            $word = array_shift($words);
            if (isset($flags[$word])) {
                $options->{$flags[$word]} = true;
            } elseif (isset($texts[$word]) && $words !== []) {
                $options->{$texts[$word]} = array_shift($words);
            } else {
                throw new RuntimeException("$word: not known here, or its value is missing");
            }
        }
        if ($options->command !== 'install' || $options->path === '') {
            throw new RuntimeException(self::USAGE);
        }
        $options->user = $options->user ?: ($options->ffi ? $options->webUser : 'holdfast');
        if ($options->ffi && $options->user !== $options->webUser) {
            throw new RuntimeException('--ffi: PHP opens Holdfast\'s files itself, so that --user and --web-user are the same user');
        }
        $options->path = rtrim($options->path, '/');
        $options->config = $options->config ?: "/etc/holdfast/openemr-$options->site";
        $options->data = $options->data ?: "/var/lib/holdfast/openemr-$options->site";
        $options->socket = $options->socket ?: "/run/holdfast/openemr-$options->site.sock";
        return $options;
    }
}
