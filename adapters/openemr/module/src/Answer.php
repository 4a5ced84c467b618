<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** What Holdfast answered. */
final class Answer
{
    /** @param list<array{string, string}> $headers names in small letters */
    public function __construct(public readonly int $status, public readonly array $headers, public readonly string $body)
    {
    }

    public function header(string $name): string
    {
        foreach ($this->headers as [$known, $value]) {
            if ($known === $name) {
                return $value;
            }
        }
        return '';
    }

    /** @return array<string, mixed>|null */
    public function json(): ?array
    {
        $value = $this->status === 200 ? json_decode($this->body, true) : null;
        return is_array($value) ? $value : null;
    }
}
