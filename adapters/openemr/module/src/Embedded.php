<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/**
 * Asks the library in this process, with the same signed assertion as over the socket: this code is no more
 * trusted here than there. What the library does not take up goes over the socket.
 */
final class Embedded implements Connection
{
    private string $refusal = '';

    public function __construct(private readonly Site $site, private readonly Connection $socket)
    {
    }

    /** Why PHP cannot use the library for this site; empty: it can. */
    public static function whyNot(Site $site): string
    {
        return $site->library === '' ? 'off' : Library::whyNot();
    }

    /** What the library said when it did not take up a question. */
    public function refusal(): string
    {
        return $this->refusal;
    }

    public function isAway(): bool
    {
        return $this->socket->isAway();
    }

    public function ask(Actor $actor, string $method, string $prefix, string $path, string $body = '', array $more = []): ?Answer
    {
        $key = $this->refusal === '' ? $this->site->key() : null;
        if ($key === null) {
            return $this->socket->ask($actor, $method, $prefix, $path, $body, $more);
        }
        $target = $prefix . $path;
        $lines = ["$method $target", ...$actor->headers($this->site, $key, $method, $prefix, $target, $body), ...Daemon::clean($more)];
        [$status, $head, $answer] = Library::ask($this->site->library, implode("\n", $lines) . "\n", $body);
        if ($status === 0) {
            $this->refusal = $answer;
            return $this->socket->ask($actor, $method, $prefix, $path, $body, $more);
        }
        $headers = array_map(Daemon::header(...), $head === '' ? [] : explode("\n", rtrim($head, "\n")));
        return new Answer($status, $headers, $method === 'HEAD' ? '' : $answer);
    }
}
