<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** Shows a page of Holdfast inside OpenEMR: the path after the token is Holdfast's. */
final class Proxy
{
    private const FROM_BROWSER = ['HTTP_ACCEPT' => 'Accept',
        'CONTENT_TYPE' => 'Content-Type', 'HTTP_COOKIE' => 'Cookie', 'HTTP_IF_NONE_MATCH' => 'If-None-Match'];
    private const TO_BROWSER = ['content-type', 'cache-control', 'location', 'etag', 'referrer-policy', 'content-disposition',
        'x-content-type-options', 'content-security-policy', 'retry-after', 'vary'];
    private const METHODS = ['GET', 'HEAD', 'POST'];

    public function __construct(private readonly Connection $daemon, private readonly Actor $actor)
    {
    }

    /** `$base` is the script's own address, without the token. */
    public function answer(string $base): void
    {
        $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
        if (!in_array($method, self::METHODS, true)) {
            self::refuse(405, xl('This page cannot do that.'));
            return;
        }
        [$token, $path] = $this->taken((string) ($_SERVER['REQUEST_URI'] ?? ''), $base);
        if ($method === 'POST' && !Csrf::isGood($token)) {
            self::refuse(403, xl('This page has been open for too long. Open it again.'));
            return;
        }
        if ($token === '' || !Csrf::isGood($token)) {
            // An old address of a page is opened anew, an old address of a form is not sent.
            header('Location: ' . $base . '/' . Csrf::token() . ($path === '' ? '/' : $path), true, 302);
            return;
        }
        $answer = $this->daemon->ask(
            $this->actor,
            $method,
            "$base/$token",
            $path === '' ? '/' : $path,
            $method === 'POST' ? (string) file_get_contents('php://input') : '',
            $this->headers()
        );
        if ($answer === null) {
            self::refuse(503, xl('Holdfast is not available now. Everything else works; try again in a minute.'));
            return;
        }
        $this->pass($answer, $method);
    }

    /** @return array{string, string} the token and the path with its query */
    private function taken(string $uri, string $base): array
    {
        $rest = str_starts_with($uri, "$base/") ? substr($uri, strlen($base) + 1) : '';
        $end = strcspn($rest, '/?');
        return [substr($rest, 0, $end), substr($rest, $end)];
    }

    /** @return list<string> */
    private function headers(): array
    {
        $lines = Language::header();
        foreach (self::FROM_BROWSER as $known => $name) {
            $value = (string) ($_SERVER[$known] ?? '');
            if ($name === 'Cookie') {
                $value = self::ownCookies($value);
            }
            if ($value !== '') {
                $lines[] = "$name: $value";
            }
        }
        return $lines;
    }

    /** OpenEMR's session stays here. */
    private static function ownCookies(string $all): string
    {
        $own = array_filter(array_map('trim', explode(';', $all)), static fn (string $one): bool => str_starts_with($one, 'holdfast'));
        return implode('; ', $own);
    }

    private function pass(Answer $answer, string $method): void
    {
        http_response_code($answer->status);
        header_remove('X-Frame-Options');
        foreach ($answer->headers as [$name, $value]) {
            if ($name === 'content-security-policy') {
                // The pages are shown in OpenEMR's own frames and in nobody else's.
                $value = (string) preg_replace("/frame-ancestors [^;]*/", "frame-ancestors 'self'", $value);
            }
            if (in_array($name, self::TO_BROWSER, true)) {
                header("$name: $value");
            } elseif ($name === 'set-cookie' && str_starts_with($value, 'holdfast')) {
                header("set-cookie: $value", false);
            }
        }
        if ($method !== 'HEAD') {
            echo $answer->body;
        }
    }

    public static function refuse(int $status, string $sentence): void
    {
        http_response_code($status);
        header('Content-Type: text/html; charset=utf-8');
        header("Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
        echo '<!doctype html><html' . Language::attributes() . '><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            . '<title>Holdfast</title><style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}</style></head><body><p>'
            . text($sentence) . '</p></body></html>';
    }
}
