<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

use Closure;

/** One thing that is to be so: how to see whether it is, how to make it so, how to take it back. */
final class Step
{
    /**
     * @param Closure(): bool $isDone
     * @param ?Closure(): void $do  null: only the administrator can, as $todo says
     * @param ?Closure(): void $undo
     */
    public function __construct(
        public readonly string $title,
        public readonly string $todo,
        public readonly Closure $isDone,
        public readonly ?Closure $do = null,
        public readonly ?Closure $undo = null,
    ) {
    }
}
