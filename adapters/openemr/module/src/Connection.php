<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** A way to ask Holdfast: over the socket, or of the library in PHP's own process. */
interface Connection
{
    /** Null when Holdfast is away, or will not say.
     *
     * @param list<string> $more lines of further headers
     */
    public function ask(Actor $actor, string $method, string $prefix, string $path, string $body = '', array $more = []): ?Answer;

    public function isAway(): bool;
}
