<?php
// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/**
 * Speaks HTTP/1.1 with `holdfast serve` over its Unix socket, one connection a request of the browser.
 * Where nobody listens that is known at once, the connection is tried for 5 ms; where somebody does not
 * answer, a part of a page waits a quarter of a second and no more, and asks no second time.
 */
final class Daemon
{
    private const CONNECT_SECONDS = 0.005;
    private const LARGEST_ANSWER = 4 * 1024 * 1024;

    /** @var resource|null */
    private $stream = null;
    private bool $isAway = false;

    public function __construct(private readonly Site $site, private readonly float $patience = 0.25)
    {
    }

    public function isAway(): bool
    {
        return $this->isAway;
    }

    /** Null when Holdfast is away, or will not say.
     *
     * @param list<string> $more lines of further headers
     */
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
        $answer = $this->exchange(implode("\r\n", $lines) . "\r\n\r\n" . $body);
        $this->isAway = $answer === null;
        return $answer;
    }

    /** @param list<string> $lines
     * @return list<string>
     */
    private static function clean(array $lines): array
    {
        return array_map(static fn (string $line): string => (string) preg_replace('/[\r\n\0]/', '', $line), $lines);
    }

    private function exchange(string $request): ?Answer
    {
        $this->stream ??= @stream_socket_client("unix://{$this->site->socket}", $number, $text, self::CONNECT_SECONDS) ?: null;
        if ($this->stream === null) {
            return null;
        }
        $seconds = (int) $this->patience;
        stream_set_timeout($this->stream, $seconds, (int) (($this->patience - $seconds) * 1_000_000));
        for ($rest = $request; $rest !== ''; $rest = substr($rest, $sent)) {
            $sent = @fwrite($this->stream, $rest);
            if ($sent === false || $sent === 0) {
                return $this->close();
            }
        }
        return $this->read();
    }

    private function read(): ?Answer
    {
        $first = @fgets($this->stream, 1024);
        if ($first === false || !preg_match('#^HTTP/1\.1 ([0-9]{3})#', $first, $status)) {
            return $this->close();
        }
        $headers = [];
        $length = 0;
        while (($line = @fgets($this->stream, 16 * 1024)) !== false && rtrim($line, "\r\n") !== '') {
            [$name, $value] = array_map('trim', explode(':', $line, 2)) + [1 => ''];
            $name = strtolower($name);
            $headers[] = [$name, $value];
            if ($name === 'content-length') {
                $length = (int) $value;
            }
        }
        if ($length < 0 || $length > self::LARGEST_ANSWER) {
            return $this->close();
        }
        $body = '';
        while (strlen($body) < $length) {
            $piece = @fread($this->stream, $length - strlen($body));
            if ($piece === false || $piece === '') {
                return $this->close();
            }
            $body .= $piece;
        }
        return new Answer((int) $status[1], $headers, $body);
    }

    private function close(): null
    {
        fclose($this->stream);
        $this->stream = null;
        return null;
    }
}
