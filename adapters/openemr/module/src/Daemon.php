<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/**
 * Speaks HTTP/1.1 with `holdfast serve` over its Unix socket, one connection a request of the browser.
 * Nothing here blocks: where nobody listens, or more wait than the socket takes, the kernel says so at
 * once. `$patience` is what all questions of one page may take together, however the answer drips; after
 * the first that fails no other is asked.
 */
final class Daemon implements Connection
{
    private const LARGEST_ANSWER = 4 * 1024 * 1024;
    private const LARGEST_HEAD = 64 * 1024;
    private const PIECE = 64 * 1024;

    /** @var resource|null */
    private $stream = null;
    private bool $isAway = false;
    private float $left;

    public function __construct(private readonly Site $site, ?float $patience = null)
    {
        $this->left = $patience ?? $site->patience;
    }

    public function isAway(): bool
    {
        return $this->isAway;
    }

    public function ask(Actor $actor, string $method, string $prefix, string $path, string $body = '', array $more = []): ?Answer
    {
        $key = $this->site->key();
        if ($this->isAway || $key === null) {
            $this->isAway = true;
            return null;
        }
        $target = $prefix . $path;
        $lines = ["$method $target HTTP/1.1", 'Host: holdfast', 'Content-Length: ' . strlen($body),
            ...$actor->headers($this->site, $key, $method, $prefix, $target, $body), ...self::clean($more)];
        $begun = hrtime(true);
        $request = implode("\r\n", $lines) . "\r\n\r\n" . $body;
        $answer = $this->exchange($request, $method !== 'HEAD', $begun + (int) ($this->left * 1e9));
        $this->left -= (hrtime(true) - $begun) / 1e9;
        $this->isAway = $answer === null;
        return $answer;
    }

    /** @param list<string> $lines
     * @return list<string>
     */
    public static function clean(array $lines): array
    {
        return array_map(static fn (string $line): string => (string) preg_replace('/[\r\n\0]/', '', $line), $lines);
    }

    private function exchange(string $request, bool $hasBody, int $deadline): ?Answer
    {
        if ($this->stream === null) {
            $this->stream = @stream_socket_client("unix://{$this->site->socket}", $number, $text, 0.005) ?: null;
            if ($this->stream === null) {
                return null;
            }
            stream_set_blocking($this->stream, false);
        }
        $answer = $this->send($request, $deadline) ? $this->read($hasBody, $deadline) : null;
        if ($answer === null || strcasecmp($answer->header('connection'), 'close') === 0) {
            fclose($this->stream);
            $this->stream = null;
        }
        return $answer;
    }

    private function send(string $request, int $deadline): bool
    {
        for ($rest = $request; $rest !== ''; $rest = substr($rest, $sent)) {
            $sent = @fwrite($this->stream, $rest);
            if ($sent === false || ($sent === 0 && !$this->waits($deadline, true))) {
                return false;
            }
        }
        return true;
    }

    private function read(bool $hasBody, int $deadline): ?Answer
    {
        $received = '';
        while (($end = strpos($received, "\r\n\r\n")) === false) {
            $piece = strlen($received) > self::LARGEST_HEAD ? null : $this->piece($deadline);
            if ($piece === null) {
                return null;
            }
            $received .= $piece;
        }
        $lines = explode("\r\n", substr($received, 0, $end));
        if (!preg_match('#^HTTP/1\.1 ([0-9]{3})#', (string) array_shift($lines), $status)) {
            return null;
        }
        $headers = array_map(self::header(...), $lines);
        $answer = new Answer((int) $status[1], $headers, '');
        $length = $hasBody && $answer->status !== 304 ? (int) $answer->header('content-length') : 0;
        if ($length < 0 || $length > self::LARGEST_ANSWER) {
            return null;
        }
        $body = substr($received, $end + 4);
        while (strlen($body) < $length) {
            $piece = $this->piece($deadline);
            if ($piece === null) {
                return null;
            }
            $body .= $piece;
        }
        return new Answer($answer->status, $headers, substr($body, 0, $length));
    }

    /** @return array{string, string} */
    public static function header(string $line): array
    {
        [$name, $value] = array_map('trim', explode(':', $line, 2)) + [1 => ''];
        return [strtolower($name), $value];
    }

    /** What came next; null where nothing came in time, or nothing comes any more. */
    private function piece(int $deadline): ?string
    {
        $piece = $this->waits($deadline, false) ? @fread($this->stream, self::PIECE) : '';
        return $piece === '' || $piece === false ? null : $piece;
    }

    private function waits(int $deadline, bool $toWrite): bool
    {
        $left = $deadline - hrtime(true);
        if ($left <= 0) {
            return false;
        }
        $read = $toWrite ? [] : [$this->stream];
        $write = $toWrite ? [$this->stream] : [];
        $except = [];
        return @stream_select($read, $write, $except, intdiv($left, 1_000_000_000), intdiv($left % 1_000_000_000, 1000)) > 0;
    }
}
